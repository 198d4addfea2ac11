/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-input.h"

#include <errno.h>
#include <linux/input-event-codes.h>
#include <string.h>

#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/input"
#define CLASS_ISA_BRIDGE 0x0601
#define BITS_PER_WORD (8 * sizeof (unsigned long))
#define MAX_WORDS 32

/* KEY_ESC to KEY_S: what has all of these types text. Power buttons and headsets have some. */
#define FIRST_LETTER_KEY KEY_ESC
#define LAST_LETTER_KEY KEY_S

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
static GArray *
list_ps2_holders (const char *path, const BerthFacts *facts)
{
  GArray *holders = g_array_new (FALSE, FALSE, sizeof (BerthAddress));

  if (strstr (path, "/i8042/") == NULL)
    return holders;

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (pci->class_code >> 8 == CLASS_ISA_BRIDGE)
        {
          g_array_append_val (holders, pci->address);
          break;
        }
    }
  return holders;
}

static void
read_event (int class_folder, const char *name, BerthFacts *facts)
{
  char target[BERTH_SYSFS_SIZE];
  g_auto (BerthFd) folder = berth_sysfs_open_folder (class_folder, name);
  g_autoptr (GArray) holders = NULL;
  gboolean types;
  Bits keys;

  if (folder < 0 || berth_sysfs_read_link (class_folder, name, target, sizeof target) <= 0)
    return;

  read_bits (folder, "device/capabilities/key", &keys);
  types = is_keyboard (&keys);
  if (!types && !is_mouse (&keys, folder))
    return;

  holders = berth_sysfs_list_holders (target);
  if (holders->len == 0)
    {
      g_array_unref (holders);
      holders = list_ps2_holders (target, facts);
    }
  for (guint i = 0; i < holders->len; i++)
    berth_facts_add_use (facts, BERTH_USE_INPUT, &g_array_index (holders, BerthAddress, i), name,
                         types ? "keyboard" : "mouse");
}

/**
 * berth_facts_input_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): with its PCI functions; gets a use of each device with a keyboard or a mouse
 *
 * The use is of the USB device where there is one, else of the PCI function. What programs make up
 * (uinput, Bluetooth through BlueZ) hangs on nothing and is left out.
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
        read_event (dirfd (folder), name, facts);
    }
}
