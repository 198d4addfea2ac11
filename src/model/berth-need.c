/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-need.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-text.h"

/* Where a mounted file system is the system itself, or what people keep in this computer. What is
 * mounted elsewhere (/media, /mnt, /srv) is in use, but the computer goes on without it. */
static const char *const system_mounts[] = {
  "/",    "/boot", "/efi",  "/etc",     "/gnu/store", "/home", "/nix",
  "/opt", "/root", "/tmp",  "/sysroot", "/usr",       "/var",
};

/* Below these, other file systems are parts of the system too: /boot/efi, /var/lib. */
static const char *const system_folders[] = {
  "/boot/", "/etc/", "/nix/", "/opt/", "/usr/", "/var/",
};

static gboolean
is_system_mount (const char *purpose)
{
  if (purpose == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (system_mounts); i++)
    {
      if (g_str_equal (purpose, system_mounts[i]))
        return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (system_folders); i++)
    {
      if (g_str_has_prefix (purpose, system_folders[i]))
        return TRUE;
    }

  /* The home of one person, on a disk of its own. */
  return g_str_has_prefix (purpose, "/home/") && strchr (purpose + strlen ("/home/"), '/') == NULL;
}

/* What an input device is for a person: the old ports and the new ones do the same. */
typedef enum
{
  INPUT_KEYBOARD,
  INPUT_MOUSE,
  INPUT_TYPES,
} Input;

static Input
input_of (const BerthUse *use)
{
  if (g_strcmp0 (use->purpose, BERTH_PURPOSE_MOUSE) == 0
      || g_strcmp0 (use->purpose, BERTH_PURPOSE_PS2_MOUSE) == 0)
    return INPUT_MOUSE;
  return g_strcmp0 (use->purpose, BERTH_PURPOSE_TYPES) == 0 ? INPUT_TYPES : INPUT_KEYBOARD;
}

/* Boards have a PS/2 port, or the firmware says so, with nothing plugged in. Only in a laptop
 * is it known that a keyboard hangs on it. */
static gboolean
is_on_paper (const BerthFacts *facts, const BerthUse *use)
{
  return facts->chassis != BERTH_CHASSIS_PORTABLE
         && (g_strcmp0 (use->purpose, BERTH_PURPOSE_PS2_KEYBOARD) == 0
             || g_strcmp0 (use->purpose, BERTH_PURPOSE_PS2_MOUSE) == 0);
}

/* Adds to @gone all that leaves the computer when @address does: @bundle as far as it is wished
 * for, and what the kernel does not keep apart from it. */
static void
add_gone (GHashTable *gone, const BerthSituation *situation, const BerthAddress *address)
{
  const BerthBundle *bundle = berth_inventory_lookup_bundle (situation->inventory, address);

  g_hash_table_add (gone, (gpointer) address);
  for (guint i = 0; bundle != NULL && i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (berth_situation_takes (situation, bundle, function))
        g_hash_table_add (gone, (gpointer) &function->address);
    }
  for (guint i = 0; bundle != NULL && i < bundle->companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (bundle->companions, i);

      if (berth_situation_takes (situation, bundle, companion))
        g_hash_table_add (gone, (gpointer) &companion->address);
    }
}

/* Returns: (element-type BerthAddress): what the computer would not have any more if the VM got
 * @device besides all else that it shall have */
static GHashTable *
list_gone (const BerthSituation *situation, const BerthDevice *device)
{
  GHashTable *gone = g_hash_table_new (berth_address_hash, berth_address_equal_pointers);
  GPtrArray *wanted = berth_situation_get_wanted (situation);

  add_gone (gone, situation, &device->address);
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    add_gone (gone, situation, &((BerthAssignment *) g_ptr_array_index (wanted, i))->address);
  return gone;
}

/* Whether another VM takes what is at @address as soon as this computer starts: a keyboard that is
 * there until then is no other keyboard. */
static gboolean
is_taken_at_start (const BerthSituation *situation, const BerthAddress *address)
{
  GArray *claims = situation->roster != NULL
                       ? berth_roster_lookup (situation->roster, address)
                       : NULL;

  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthVm *vm = g_array_index (claims, BerthClaim, i).vm;

      if (vm->autostart && (situation->vm == NULL || !berth_vm_is_same (vm, situation->vm)))
        return TRUE;
    }
  return FALSE;
}

/* An input device is gone with the controller that it hangs on. */
static gboolean
is_gone (GHashTable *gone, const BerthSituation *situation, const BerthAddress *address)
{
  const BerthDevice *device = berth_inventory_lookup (situation->inventory, address);

  if (g_hash_table_contains (gone, address) || is_taken_at_start (situation, address))
    return TRUE;
  return device != NULL && device->usb != NULL && device->usb->has_controller
         && (g_hash_table_contains (gone, &device->usb->controller)
             || is_taken_at_start (situation, &device->usb->controller));
}

/* Whether a person could go on typing or pointing: something else of the same kind stays. */
static gboolean
has_other_input (const BerthSituation *situation, const BerthDevice *device, const BerthUse *lost)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);
  g_autoptr (GHashTable) gone = list_gone (situation, device);

  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      if (use->kind == BERTH_USE_INPUT && input_of (use) == input_of (lost)
          && !is_on_paper (facts, use) && !is_gone (gone, situation, &use->address))
        return TRUE;
    }
  return FALSE;
}

static BerthNeedAnswer
judge_disk (const BerthUse *use)
{
  return is_system_mount (use->purpose) || g_strcmp0 (use->purpose, BERTH_PURPOSE_BOOT) == 0
             ? BERTH_NEED_NEEDED
             : BERTH_NEED_IN_USE;
}

static BerthNeedAnswer
judge_input (const BerthSituation *situation, const BerthDevice *device, const BerthUse *use)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);

  if (is_on_paper (facts, use) || input_of (use) == INPUT_TYPES
      || has_other_input (situation, device, use))
    return BERTH_NEED_IN_USE;
  return BERTH_NEED_NEEDED;
}

static BerthNeedAnswer
judge_use (const BerthSituation *situation, const BerthDevice *device, const BerthUse *use)
{
  switch (use->kind)
    {
    case BERTH_USE_DISK:
      return judge_disk (use);
    case BERTH_USE_REMOTE_DISK:
      return is_system_mount (use->purpose) ? BERTH_NEED_NEEDED : BERTH_NEED_IN_USE;
    case BERTH_USE_DISPLAY:
      return g_strcmp0 (use->purpose, BERTH_PURPOSE_DARK_CONSOLE) == 0 ? BERTH_NEED_IN_USE
                                                                       : BERTH_NEED_NEEDED;
    case BERTH_USE_INPUT:
      return judge_input (situation, device, use);
    case BERTH_USE_SWAP:
    case BERTH_USE_NETWORK:
    case BERTH_USE_LOGIN:
    case BERTH_USE_TPM:
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

/* Needed for what it is: nothing has to be mounted on the bridge to everything else. */
static gboolean
is_part_of_computer (const BerthDevice *device)
{
  return berth_device_is_bridge (device) || device->device_class == BERTH_DEVICE_HOST_FUNCTION;
}

/**
 * berth_need_judge:
 * @device: of the situation's inventory
 *
 * Whether the computer needs @device, by what it is, what the computer was seen to do with it and
 * with the USB devices behind it. What the situation's VM shall have besides is gone too.
 */
BerthNeed
berth_need_judge (const BerthSituation *situation, const BerthDevice *device)
{
  BerthInventory *inventory = situation->inventory;
  const BerthFacts *facts = berth_inventory_get_facts (inventory);
  GPtrArray *uses = berth_inventory_lookup_uses (inventory, &device->address);
  BerthNeed need = { .answer = BERTH_NEED_FREE, .device_class = device->device_class };

  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (uses, i);
      BerthNeedAnswer answer = judge_use (situation, device, use);

      if (answer <= need.answer)
        continue;
      need.answer = answer;
      need.use = use;
    }

  if (need.answer == BERTH_NEED_NEEDED)
    return need;
  if (is_part_of_computer (device))
    {
      need.answer = BERTH_NEED_NEEDED;
      need.use = NULL;
    }
  else if ((facts->gaps & gaps_that_matter (device->device_class)) != 0)
    {
      need.answer = BERTH_NEED_CANNOT_TELL;
      need.use = NULL;
    }
  return need;
}

static gboolean
has_purpose (const BerthNeed *self, const char *purpose)
{
  return g_strcmp0 (self->use->purpose, purpose) == 0;
}

/* Without a use to tell of. */
static char *
dup_plain_sentence (const BerthNeed *self)
{
  if (self->answer == BERTH_NEED_CANNOT_TELL)
    return g_strdup (_ ("Berth cannot tell whether this computer needs it."));
  return g_strdup (self->device_class == BERTH_DEVICE_BRIDGE
                       ? _ ("Other devices are behind it, and this computer reaches them through "
                            "it.")
                       : _ ("It is a part of this computer itself."));
}

static char *
dup_disk_sentence (const BerthNeed *self, const char *subject, const char *purpose)
{
  if (has_purpose (self, BERTH_PURPOSE_BOOT))
    return g_strdup_printf (_ ("This computer starts from it. It was started from the disk %s."),
                            subject);
  if (has_purpose (self, BERTH_PURPOSE_BOOT_PARTITION))
    return g_strdup_printf (_ ("A computer can start from it, perhaps this one. There is a boot "
                               "partition on the disk %s."),
                            subject);
  if (has_purpose (self, BERTH_PURPOSE_HELD))
    return g_strdup_printf (_ ("This computer keeps it open. The disk %s is a part of a larger "
                               "one, or it is locked and in use."),
                            subject);
  if (self->use->purpose == NULL)
    return g_strdup_printf (_ ("This computer uses it now. Something holds the disk %s."), subject);
  if (has_purpose (self, "/"))
    return g_strdup_printf (_ ("This computer runs from it. The system is on the disk %s."),
                            subject);
  if (g_str_has_prefix (self->use->purpose, "/boot") || has_purpose (self, "/efi"))
    return g_strdup_printf (_ ("This computer starts from it. The folder %s is on the disk %s."),
                            purpose, subject);
  if (g_str_has_prefix (self->use->purpose, "/home"))
    return g_strdup_printf (_ ("Your files are on it. The folder %s is on the disk %s."), purpose,
                            subject);
  if (self->answer == BERTH_NEED_NEEDED)
    return g_strdup_printf (_ ("This computer runs from it. The folder %s is on the disk %s."),
                            purpose, subject);
  return g_strdup_printf (_ ("This computer uses it now. The folder %s is on the disk %s."),
                          purpose, subject);
}

static char *
dup_remote_disk_sentence (const BerthNeed *self, const char *subject, const char *purpose)
{
  if (self->use->purpose == NULL)
    return g_strdup_printf (_ ("This computer reaches a disk over it. That disk is at the other "
                               "end of %s."),
                            subject);
  if (self->answer == BERTH_NEED_NEEDED)
    return g_strdup_printf (_ ("This computer runs over it. The folder %s comes from another "
                               "computer over %s."),
                            purpose, subject);
  /* Translators: first a folder or the name of a disk, then of a network interface */
  return g_strdup_printf (_ ("This computer reaches a disk over it. That is %s, over %s."), purpose,
                          subject);
}

static char *
dup_display_sentence (const BerthNeed *self, const char *subject)
{
  if (has_purpose (self, BERTH_PURPOSE_DARK_CONSOLE))
    return g_strdup_printf (_ ("The text console of this computer is on it, but no screen is "
                               "connected to it (%s)."),
                            subject);
  if (has_purpose (self, BERTH_PURPOSE_CONSOLE))
    return g_strdup_printf (_ ("This computer shows its screen with it. The text console is on it "
                               "(%s)."),
                            subject);
  return g_strdup_printf (_ ("This computer shows its screen with it. The screen is connected to "
                             "%s."),
                          subject);
}

static char *
dup_input_sentence (const BerthNeed *self, const char *subject)
{
  gboolean is_needed = self->answer == BERTH_NEED_NEEDED;

  switch (input_of (self->use))
    {
    case INPUT_TYPES:
      return g_strdup_printf (_ ("Something that types into this computer is on it, such as a "
                                 "security key (%s)."),
                              subject);
    case INPUT_MOUSE:
      return is_needed
                 ? g_strdup_printf (_ ("No mouse would be left at this computer. The last one is "
                                        "on it (%s)."),
                                    subject)
                 : g_strdup_printf (_ ("A mouse of this computer is on it (%s)."), subject);
    case INPUT_KEYBOARD:
    default:
      return is_needed
                 ? g_strdup_printf (_ ("No keyboard would be left at this computer. The last one "
                                        "is on it (%s)."),
                                    subject)
                 : g_strdup_printf (_ ("A keyboard of this computer is on it (%s)."),
                                    subject);
    }
}

static char *
dup_network_sentence (const BerthNeed *self, const char *subject)
{
  if (has_purpose (self, BERTH_PURPOSE_TUNNEL))
    return g_strdup_printf (_ ("This computer reaches the network over it. Its VPN goes through "
                               "%s."),
                            subject);
  return g_strdup_printf (_ ("This computer reaches the network over it. The connection is %s."),
                          subject);
}

/**
 * berth_need_dup_sentence:
 *
 * Returns: (transfer full) (nullable): one translated line: first what it means for the computer,
 *   then the evidence; %NULL when the device is free
 */
char *
berth_need_dup_sentence (const BerthNeed *self)
{
  g_autofree char *subject = NULL;
  g_autofree char *purpose = NULL;

  if (self->answer == BERTH_NEED_FREE)
    return NULL;
  if (self->use == NULL)
    return dup_plain_sentence (self);

  subject = berth_text_dup_name (self->use->subject);
  purpose = berth_text_dup_name (self->use->purpose);
  switch (self->use->kind)
    {
    case BERTH_USE_DISK:
      return dup_disk_sentence (self, subject, purpose);
    case BERTH_USE_REMOTE_DISK:
      return dup_remote_disk_sentence (self, subject, purpose);
    case BERTH_USE_SWAP:
      return g_strdup_printf (_ ("This computer runs from it. A part of its memory is on the disk "
                                 "%s (swap)."),
                              subject);
    case BERTH_USE_NETWORK:
      return dup_network_sentence (self, subject);
    case BERTH_USE_LOGIN:
      /* Translators: first an address or a name of another computer, then a network interface */
      return g_strdup_printf (_ ("You are logged in over it from %s. The connection is %s."),
                              purpose, subject);
    case BERTH_USE_INPUT:
      return dup_input_sentence (self, subject);
    case BERTH_USE_TPM:
      return g_strdup_printf (_ ("The keys of this computer’s disks may be in it. It is its "
                                 "security chip (%s)."),
                              subject);
    case BERTH_USE_DISPLAY:
    default:
      return dup_display_sentence (self, subject);
    }
}
