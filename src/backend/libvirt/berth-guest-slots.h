/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthGuestFunction:
 * @hostdev: the element that the guest is to see; stands in its document
 * @address: of the device on the host
 * @bundle: functions with the same one belong on one slot of the guest
 */
typedef struct
{
  xmlNode *hostdev;
  BerthAddress address;
  BerthAddress bundle;
} BerthGuestFunction;

void berth_guest_slots_place (xmlNode *devices, GArray *functions, const BerthFacts *facts);
void berth_guest_slots_close_gap (xmlNode *devices, const BerthAddress *gone);

gboolean berth_guest_slots_is_usual (const xmlNode *devices, const BerthAddress *place);
int berth_guest_slots_count_free_ports (const xmlNode *devices);

G_END_DECLS
