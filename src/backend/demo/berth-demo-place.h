/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The file of a recorded computer that holds its VMs. */
#define BERTH_DEMO_VMS "vms.ini"

/**
 * BerthDemoPlace:
 * @uri: as it was asked for
 * @title: what people call it, safe to show
 * @folder: the recorded computer, embedded or on a disk
 * @state_path: the file that keeps what was changed
 * @lock_path: the file that is locked while @state_path is changed; it holds nothing
 *
 * Where one recorded computer is and where its changes are kept. Immutable, reference counted, safe
 * to pass between threads.
 */
typedef struct
{
  char *uri;
  char *title;
  GFile *folder;
  char *state_path;
  char *lock_path;
} BerthDemoPlace;

BerthDemoPlace *berth_demo_place_new (const char *uri, GError **error);
BerthDemoPlace *berth_demo_place_ref (BerthDemoPlace *self);
void berth_demo_place_unref (BerthDemoPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthDemoPlace, berth_demo_place_unref)

G_END_DECLS
