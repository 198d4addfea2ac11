/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-bundle-list.h"
#include "app/berth-detail-pane.h"
#include "app/berth-filter-bar.h"
#include "app/berth-notice-bar.h"
#include "app/berth-settings-window.h"
#include "app/berth-two-lists.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

struct _BerthSettingsWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets. */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  BerthNoticeBar *notice;
  GtkStack *phases;
  GtkSpinner *waiting_spinner;
  AdwStatusPage *problem;
  GtkWidget *problem_button;
  GtkWidget *content;
  BerthFilterBar *filter_bar;
  BerthTwoLists *lists;
  BerthDetailPane *pane;
  GtkButton *review_button;
  GtkSpinner *apply_spinner;
  GtkLabel *note;
  GtkWidget *apply_button;
  GtkWidget *ok_button;

  /* Owned. */
  BerthComputer *computer;
  BerthConnection *connection;
  char *vm_uuid;
  BerthDraft *draft;
  BerthBundleList *list;
  char *failure; /* (nullable): what the last Apply failed with; safe to show */
  GCancellable *reads;
  GHashTable *agreed; /* (element-type utf8): what the user was asked about and wants */
  GtkWindow *dialog;  /* a weak pointer: the dialog that stands before the window */

  guint waiting_source;
  gboolean closes_after_apply;
  gboolean discards;
  gboolean is_closed;
};

void berth_settings_window_update (BerthSettingsWindow *self);
char *berth_settings_window_dup_vm_name (BerthSettingsWindow *self);
GtkWindow *berth_settings_window_get_front (BerthSettingsWindow *self);
void berth_settings_window_show_dialog (BerthSettingsWindow *self, GtkWindow *dialog);
void berth_settings_window_show_toast (BerthSettingsWindow *self, const char *sentence);
void berth_settings_window_close_without_asking (BerthSettingsWindow *self);

void berth_settings_window_install_actions (GtkWidgetClass *widget_class);
void berth_settings_window_update_actions (BerthSettingsWindow *self);
void berth_settings_window_ask_to_discard (BerthSettingsWindow *self);

void berth_settings_window_apply (BerthSettingsWindow *self, gboolean closes);
char *berth_settings_window_dup_refusal (BerthSettingsWindow *self);
void berth_settings_window_agree (BerthSettingsWindow *self,
                                  const BerthAddress *bundle,
                                  BerthOption option);

void berth_settings_window_update_notice (BerthSettingsWindow *self);

void berth_settings_window_split (BerthSettingsWindow *self);
gboolean berth_settings_window_can_split (BerthSettingsWindow *self);

void berth_settings_window_take_remedy (BerthSettingsWindow *self, const BerthRemedy *remedy);

void berth_settings_window_ask_option (BerthSettingsWindow *self, BerthOption option, gboolean on);
void berth_settings_window_explain_option (BerthSettingsWindow *self, BerthOption option);

G_END_DECLS
