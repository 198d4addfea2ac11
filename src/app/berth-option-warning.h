/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/berth-option-words.h"

G_BEGIN_DECLS

void berth_option_warning_ask_async (GtkWindow *parent,
                                     BerthOption option,
                                     const BerthOptionTerms *terms,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean berth_option_warning_ask_finish (GAsyncResult *result);

void berth_option_warning_explain (GtkWindow *parent,
                                   BerthOption option,
                                   const BerthOptionTerms *terms);

G_END_DECLS
