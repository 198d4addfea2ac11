/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "facts/berth-facts.h"
#include "model/berth-assignment.h"

G_BEGIN_DECLS

/**
 * BerthDomainWorld:
 * @facts: (nullable): the devices of the computer: a USB hostdev names its device by ids or by a
 *   number, and only this says at which port that is
 * @pools: (nullable) (element-type utf8 GArray(BerthAddress)): networks that hand out host devices,
 *   by name, with the devices of each; an empty one hands out devices that nobody can name
 *
 * What a domain's document refers to and does not hold itself. Borrowed; only read.
 */
typedef struct
{
  const BerthFacts *facts;
  GHashTable *pools;
} BerthDomainWorld;

GPtrArray *berth_domain_xml_list_claims (xmlDoc *doc,
                                         const BerthDomainWorld *world,
                                         guint *ret_foreign);
xmlNode *berth_domain_xml_find_hostdev (xmlDoc *doc,
                                        const BerthAddress *address,
                                        const BerthDomainWorld *world);

gboolean berth_domain_xml_has_usb (xmlDoc *doc);
void berth_domain_xml_add_networks (xmlDoc *doc, GHashTable *names);

G_END_DECLS
