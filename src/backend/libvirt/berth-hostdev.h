/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "facts/berth-facts.h"
#include "model/berth-assignment.h"

G_BEGIN_DECLS

/* One `<hostdev>` element ↔ one assignment. */

BerthAssignment *berth_hostdev_read (const xmlNode *hostdev, const BerthFacts *facts);

xmlNode *berth_hostdev_add (xmlNode *devices,
                            const BerthAssignment *assignment,
                            const BerthFacts *facts,
                            GError **error);
void berth_hostdev_update (xmlNode *hostdev, const BerthAssignment *assignment);

gboolean berth_hostdev_set_device (xmlNode *hostdev,
                                   const BerthAssignment *assignment,
                                   const BerthFacts *facts,
                                   GError **error);
gboolean berth_hostdev_read_guest_address (const xmlNode *hostdev, BerthAddress *ret_address);
void berth_hostdev_set_guest_address (xmlNode *hostdev, const BerthAddress *address);

G_END_DECLS
