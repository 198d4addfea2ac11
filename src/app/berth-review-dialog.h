/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/berth-draft.h"

G_BEGIN_DECLS

#define BERTH_TYPE_REVIEW_DIALOG (berth_review_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BerthReviewDialog, berth_review_dialog, BERTH, REVIEW_DIALOG, AdwWindow)

GtkWindow *berth_review_dialog_new (GtkWindow *parent, BerthDraft *draft);

void berth_review_dialog_show_toast (BerthReviewDialog *self, const char *markup);

G_END_DECLS
