/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BERTH_TYPE_NOTICE_BAR (berth_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (BerthNoticeBar, berth_notice_bar, BERTH, NOTICE_BAR, AdwBin)

/**
 * BerthNoticeKind:
 * @BERTH_NOTICE_LOCKED: what cannot be changed here
 * @BERTH_NOTICE_NOTE: good to know
 * @BERTH_NOTICE_CAUTION: something to think of
 * @BERTH_NOTICE_ERROR: something failed, or cannot be done
 */
typedef enum
{
  BERTH_NOTICE_LOCKED,
  BERTH_NOTICE_NOTE,
  BERTH_NOTICE_CAUTION,
  BERTH_NOTICE_ERROR,
} BerthNoticeKind;

void berth_notice_bar_show_text (BerthNoticeBar *self,
                                 BerthNoticeKind kind,
                                 const char *text,
                                 const char *button,
                                 const char *action);
void berth_notice_bar_hide_text (BerthNoticeBar *self);

G_END_DECLS
