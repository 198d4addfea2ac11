/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/berth-draft.h"

G_BEGIN_DECLS

#define BERTH_TYPE_SPLIT_DIALOG (berth_split_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BerthSplitDialog, berth_split_dialog, BERTH, SPLIT_DIALOG, AdwWindow)

GtkWindow *
berth_split_dialog_new (GtkWindow *parent, BerthDraft *draft, const BerthDraftEntry *entry);

void berth_split_dialog_show_error (BerthSplitDialog *self, const char *sentence);

G_END_DECLS
