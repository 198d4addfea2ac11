/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pane below the table says of one device, as whole sentences and lists. */

#include "app/berth-computer-device-words.h"

#include <glib/gi18n-lib.h>

#include "app/berth-device-action.h"
#include "base/berth-text.h"
#include "plan/berth-host-plan.h"

/* The rules that speak of how a device is kept for VMs. */
#define BOOT_RULE "boot-binding"
#define FOREIGN_RULE "bound-elsewhere"
#define PERMISSIVE_RULE "still-permissive"

static char *
dup_holder_sentence (const BerthDeviceHolder *holder)
{
  g_autofree char *name = berth_text_dup_name (holder->vm->name);

  if (holder->is_live)
    /* Translators: %s is the name of a VM */
    return g_strdup_printf (_ ("“%s” is running and has it now."), name);
  /* Translators: %s is the name of a VM */
  return g_strdup_printf (_ ("It is assigned to “%s”, which gets it when it next starts."), name);
}

/**
 * berth_computer_device_words_dup_users:
 *
 * Returns: (transfer full): one sentence for each VM that has it; safe to show
 */
GStrv
berth_computer_device_words_dup_users (BerthComputerDevice *device)
{
  GArray *holders = berth_computer_device_get_holders (device);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < holders->len; i++)
    {
      g_autofree char *sentence
          = dup_holder_sentence (&g_array_index (holders, BerthDeviceHolder, i));

      g_strv_builder_add (builder, sentence);
    }
  return g_strv_builder_end (builder);
}

/* A rule that stands against giving it away has the same evidence in its first line. */
static gboolean
is_told (BerthComputerDevice *device, GPtrArray *sentences, const char *sentence)
{
  GPtrArray *findings = berth_computer_device_get_findings (device);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->what, sentence) == 0)
        return TRUE;
    }
  return g_ptr_array_find_with_equal_func (sentences, sentence, g_str_equal, NULL);
}

static void
add_sentence (BerthComputerDevice *device, GPtrArray *sentences, const BerthNeed *need)
{
  g_autofree char *sentence = berth_need_dup_sentence (need);

  if (sentence != NULL && !is_told (device, sentences, sentence))
    g_ptr_array_add (sentences, g_steal_pointer (&sentence));
}

/**
 * berth_computer_device_words_dup_uses:
 *
 * Returns: (transfer full): what this computer does with it, a sentence each, what decides first;
 *   without what a finding of it says already; safe to show
 */
GStrv
berth_computer_device_words_dup_uses (BerthComputerDevice *device)
{
  BerthNeed need = berth_computer_device_get_need (device);
  GPtrArray *uses = berth_inventory_lookup_uses (berth_computer_device_get_inventory (device),
                                                 berth_computer_device_get_address (device));
  GPtrArray *sentences = g_ptr_array_new ();

  /* What the device is, and not what is done with it, is said by a rule. */
  if (need.use != NULL || need.answer != BERTH_NEED_NEEDED)
    add_sentence (device, sentences, &need);
  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      BerthNeed other = { .answer = BERTH_NEED_IN_USE, .use = g_ptr_array_index (uses, i) };

      if (other.use != need.use)
        add_sentence (device, sentences, &other);
    }
  g_ptr_array_add (sentences, NULL);
  return (GStrv) g_ptr_array_free (sentences, FALSE);
}

/* A rule tells the same with what to do, as long as there is something to do. */
static gboolean
is_told_by_rule (BerthComputerDevice *device, const char *rule)
{
  GPtrArray *findings = berth_computer_device_get_findings (device);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->id, rule) && finding->has_address
          && berth_address_equal (&finding->address, berth_computer_device_get_address (device)))
        return TRUE;
    }
  return FALSE;
}

/* A VM that Berth knows has a sentence of its own. */
static void
add_xen_domain (GPtrArray *sentences, BerthComputerDevice *device)
{
  const BerthPciFacts *pci = berth_computer_device_get_device (device)->pci;
  GArray *holders = berth_computer_device_get_holders (device);
  gboolean is_live
      = holders->len > 0 && g_array_index (holders, BerthDeviceHolder, 0).is_live;

  if (pci->xen_domain > 0 && !is_live)
    g_ptr_array_add (sentences,
                     g_strdup_printf (_ ("The Xen domain %u has it now."), pci->xen_domain));
}

static gboolean
is_meant (const BerthForeignBinding *binding, const BerthPciFacts *pci)
{
  return binding->has_address
             ? berth_address_equal (&binding->address, &pci->address)
             : binding->vendor == pci->vendor && binding->device == pci->device;
}

static void
add_foreign (GPtrArray *sentences, const BerthFacts *facts, const BerthPciFacts *pci)
{
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *binding = g_ptr_array_index (facts->foreign_bindings, i);

      if (is_meant (binding, pci))
        g_ptr_array_add (sentences, berth_host_plan_dup_foreign_line (binding));
    }
}

/**
 * berth_computer_device_words_dup_bindings:
 *
 * Returns: (transfer full): how it is kept for VMs, now and at every boot, a sentence each: by
 *   Berth, by others; without what a finding of it says already; safe to show
 */
GStrv
berth_computer_device_words_dup_bindings (BerthComputerDevice *device)
{
  const BerthFacts *facts
      = berth_inventory_get_facts (berth_computer_device_get_inventory (device));
  const BerthPciFacts *pci = berth_computer_device_get_device (device)->pci;
  GPtrArray *sentences = g_ptr_array_new ();
  const BerthBootBinding *binding
      = pci != NULL ? berth_device_action_find_binding (facts, &pci->address) : NULL;

  if (pci != NULL)
    add_xen_domain (sentences, device);
  if (pci != NULL && pci->permissive == BERTH_TRUTH_YES
      && !is_told_by_rule (device, PERMISSIVE_RULE))
    g_ptr_array_add (sentences,
                     g_strdup (_ ("It is permissive until it leaves pciback: whoever has it may "
                                  "write all of its configuration space.")));
  if (binding != NULL && !is_told_by_rule (device, BOOT_RULE))
    g_ptr_array_add (sentences, berth_host_plan_dup_boot_line (binding, facts));
  if (pci != NULL && !is_told_by_rule (device, FOREIGN_RULE))
    add_foreign (sentences, facts, pci);
  g_ptr_array_add (sentences, NULL);
  return (GStrv) g_ptr_array_free (sentences, FALSE);
}

/**
 * berth_computer_device_words_list_usb:
 *
 * Returns: (transfer container) (element-type BerthDevice): of a USB device the controller that it
 *   hangs on, of a controller what hangs on it; of other devices none
 */
GPtrArray *
berth_computer_device_words_list_usb (BerthComputerDevice *device)
{
  BerthInventory *inventory = berth_computer_device_get_inventory (device);
  const BerthDevice *self = berth_computer_device_get_device (device);
  GPtrArray *all = berth_inventory_get_devices (inventory);
  GPtrArray *found = g_ptr_array_new ();

  if (self->usb != NULL)
    {
      BerthDevice *controller
          = self->usb->has_controller
                ? berth_inventory_lookup (inventory, &self->usb->controller)
                : NULL;

      if (controller != NULL)
        g_ptr_array_add (found, controller);
      return found;
    }
  for (guint i = 0; i < all->len; i++)
    {
      BerthDevice *other = g_ptr_array_index (all, i);

      if (other->usb != NULL && other->usb->has_controller
          && berth_address_equal (&other->usb->controller, &self->address))
        g_ptr_array_add (found, other);
    }
  return found;
}

/**
 * berth_computer_device_words_list_others:
 *
 * Returns: (transfer container) (element-type BerthDevice): the other functions of its bundle
 */
GPtrArray *
berth_computer_device_words_list_others (BerthComputerDevice *device)
{
  const BerthBundle *bundle = berth_computer_device_get_bundle (device);
  const BerthAddress *address = berth_computer_device_get_address (device);
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; bundle != NULL && i < bundle->functions->len; i++)
    {
      BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (!berth_address_equal (&function->address, address))
        g_ptr_array_add (others, function);
    }
  return others;
}
