/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-input.h"

#include <errno.h>
#include <linux/input.h>
#include <string.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/input"
#define BLUETOOTH_FOLDER "sys/class/bluetooth"
#define PS2_CONTROLLER "/i8042/"
#define BITS_PER_WORD (8 * sizeof (unsigned long))
#define MAX_WORDS 32

/* KEY_ESC to KEY_S: what has all of these types text. Power buttons and headsets have some. */
#define FIRST_LETTER_KEY KEY_ESC
#define LAST_LETTER_KEY KEY_S

#define ANY_PRODUCT (-1)

/* Things that call themselves keyboards and type a secret at the touch of a button: nobody can work
 * with them. The ids are those of their makers' own udev rules. */
static const struct
{
  guint32 vendor;
  gint64 product;
} security_keys[] = {
  { 0x1050, ANY_PRODUCT }, /* Yubico */
  { 0x1d50, 0x60fc },      /* OnlyKey */
  { 0x16d0, 0x09a0 },      /* Mooltipass Mini */
  { 0x1209, 0x4321 },      /* Mooltipass BLE */
};

/* A bitmap of the kernel: words in hexadecimal, the highest first. */
typedef struct
{
  unsigned long words[MAX_WORDS];
  guint n_words;
} Bits;

static void
read_bits (int folder, const char *name, Bits *bits)
{
  char text[BERTH_SYSFS_SIZE];
  g_auto (GStrv) words = NULL;

  bits->n_words = 0;
  if (berth_sysfs_read (folder, name, text, sizeof text) <= 0)
    return;

  words = g_strsplit (text, " ", MAX_WORDS);
  bits->n_words = g_strv_length (words);
  for (guint i = 0; i < bits->n_words; i++)
    bits->words[bits->n_words - 1 - i] = (unsigned long) g_ascii_strtoull (words[i], NULL, 16);
}

static gboolean
has_bit (const Bits *bits, guint bit)
{
  guint word = bit / BITS_PER_WORD;

  return word < bits->n_words && (bits->words[word] >> (bit % BITS_PER_WORD) & 1) != 0;
}

static gboolean
is_keyboard (const Bits *keys)
{
  for (guint key = FIRST_LETTER_KEY; key <= LAST_LETTER_KEY; key++)
    {
      if (!has_bit (keys, key))
        return FALSE;
    }
  return TRUE;
}

/* Touchpads and tablets point as well as mice do: a button, and a position or its change. */
static gboolean
is_mouse (const Bits *keys, int folder)
{
  Bits relative;
  Bits absolute;

  if (!has_bit (keys, BTN_LEFT))
    return FALSE;

  read_bits (folder, "device/capabilities/rel", &relative);
  read_bits (folder, "device/capabilities/abs", &absolute);
  return (has_bit (&relative, REL_X) && has_bit (&relative, REL_Y))
         || (has_bit (&absolute, ABS_X) && has_bit (&absolute, ABS_Y));
}

/* A PS/2 keyboard, as most laptops have it, hangs on a controller behind the ISA bridge, though
 * its path does not say so. */
static void
add_ps2_holders (const BerthFacts *facts, GArray *holders)
{
  const BerthPciFacts *bridge = berth_facts_find_isa_bridge (facts);

  if (bridge != NULL)
    g_array_append_val (holders, bridge->address);
}

/* BlueZ hands most of what it is connected to back to the kernel as a device of a program
 * (/devices/virtual/misc/uhid), so that the path does not tell the adapter. It may be any. */
static void
add_bluetooth_holders (int root, GArray *holders)
{
  g_autoptr (DIR) adapters = berth_sysfs_list (root, BLUETOOTH_FOLDER);
  char target[BERTH_SYSFS_SIZE];
  const char *name;

  while (adapters != NULL && (name = berth_sysfs_next (adapters)) != NULL)
    {
      g_autoptr (GArray) found = NULL;

      /* "hci0:256" is a connection of "hci0". */
      if (!g_str_has_prefix (name, "hci") || strchr (name, ':') != NULL
          || berth_sysfs_read_link (dirfd (adapters), name, target, sizeof target) <= 0)
        continue;
      found = berth_sysfs_list_holders (target);
      g_array_append_vals (holders, found->data, found->len);
    }
}

static gboolean
is_bluetooth (int folder)
{
  guint32 bus;

  return berth_sysfs_read_number (folder, "device/id/bustype", 16, &bus) && bus == BUS_BLUETOOTH;
}

static gboolean
is_security_key (int folder)
{
  guint32 vendor;
  guint32 product;

  if (!berth_sysfs_read_number (folder, "device/id/vendor", 16, &vendor)
      || !berth_sysfs_read_number (folder, "device/id/product", 16, &product))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (security_keys); i++)
    {
      if (security_keys[i].vendor == vendor
          && (security_keys[i].product == ANY_PRODUCT || security_keys[i].product == product))
        return TRUE;
    }
  return FALSE;
}

static const char *
get_purpose (int folder, gboolean types, gboolean is_ps2)
{
  if (is_ps2)
    return types ? BERTH_PURPOSE_PS2_KEYBOARD : BERTH_PURPOSE_PS2_MOUSE;
  if (!types)
    return BERTH_PURPOSE_MOUSE;
  return is_security_key (folder) ? BERTH_PURPOSE_TYPES : BERTH_PURPOSE_KEYBOARD;
}

static void
read_event (int root, int class_folder, const char *name, BerthFacts *facts)
{
  char target[BERTH_SYSFS_SIZE];
  g_auto (BerthFd) folder = berth_sysfs_open_folder (class_folder, name);
  g_autoptr (GArray) holders = NULL;
  const char *purpose;
  gboolean types;
  gboolean is_ps2;
  Bits keys;

  if (folder < 0 || berth_sysfs_read_link (class_folder, name, target, sizeof target) <= 0)
    return;

  read_bits (folder, "device/capabilities/key", &keys);
  types = is_keyboard (&keys);
  if (!types && !is_mouse (&keys, folder))
    return;

  holders = berth_sysfs_list_holders (target);
  is_ps2 = strstr (target, PS2_CONTROLLER) != NULL;
  if (is_ps2)
    {
      add_ps2_holders (facts, holders);
    }
  else if (holders->len == 0 && is_bluetooth (folder))
    {
      add_bluetooth_holders (root, holders);
      if (holders->len == 0)
        facts->gaps |= BERTH_GAP_USES_INPUT;
    }

  purpose = get_purpose (folder, types, is_ps2);
  for (guint i = 0; i < holders->len; i++)
    berth_facts_add_use (facts, BERTH_USE_INPUT, &g_array_index (holders, BerthAddress, i), name,
                         purpose);
}

/**
 * berth_facts_input_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): with its PCI functions; gets a use of each device with a keyboard or a mouse
 *
 * The use is of the USB device where there is one, else of the PCI function. A PS/2 port counts
 * also when nothing is plugged in: the kernel does not know. What is connected by Bluetooth counts
 * on each adapter that it may be connected through; where none is found, that is a gap. What
 * programs make up (uinput) hangs on nothing and is left out.
 */
void
berth_facts_input_read (int root, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, CLASS_FOLDER);
  const char *name;

  if (folder == NULL)
    {
      facts->gaps |= BERTH_GAP_USES_INPUT;
      return;
    }

  while ((name = berth_sysfs_next (folder)) != NULL)
    {
      if (g_str_has_prefix (name, "event"))
        read_event (root, dirfd (folder), name, facts);
    }
}
