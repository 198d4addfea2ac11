/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "plan/berth-host-caution.h"
#include "rules/berth-ruleset.h"
#include "session/berth-host-actions.h"

/* What these rules say of giving a device to a VM is as true of taking it from the host. The others
 * speak of VMs. */
static const char *const host_rules[]
    = { "bridge", "host-function", "host-need", "physical-function", NULL };

static gboolean
takes_from_host (const BerthHostAction *action)
{
  return action->kind == BERTH_HOST_ACTION_BIND || action->kind == BERTH_HOST_ACTION_BOOT_ADD;
}

/* One function is bound and not its bundle: what is said of the others does not count. The root
 * helper refuses the same, so nobody can force it. */
static void
add_rules (BerthComputer *self, const BerthHostAction *action, GPtrArray *findings)
{
  BerthInventory *inventory = berth_computer_get_inventory (self);
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &action->address);
  g_autoptr (GPtrArray) wanted = berth_assignment_list_new ();
  BerthSituation situation = {
    .inventory = inventory,
    .roster = berth_computer_get_roster (self),
    .wanted = wanted,
  };
  g_autoptr (GPtrArray) said = NULL;

  g_ptr_array_add (wanted, berth_assignment_new (&action->address));
  said = berth_ruleset_check (&situation, bundle);
  for (guint i = 0; i < said->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (said, i);
      BerthFinding *own;

      if (!g_strv_contains (host_rules, finding->id) || !finding->has_address
          || !berth_address_equal (&finding->address, &action->address))
        continue;
      own = berth_finding_copy (finding);
      own->can_force = FALSE;
      own->stops_start = FALSE;
      g_ptr_array_add (findings, own);
    }
}

static void
add_gone (const BerthHostAction *action, gboolean is_another, GPtrArray *findings)
{
  BerthFinding *finding
      = berth_finding_new (BERTH_FINDING_DEVICE_GONE, BERTH_SEVERITY_REFUSED, &action->address);
  g_autofree char *address = berth_address_dup_string (&action->address);

  finding->words = is_another ? g_strdup (_ ("another device")) : g_strdup (_ ("not there"));
  finding->what = is_another ? g_strdup_printf (_ ("Another device sits at %s now."), address)
                             : g_strdup_printf (_ ("There is no PCI device at %s."), address);
  finding->why = g_strdup (_ ("What is done is done to a device and not to an address."));
  finding->remedy = g_strdup (_ ("Look at the list of devices again."));
  g_ptr_array_add (findings, finding);
}

static gboolean
is_about_device (const BerthHostAction *action)
{
  return action->kind != BERTH_HOST_ACTION_BOOT_REMOVE
         && action->kind != BERTH_HOST_ACTION_BOOT_CONFIRM;
}

static int
compare_severities (gconstpointer a, gconstpointer b)
{
  const BerthFinding *const *left = a;
  const BerthFinding *const *right = b;

  return (int) (*right)->severity - (int) (*left)->severity;
}

/**
 * berth_computer_check_action:
 *
 * Returns: (transfer full) (element-type BerthFinding): what is to be said before @action, the
 *   worst first: what refuses it, and what the user is asked about. Empty as long as the devices
 *   were not read
 */
GPtrArray *
berth_computer_check_action (BerthComputer *self, const BerthHostAction *action)
{
  BerthInventory *inventory = berth_computer_get_inventory (self);
  GPtrArray *findings = berth_finding_list_new ();
  const BerthDevice *device;
  BerthPciIdentity present;

  if (inventory == NULL)
    return findings;

  device = berth_inventory_lookup (inventory, &action->address);
  if (is_about_device (action))
    {
      if (device == NULL || device->pci == NULL)
        {
          add_gone (action, FALSE, findings);
          return findings;
        }
      present = berth_pci_identity_of (device->pci);
      if (!berth_pci_identity_equal (&present, &action->identity))
        {
          add_gone (action, TRUE, findings);
          return findings;
        }
    }

  if (takes_from_host (action))
    add_rules (self, action, findings);
  berth_host_caution_check (action, inventory, berth_computer_get_roster (self), findings);
  g_ptr_array_sort (findings, compare_severities);
  return findings;
}
