/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthReplaced:
 * @n_serials: serial numbers of USB devices
 * @n_interfaces: names of network interfaces
 * @n_users: names of people in mount points
 * @n_volumes: names of volumes and folders in mount points
 * @n_peers: addresses from which somebody is logged in
 * @n_disks: names of disks of other computers
 *
 * How many different words berth_facts_dup_anonymous() replaced.
 */
typedef struct
{
  guint n_serials;
  guint n_interfaces;
  guint n_users;
  guint n_volumes;
  guint n_peers;
  guint n_disks;
} BerthReplaced;

BerthFacts *berth_facts_dup_anonymous (const BerthFacts *facts, BerthReplaced *ret_replaced);

G_END_DECLS
