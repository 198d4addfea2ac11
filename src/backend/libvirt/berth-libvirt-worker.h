/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BerthLibvirtWorker:
 *
 * One thread that makes calls which cannot be cancelled, one after the other, and owns what they
 * work on. A call that hangs holds up the calls behind it and nothing else.
 */
typedef struct _BerthLibvirtWorker BerthLibvirtWorker;

/**
 * BerthLibvirtCall:
 * @state: what the worker owns; only calls may touch it
 * @data: of this call
 *
 * Runs in the worker's thread and may block for as long as it takes.
 *
 * Returns: the result; with @error set it counts as none
 */
typedef gpointer (*BerthLibvirtCall) (gpointer state, gpointer data, GError **error);

BerthLibvirtWorker *berth_libvirt_worker_new (gpointer state, GDestroyNotify free_in_thread);
void berth_libvirt_worker_free (BerthLibvirtWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthLibvirtWorker, berth_libvirt_worker_free)

void berth_libvirt_worker_run (BerthLibvirtWorker *self,
                               GTask *task,
                               BerthLibvirtCall call_in_thread,
                               gpointer data,
                               GDestroyNotify free_data,
                               GDestroyNotify free_result);

G_END_DECLS
