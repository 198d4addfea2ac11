/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-boot-entry.h"

#include <glib/gi18n-lib.h>

#include "model/berth-boot-words.h"
#include "plan/berth-host-plan.h"

/* @device: nullable: what sits at @address now. */
static gboolean
is_about (const BerthBootEntry *self, const BerthAddress *address, const BerthDevice *device)
{
  const BerthForeignBinding *foreign = self->foreign;

  if (self->own != NULL)
    return berth_address_equal (&self->own->address, address);
  if (foreign->has_address)
    return berth_address_equal (&foreign->address, address);
  return device != NULL && device->pci != NULL && foreign->vendor == device->pci->vendor
         && foreign->device == device->pci->device;
}

/**
 * berth_boot_entry_list:
 * @address: (nullable): of whom; %NULL: all
 *
 * Returns: (transfer full) (element-type BerthBootEntry): what is bound at every boot: Berth's own
 *   first; valid as long as @inventory
 */
GArray *
berth_boot_entry_list (BerthInventory *inventory, const BerthAddress *address)
{
  BerthFacts *facts = berth_inventory_get_facts (inventory);
  const BerthDevice *device = address != NULL ? berth_inventory_lookup (inventory, address) : NULL;
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (BerthBootEntry));

  for (guint i = 0; i < facts->boot_bindings->len; i++)
    {
      BerthBootEntry entry = { .own = g_ptr_array_index (facts->boot_bindings, i) };

      if (address == NULL || is_about (&entry, address, device))
        g_array_append_val (entries, entry);
    }
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      BerthBootEntry entry = { .foreign = g_ptr_array_index (facts->foreign_bindings, i) };

      if (address == NULL || is_about (&entry, address, device))
        g_array_append_val (entries, entry);
    }
  return entries;
}

/**
 * berth_boot_entry_get_address:
 *
 * Returns: (transfer none) (nullable): of which function; %NULL: of every device of one kind
 */
const BerthAddress *
berth_boot_entry_get_address (const BerthBootEntry *self)
{
  if (self->own != NULL)
    return &self->own->address;
  return self->foreign->has_address ? &self->foreign->address : NULL;
}

/**
 * berth_boot_entry_get_by:
 *
 * Returns: a stable word for who does it
 */
const char *
berth_boot_entry_get_by (const BerthBootEntry *self)
{
  if (self->own != NULL)
    return "berth";

  switch (self->foreign->kind)
    {
    case BERTH_FOREIGN_BINDING_DRIVERCTL:
      return "driverctl";
    case BERTH_FOREIGN_BINDING_VFIO_IDS:
      return "vfio-ids";
    case BERTH_FOREIGN_BINDING_MODPROBE_IDS:
      return "modprobe-ids";
    case BERTH_FOREIGN_BINDING_PCIBACK_HIDE:
    default:
      return "pciback-hide";
    }
}

/**
 * berth_boot_entry_get_by_words:
 *
 * Returns: the same for people
 */
const char *
berth_boot_entry_get_by_words (const BerthBootEntry *self)
{
  if (self->own != NULL)
    return _ ("Berth");

  switch (self->foreign->kind)
    {
    case BERTH_FOREIGN_BINDING_DRIVERCTL:
      return "driverctl";
    case BERTH_FOREIGN_BINDING_MODPROBE_IDS:
      return "modprobe.d";
    case BERTH_FOREIGN_BINDING_VFIO_IDS:
    case BERTH_FOREIGN_BINDING_PCIBACK_HIDE:
    default:
      return _ ("kernel command line");
    }
}

/**
 * berth_boot_entry_get_driver:
 *
 * Returns: (nullable): to which driver; foreign text
 */
const char *
berth_boot_entry_get_driver (const BerthBootEntry *self)
{
  return self->own != NULL ? berth_bind_target_get_driver (self->own->target)
                           : self->foreign->driver;
}

/**
 * berth_boot_entry_get_trial:
 *
 * Returns: (nullable): a stable word for how far it is trusted; %NULL: that is not Berth's affair
 */
const char *
berth_boot_entry_get_trial (const BerthBootEntry *self)
{
  if (self->own == NULL)
    return NULL;

  switch (self->own->trial)
    {
    case BERTH_BOOT_TRIAL_NEW:
      return "new";
    case BERTH_BOOT_TRIAL_CONFIRMED:
      return "confirmed";
    case BERTH_BOOT_TRIAL_TRIED:
    default:
      return "tried";
    }
}

/**
 * berth_boot_entry_get_trial_words:
 *
 * Returns: (nullable): the same for people
 */
const char *
berth_boot_entry_get_trial_words (const BerthBootEntry *self)
{
  if (self->own == NULL)
    return NULL;

  switch (self->own->trial)
    {
    case BERTH_BOOT_TRIAL_NEW:
      return _ ("trial at the next boot");
    case BERTH_BOOT_TRIAL_CONFIRMED:
      return _ ("confirmed");
    case BERTH_BOOT_TRIAL_TRIED:
    default:
      return _ ("tried, not confirmed");
    }
}

/* What became of a binding at this boot: a word for programs, and words for people. */
static const struct
{
  const char *nick;
  const char *words;
} outcomes[] = {
  [BERTH_BOOT_OUTCOME_NONE] = { "none", NULL },
  [BERTH_BOOT_OUTCOME_BOUND] = { "bound", N_ ("bound") },
  [BERTH_BOOT_OUTCOME_NOT_CONFIRMED] = { "not-confirmed", N_ ("left alone, not confirmed") },
  [BERTH_BOOT_OUTCOME_HELD_BY_HOST] = { "held-by-host", N_ ("left alone, the host has it") },
  [BERTH_BOOT_OUTCOME_CHANGED] = { "changed", N_ ("left alone, another device") },
  [BERTH_BOOT_OUTCOME_MISSING] = { "missing", N_ ("not there") },
  [BERTH_BOOT_OUTCOME_FAILED] = { "failed", N_ ("failed") },
};

static guint
get_outcome (const BerthBootEntry *self)
{
  guint outcome = (guint) self->own->outcome;

  return outcome < G_N_ELEMENTS (outcomes) ? outcome : BERTH_BOOT_OUTCOME_NONE;
}

/**
 * berth_boot_entry_get_outcome:
 *
 * Returns: (nullable): a stable word for what became of it at this boot; %NULL: only those know
 *   who do it
 */
const char *
berth_boot_entry_get_outcome (const BerthBootEntry *self)
{
  return self->own != NULL ? outcomes[get_outcome (self)].nick : NULL;
}

/**
 * berth_boot_entry_get_outcome_words:
 * @facts: of the computer
 *
 * Returns: (nullable): the same for people; %NULL also where nothing was done
 */
const char *
berth_boot_entry_get_outcome_words (const BerthBootEntry *self, const BerthFacts *facts)
{
  const char *words;

  if (self->own == NULL)
    return NULL;
  if (facts->boot_switched_off)
    return _ ("switched off");
  words = outcomes[get_outcome (self)].words;
  return words != NULL ? _ (words) : NULL;
}

/**
 * berth_boot_entry_dup_line:
 * @facts: of the computer
 *
 * Returns: (transfer full): how it stands, as one sentence
 */
char *
berth_boot_entry_dup_line (const BerthBootEntry *self, const BerthFacts *facts)
{
  return self->own != NULL ? berth_host_plan_dup_boot_line (self->own, facts)
                           : berth_host_plan_dup_foreign_line (self->foreign);
}

/**
 * berth_boot_entry_dup_kernel_text:
 *
 * Returns: (transfer full) (nullable): what to add to the kernel command line, where Berth comes
 *   too late; %NULL: it does not
 */
char *
berth_boot_entry_dup_kernel_text (const BerthBootEntry *self)
{
  if (self->own == NULL || self->own->outcome != BERTH_BOOT_OUTCOME_HELD_BY_HOST)
    return NULL;
  return berth_boot_words_dup_kernel_text (self->own);
}

/**
 * berth_boot_entry_lookup_device:
 *
 * Returns: (transfer none) (nullable): what sits at its address now, whichever device that is
 */
const BerthDevice *
berth_boot_entry_lookup_device (const BerthBootEntry *self, BerthInventory *inventory)
{
  const BerthAddress *address = berth_boot_entry_get_address (self);

  return address != NULL ? berth_inventory_lookup (inventory, address) : NULL;
}
