/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>

#include "backend/berth-backend.h"
#include "backend/libvirt/berth-libvirt-events.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (virDomain, virDomainFree)

/**
 * BerthLibvirtLink:
 * @uri: as the user wrote it
 * @connection: (nullable): open, or not yet
 * @events: (nullable): what watches the connection
 * @features: #BerthFeatures; read and written atomically, the rest only in the worker's thread
 * @is_here: its VMs run on this computer
 *
 * One connection to libvirt, owned by a worker.
 */
typedef struct
{
  char *uri;
  virConnectPtr connection;
  BerthLibvirtEvents *events;
  guint features;
  gboolean is_here;
} BerthLibvirtLink;

BerthLibvirtLink *berth_libvirt_link_new (const char *uri);
void berth_libvirt_link_free (BerthLibvirtLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthLibvirtLink, berth_libvirt_link_free)

gboolean
berth_libvirt_link_open (BerthLibvirtLink *self, BerthLibvirtEvents *events, GError **error);
gboolean berth_libvirt_link_check_open (BerthLibvirtLink *self, GError **error);
guint berth_libvirt_link_get_features (BerthLibvirtLink *self);
gboolean berth_libvirt_link_has (BerthLibvirtLink *self, BerthFeatures feature);
virDomainPtr
berth_libvirt_link_find_domain (BerthLibvirtLink *self, const char *uuid, GError **error);
BerthFacts *berth_libvirt_link_read_facts (BerthLibvirtLink *self, GError **error);

G_END_DECLS
