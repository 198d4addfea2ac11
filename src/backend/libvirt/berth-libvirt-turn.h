/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthLibvirtTurn:
 *
 * The right to write one VM's configuration, which one program of this user has at a time.
 */
typedef struct _BerthLibvirtTurn BerthLibvirtTurn;

BerthLibvirtTurn *berth_libvirt_turn_wait (const char *vm_uuid);
void berth_libvirt_turn_free (BerthLibvirtTurn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthLibvirtTurn, berth_libvirt_turn_free)

G_END_DECLS
