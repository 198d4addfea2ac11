/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/libvirt/berth-domain-xml.h"
#include "backend/libvirt/berth-libvirt-link.h"

G_BEGIN_DECLS

/**
 * BerthLibvirtWorld:
 * @view: what documents are read against
 *
 * What the documents of one reading refer to, fetched when the first of them does.
 */
typedef struct
{
  BerthDomainWorld view;
  BerthLibvirtLink *link;
  BerthFacts *facts;
  gboolean has_facts;
} BerthLibvirtWorld;

BerthLibvirtWorld *berth_libvirt_world_new (BerthLibvirtLink *link);
void berth_libvirt_world_free (BerthLibvirtWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthLibvirtWorld, berth_libvirt_world_free)

void berth_libvirt_world_prepare (BerthLibvirtWorld *self, xmlDoc *doc);
void berth_libvirt_world_need_facts (BerthLibvirtWorld *self);

G_END_DECLS
