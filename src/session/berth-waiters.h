/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BerthWaiters:
 *
 * Tasks that all wait for the same answer. Each may be cancelled by itself, at once, without
 * stopping what they wait for.
 */
typedef struct _BerthWaiters BerthWaiters;

BerthWaiters *berth_waiters_new (void);
void berth_waiters_free (BerthWaiters *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthWaiters, berth_waiters_free)

void berth_waiters_add (BerthWaiters *self, GTask *task);
gboolean berth_waiters_is_empty (BerthWaiters *self);
void berth_waiters_move (BerthWaiters *from, BerthWaiters *to);
void berth_waiters_answer (BerthWaiters *self, const GError *error);

G_END_DECLS
