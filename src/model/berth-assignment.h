/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-identity.h"

G_BEGIN_DECLS

/**
 * BerthAssignmentRole:
 * @BERTH_ROLE_GIVEN: the VM sees the device
 * @BERTH_ROLE_COMPANION: it leaves the host with the VM, unseen by the guest
 *   (libvirt: `<address type='unassigned'/>`)
 */
typedef enum
{
  BERTH_ROLE_GIVEN,
  BERTH_ROLE_COMPANION,
} BerthAssignmentRole;

/**
 * BerthAssignmentForm:
 * @BERTH_FORM_HOSTDEV: a plain host device: the only form that Berth writes
 * @BERTH_FORM_INTERFACE: `<interface type='hostdev'>`
 * @BERTH_FORM_DISK: `<disk type='nvme'>`
 * @BERTH_FORM_NETWORK: a network that hands out host devices from a pool
 * @BERTH_FORM_OTHER: a host device with something in it that Berth does not know
 *
 * How the VM's configuration says that it has the device. All forms but the first are claims that
 * Berth shows and never touches.
 */
typedef enum
{
  BERTH_FORM_HOSTDEV,
  BERTH_FORM_INTERFACE,
  BERTH_FORM_DISK,
  BERTH_FORM_NETWORK,
  BERTH_FORM_OTHER,
} BerthAssignmentForm;

/**
 * BerthOption:
 * @BERTH_OPTION_PERMISSIVE: the VM may write all of the configuration space (Xen, Qubes)
 * @BERTH_OPTION_NO_STRICT_RESET: given even if it cannot be reset before (Qubes)
 * @BERTH_OPTION_MANAGED: libvirt takes it from its host driver and gives it back; PCI only
 * @BERTH_OPTION_HIDE_ROM: the guest does not see the card's ROM (libvirt: `<rom bar='off'/>`);
 *   PCI only
 * @BERTH_OPTION_OPTIONAL: the VM starts without it when it is missing (libvirt:
 *   `startupPolicy='optional'`, which libvirt has for USB only)
 *
 * Switches of one assignment; a backend says in its features which ones it has.
 */
typedef enum
{
  BERTH_OPTION_PERMISSIVE = 1 << 0,
  BERTH_OPTION_NO_STRICT_RESET = 1 << 1,
  BERTH_OPTION_MANAGED = 1 << 2,
  BERTH_OPTION_HIDE_ROM = 1 << 3,
  BERTH_OPTION_OPTIONAL = 1 << 4,
} BerthOption;

/**
 * BerthAssignment:
 * @address: where the device is expected
 * @bundle: the bundle it belongs to; functions with the same one share a guest slot
 * @identity: which device was meant; `known` is 0 when not pinned
 * @role: given or companion
 * @form: how the configuration says it
 * @options: #BerthOption
 * @others: (nullable): what else the configuration says about it, as another tool set it and as
 *   Berth keeps it: "boot order 1, ROM file /x.rom"; foreign text
 *
 * One device in the configuration (or in the running state) of one VM. A plain value.
 */
typedef struct
{
  BerthAddress address;
  BerthAddress bundle;
  BerthIdentity identity;
  BerthAssignmentRole role;
  BerthAssignmentForm form;
  guint options;
  char *others;
} BerthAssignment;

BerthAssignment *berth_assignment_new (const BerthAddress *address);
BerthAssignment *berth_assignment_copy (const BerthAssignment *self);
void berth_assignment_free (BerthAssignment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthAssignment, berth_assignment_free)

gboolean berth_assignment_equal (const BerthAssignment *a, const BerthAssignment *b);
gboolean berth_assignment_is_gain (const BerthAssignment *before, const BerthAssignment *after);
gboolean
berth_assignment_gives_more (const BerthAssignment *before, const BerthAssignment *after);
gboolean berth_assignment_is_editable (const BerthAssignment *self);

const char *berth_option_get_words (BerthOption option);
gboolean berth_option_fits (BerthOption option, BerthBus bus_kind);

GPtrArray *berth_assignment_list_new (void);
GPtrArray *berth_assignment_list_copy (GPtrArray *list);
BerthAssignment *berth_assignment_list_lookup (GPtrArray *list, const BerthAddress *address);
GHashTable *berth_assignment_list_index (GPtrArray *list);

G_END_DECLS
