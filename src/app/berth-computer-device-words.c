/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pane below the table says of one device, as whole sentences and lists. */

#include "app/berth-computer-device-words.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

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
