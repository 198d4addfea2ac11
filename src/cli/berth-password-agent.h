/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BerthPasswordAgent:
 *
 * polkit's own program that asks for a password on a terminal, run beside us. Without it somebody
 * who works on a text console or over ssh is told no without having been asked.
 */
typedef struct _BerthPasswordAgent BerthPasswordAgent;

gboolean berth_password_agent_can_help (void);

void berth_password_agent_start_async (GAsyncReadyCallback callback, gpointer user_data);
BerthPasswordAgent *berth_password_agent_start_finish (GAsyncResult *result);
void berth_password_agent_stop (BerthPasswordAgent *self);

G_END_DECLS
