/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-vm-device.h"

#include <glib/gi18n-lib.h>

static void
add_device (GArray *list,
            const BerthAssignment *assignment,
            BerthInventory *inventory,
            gboolean is_configured,
            gboolean is_live)
{
  const BerthBundle *bundle = NULL;
  BerthVmDevice entry = {
    .assignment = assignment,
    .bundle = assignment->address,
    .is_configured = is_configured,
    .is_live = is_live,
    .has_verdict = inventory != NULL,
  };

  if (entry.has_verdict)
    {
      entry.device = berth_inventory_lookup (inventory, &assignment->address);
      bundle = berth_inventory_lookup_bundle (inventory, &assignment->address);
      entry.verdict = berth_identity_judge (&assignment->identity,
                                            entry.device != NULL ? &entry.device->identity : NULL);
    }
  if (bundle != NULL)
    entry.bundle = bundle->address;
  g_array_append_val (list, entry);
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  const BerthVmDevice *left = a;
  const BerthVmDevice *right = b;

  return berth_address_compare (&left->assignment->address, &right->assignment->address);
}

/**
 * berth_vm_device_list:
 * @inventory: (nullable): the devices of its computer
 *
 * Returns: (transfer full) (element-type BerthVmDevice): everything @vm has, configured or live,
 *   each address once, sorted; valid as long as @vm and @inventory
 */
GArray *
berth_vm_device_list (const BerthVm *vm, BerthInventory *inventory)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (BerthVmDevice));

  for (guint i = 0; i < vm->configured->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (vm->configured, i);
      gboolean is_live = berth_assignment_list_lookup (vm->live, &assignment->address) != NULL;

      add_device (list, assignment, inventory, TRUE, is_live);
    }

  for (guint i = 0; i < vm->live->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (vm->live, i);

      if (berth_assignment_list_lookup (vm->configured, &assignment->address) == NULL)
        add_device (list, assignment, inventory, FALSE, TRUE);
    }

  g_array_sort (list, compare_devices);
  return list;
}

static const char *
get_verdict_words (const BerthVmDevice *self)
{
  if (!self->has_verdict)
    return NULL;

  switch (self->verdict)
    {
    case BERTH_IDENTITY_MISSING:
      return _ ("not in this computer");
    case BERTH_IDENTITY_CHANGED:
      return _ ("another device sits there");
    case BERTH_IDENTITY_NOT_PINNED:
      return _ ("not pinned");
    case BERTH_IDENTITY_SAME:
    default:
      return NULL;
    }
}

/* How the configuration says it, where it is not the plain way. */
static const char *
get_form_words (const BerthVmDevice *self)
{
  switch (self->assignment->form)
    {
    case BERTH_FORM_INTERFACE:
      return _ ("as network interface");
    case BERTH_FORM_DISK:
      return _ ("as disk");
    case BERTH_FORM_NETWORK:
      return _ ("from a network’s pool");
    case BERTH_FORM_OTHER:
      return _ ("with settings unknown to Berth");
    case BERTH_FORM_HOSTDEV:
    default:
      return NULL;
    }
}

/* What the running VM has to do with it. */
static const char *
get_runtime_words (const BerthVmDevice *self, const BerthVm *vm)
{
  if (!self->is_configured)
    return _ ("until restart");
  if (self->is_live)
    return _ ("in use");
  if (berth_vm_is_active (vm))
    return _ ("after restart");
  return NULL;
}

/**
 * berth_vm_device_dup_words:
 *
 * Returns: (transfer full): what is particular about it, in a few words; empty when nothing is
 */
char *
berth_vm_device_dup_words (const BerthVmDevice *self, const BerthVm *vm)
{
  guint options = self->assignment->options;
  gboolean is_companion = self->assignment->role == BERTH_ROLE_COMPANION;
  const char *words[] = {
    get_verdict_words (self),
    is_companion ? _ ("companion") : NULL,
    get_form_words (self),
    options & BERTH_OPTION_PERMISSIVE ? _ ("permissive") : NULL,
    options & BERTH_OPTION_NO_STRICT_RESET ? _ ("no strict reset") : NULL,
    options & BERTH_OPTION_HIDE_ROM ? _ ("ROM hidden") : NULL,
    /* Translators: the VM starts without it when it is not there. */
    options & BERTH_OPTION_OPTIONAL ? _ ("optional") : NULL,
    get_runtime_words (self, vm),
  };
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (words[i] == NULL)
        continue;
      if (line->len > 0)
        g_string_append (line, ", ");
      g_string_append (line, words[i]);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
