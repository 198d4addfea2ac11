/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>

#include "backend/berth-backend.h"

G_BEGIN_DECLS

/**
 * BerthLibvirtEvents:
 *
 * What libvirt tells by itself, on its way to a backend. Reference counted, any thread.
 */
typedef struct _BerthLibvirtEvents BerthLibvirtEvents;

void berth_libvirt_events_begin (void);

BerthLibvirtEvents *berth_libvirt_events_new (BerthBackend *backend);
BerthLibvirtEvents *berth_libvirt_events_ref (BerthLibvirtEvents *self);
void berth_libvirt_events_unref (BerthLibvirtEvents *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthLibvirtEvents, berth_libvirt_events_unref)

void berth_libvirt_events_watch (BerthLibvirtEvents *self, virConnectPtr connection);
void berth_libvirt_events_unwatch (BerthLibvirtEvents *self, virConnectPtr connection);

G_END_DECLS
