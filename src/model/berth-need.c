/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-need.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

/* Where a mounted file system is the system itself. What is mounted elsewhere (/media, /mnt, /srv)
 * is in use, but the computer goes on without it. */
static const char *const system_mounts[] = {
  "/",
  "/boot",
  "/boot/efi",
  "/efi",
  "/etc",
  "/home",
  "/opt",
  "/root",
  "/usr",
  "/var",
  "/nix",
};

static gboolean
is_system_mount (const char *purpose)
{
  for (gsize i = 0; i < G_N_ELEMENTS (system_mounts); i++)
    {
      if (g_strcmp0 (purpose, system_mounts[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The PCI function that an input device hangs on, itself if it is one. */
static const BerthAddress *
controller_of (BerthInventory *inventory, const BerthAddress *address)
{
  const BerthDevice *device = berth_inventory_lookup (inventory, address);

  if (device != NULL && device->usb != NULL && device->usb->has_controller)
    return &device->usb->controller;
  return address;
}

/* Whether a person could go on typing or pointing without @device: another input of the same
 * purpose sits on another controller. Taking a controller takes all that hangs on it. */
static gboolean
has_other_input (BerthInventory *inventory, const BerthDevice *device, const BerthUse *lost)
{
  GPtrArray *uses = berth_inventory_get_facts (inventory)->uses;

  for (guint i = 0; i < uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (uses, i);
      const BerthAddress *controller = controller_of (inventory, &use->address);

      if (use->kind == BERTH_USE_INPUT && g_strcmp0 (use->purpose, lost->purpose) == 0
          && !berth_address_equal (&use->address, &device->address)
          && !berth_address_equal (controller, &device->address))
        return TRUE;
    }
  return FALSE;
}

static BerthNeedAnswer
judge_use (BerthInventory *inventory, const BerthDevice *device, const BerthUse *use)
{
  switch (use->kind)
    {
    case BERTH_USE_DISK:
      return is_system_mount (use->purpose) ? BERTH_NEED_NEEDED : BERTH_NEED_IN_USE;
    case BERTH_USE_INPUT:
      return has_other_input (inventory, device, use) ? BERTH_NEED_IN_USE : BERTH_NEED_NEEDED;
    case BERTH_USE_SWAP:
    case BERTH_USE_NETWORK:
    case BERTH_USE_DISPLAY:
    default:
      return BERTH_NEED_NEEDED;
    }
}

/* Which gaps leave it open whether the computer needs a device of this class. A card that nobody
 * can name may be anything. */
static guint
gaps_that_matter (BerthDeviceClass device_class)
{
  switch (device_class)
    {
    case BERTH_DEVICE_STORAGE:
      return BERTH_GAP_USES_DISK;
    case BERTH_DEVICE_NETWORK:
      return BERTH_GAP_USES_NETWORK;
    case BERTH_DEVICE_GRAPHICS:
      return BERTH_GAP_USES_DISPLAY;
    case BERTH_DEVICE_INPUT:
    case BERTH_DEVICE_BLUETOOTH:
      return BERTH_GAP_USES_INPUT;
    case BERTH_DEVICE_SOUND:
    case BERTH_DEVICE_CAMERA:
    case BERTH_DEVICE_PRINTER:
      return 0;
    case BERTH_DEVICE_USB_CONTROLLER:
    case BERTH_DEVICE_OTHER:
    case BERTH_DEVICE_HOST_FUNCTION:
    case BERTH_DEVICE_BRIDGE:
    default:
      return BERTH_GAP_USES;
    }
}

/**
 * berth_need_judge:
 * @device: of the situation's inventory
 *
 * Whether the computer needs @device, by what it was seen to do with it and with the USB devices
 * behind it. What the situation's VM shall have besides is gone too.
 */
BerthNeed
berth_need_judge (const BerthSituation *situation, const BerthDevice *device)
{
  BerthInventory *inventory = situation->inventory;
  const BerthFacts *facts = berth_inventory_get_facts (inventory);
  GPtrArray *uses = berth_inventory_lookup_uses (inventory, &device->address);
  BerthNeed need = { .answer = BERTH_NEED_FREE };

  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (uses, i);
      BerthNeedAnswer answer = judge_use (inventory, device, use);

      if (answer > need.answer)
        need = (BerthNeed){ .answer = answer, .use = use };
    }

  if (need.answer != BERTH_NEED_NEEDED
      && (facts->gaps & gaps_that_matter (device->device_class)) != 0)
    need = (BerthNeed){ .answer = BERTH_NEED_CANNOT_TELL };
  return need;
}

static char *
dup_disk_sentence (const BerthNeed *self, const char *subject, const char *purpose)
{
  if (self->use->purpose == NULL)
    return g_strdup_printf (_ ("This computer uses its disk %s."), subject);
  if (g_strcmp0 (self->use->purpose, "/") == 0)
    return g_strdup_printf (_ ("This computer runs from it: the system is on its disk %s."),
                            subject);
  if (g_str_has_prefix (self->use->purpose, "/boot") || g_str_equal (self->use->purpose, "/efi"))
    return g_strdup_printf (_ ("This computer starts from it: %s is on its disk %s."), purpose,
                            subject);
  return g_strdup_printf (_ ("This computer uses it: %s is on its disk %s."), purpose, subject);
}

static char *
dup_input_sentence (const BerthNeed *self, const char *subject, const char *purpose)
{
  if (self->answer == BERTH_NEED_NEEDED)
    /* Translators: the last keyboard or mouse; first its kind, then its name */
    return g_strdup_printf (_ ("The only %s of this computer is on it: %s."), purpose, subject);
  /* Translators: first "keyboard" or "mouse", then its name */
  return g_strdup_printf (_ ("A %s of this computer is on it: %s."), purpose, subject);
}

/**
 * berth_need_dup_sentence:
 *
 * Returns: (transfer full) (nullable): the evidence as one translated line; %NULL when the device
 *   is free
 */
char *
berth_need_dup_sentence (const BerthNeed *self)
{
  g_autofree char *subject = NULL;
  g_autofree char *purpose = NULL;

  if (self->answer == BERTH_NEED_FREE)
    return NULL;
  if (self->use == NULL)
    return g_strdup (_ ("Berth cannot tell whether this computer needs it."));

  subject = berth_text_dup_name (self->use->subject);
  purpose = berth_text_dup_name (self->use->purpose);
  switch (self->use->kind)
    {
    case BERTH_USE_DISK:
      return dup_disk_sentence (self, subject, purpose);
    case BERTH_USE_SWAP:
      return g_strdup_printf (_ ("This computer swaps memory to its disk %s."), subject);
    case BERTH_USE_NETWORK:
      return g_strdup_printf (_ ("This computer reaches the network over it (%s)."), subject);
    case BERTH_USE_INPUT:
      return dup_input_sentence (self, subject, purpose);
    case BERTH_USE_DISPLAY:
    default:
      return g_strdup_printf (_ ("This computer shows its screen with it (%s)."), subject);
    }
}
