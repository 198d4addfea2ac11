/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-display.h"

#include <errno.h>
#include <string.h>

#include "facts/berth-pci-function.h"
#include "facts/berth-sysfs.h"

#define CLASS_FOLDER "sys/class/drm"
#define BASE_CLASS_DISPLAY 0x03
#define CLASS_VGA 0x0300

/* "card0-eDP-1" is a connector, "card0" and "renderD128" are not. */
static gboolean
is_connector (const char *name)
{
  return g_str_has_prefix (name, "card") && strchr (name, '-') != NULL;
}

/* A connector that drives a screen. Where the kernel does not say so, a screen that is plugged in
 * counts. */
static gboolean
is_lit (int folder)
{
  char text[32];

  if (berth_sysfs_read (folder, "enabled", text, sizeof text) > 0)
    return g_str_equal (text, "enabled");
  return berth_sysfs_read (folder, "status", text, sizeof text) > 0
         && g_str_equal (text, "connected");
}

/* A card with connectors, and whether something may be plugged into one of them. */
typedef struct
{
  BerthAddress address;
  gboolean may_have_screen;
} Card;

static Card *
find_card (GArray *cards, const BerthAddress *address)
{
  for (guint i = 0; i < cards->len; i++)
    {
      Card *card = &g_array_index (cards, Card, i);

      if (berth_address_equal (&card->address, address))
        return card;
    }
  return NULL;
}

static void
note_connector (GArray *cards, const BerthAddress *address, gboolean may_have_screen)
{
  Card *card = find_card (cards, address);
  Card new_card = { .address = *address, .may_have_screen = may_have_screen };

  if (card != NULL)
    card->may_have_screen |= may_have_screen;
  else
    g_array_append_val (cards, new_card);
}

/* Some connectors cannot tell whether a screen is plugged in: "unknown". */
static gboolean
is_empty (int folder)
{
  char text[32];

  return berth_sysfs_read (folder, "status", text, sizeof text) > 0
         && g_str_equal (text, "disconnected");
}

static void
read_connector (int class_folder, const char *name, GArray *cards, BerthFacts *facts)
{
  char target[BERTH_SYSFS_SIZE];
  g_auto (BerthFd) folder = berth_sysfs_open_folder (class_folder, name);
  g_autoptr (GArray) holders = NULL;
  gboolean lit;

  if (folder < 0 || berth_sysfs_read_link (class_folder, name, target, sizeof target) <= 0)
    return;

  lit = is_lit (folder);
  holders = berth_sysfs_list_holders (target);
  for (guint i = 0; i < holders->len; i++)
    {
      const BerthAddress *address = &g_array_index (holders, BerthAddress, i);

      note_connector (cards, address, lit || !is_empty (folder));
      if (lit)
        berth_facts_add_use (facts, BERTH_USE_DISPLAY, address, name, BERTH_PURPOSE_SCREEN);
    }
}

static gboolean
has_display_use (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);

      if (use->kind == BERTH_USE_DISPLAY && berth_address_equal (&use->address, address))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_put_aside (const BerthFacts *facts, const BerthAddress *address)
{
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, address);

  return pci != NULL && berth_pci_function_is_put_aside (pci);
}

/* The console needs no connector, not even a driver. Where a screen is lit there is more to say
 * already, and what was put aside for VMs has no console any more. */
static void
add_console (const BerthAddress *address, const char *subject, GArray *cards, BerthFacts *facts)
{
  const Card *card = find_card (cards, address);
  gboolean is_dark = card != NULL && !card->may_have_screen;

  if (!has_display_use (facts, address) && !is_put_aside (facts, address))
    berth_facts_add_use (facts, BERTH_USE_DISPLAY, address, subject,
                         is_dark ? BERTH_PURPOSE_DARK_CONSOLE : BERTH_PURPOSE_CONSOLE);
}

/* The card that the firmware's picture is on, as far as the PCI functions tell: the kernel marks
 * one (drivers/pci/vgaarb.c), and a card that has no other beside itself needs no mark. */
static const BerthPciFacts *
find_boot_card (const BerthFacts *facts)
{
  const BerthPciFacts *only = NULL;
  guint n_cards = 0;

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (pci->class_code >> 16 != BASE_CLASS_DISPLAY)
        continue;
      if (pci->boot_vga)
        return pci;
      only = pci;
      n_cards++;
    }
  return n_cards == 1 ? only : NULL;
}

/* The picture of the firmware, into which the kernel writes until a driver for the card takes over:
 * then the device is gone (drivers/video/aperture.c). Newer kernels put it below its card; where it
 * hangs on nothing, and more than one card may be it, nobody knows. */
static void
read_boot_framebuffer (int root, const char *name, GArray *cards, BerthFacts *facts)
{
  g_autofree char *path = g_strconcat ("sys/bus/platform/devices/", name, NULL);
  const BerthPciFacts *boot_card = find_boot_card (facts);
  char target[BERTH_SYSFS_SIZE];
  g_autoptr (GArray) holders = NULL;

  if (berth_sysfs_read_link (root, path, target, sizeof target) <= 0)
    return;

  holders = berth_sysfs_list_holders (target);
  for (guint i = 0; i < holders->len; i++)
    add_console (&g_array_index (holders, BerthAddress, i), name, cards, facts);

  if (holders->len == 0 && boot_card != NULL)
    add_console (&boot_card->address, name, cards, facts);
  else if (holders->len == 0)
    facts->gaps |= BERTH_GAP_USES_DISPLAY;
}

/* The text console is on the first frame buffer, if it was not told otherwise
 * (Documentation/fb/fbcon.rst). Cards get one only when a screen is found. */
static void
read_first_framebuffer (int root, GArray *cards, BerthFacts *facts)
{
  char target[BERTH_SYSFS_SIZE];
  g_autoptr (GArray) holders = NULL;

  if (berth_sysfs_read_link (root, "sys/class/graphics/fb0", target, sizeof target) <= 0)
    return;

  holders = berth_sysfs_list_holders (target);
  for (guint i = 0; i < holders->len; i++)
    add_console (&g_array_index (holders, BerthAddress, i), "fb0", cards, facts);
}

static void
read_consoles (int root, GArray *cards, BerthFacts *facts)
{
  static const char *const names[]
      = { "simple-framebuffer.0", "efi-framebuffer.0", "vesa-framebuffer.0" };

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (pci->class_code >> 16 == BASE_CLASS_DISPLAY && pci->boot_vga)
        add_console (&pci->address, "boot_vga", cards, facts);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    read_boot_framebuffer (root, names[i], cards, facts);
  read_first_framebuffer (root, cards, facts);
}

/* Whether the card may have outputs that its driver does not tell. Where the kernel lists the
 * connectors of any card, one without may be made only to compute; but not one that speaks VGA. */
static gboolean
may_be_silent (const BerthPciFacts *pci, gboolean has_connectors)
{
  if (pci->driver == NULL || pci->is_virtual || berth_pci_function_is_put_aside (pci))
    return FALSE;
  return has_connectors ? pci->class_code >> 8 == CLASS_VGA
                        : pci->class_code >> 16 == BASE_CLASS_DISPLAY;
}

/* A driver that tells nothing of connectors may light a screen all the same, as NVIDIA's own does
 * without its option modeset=1. */
static gboolean
has_silent_card (GArray *cards, gboolean has_connectors, const BerthFacts *facts)
{
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (may_be_silent (pci, has_connectors) && find_card (cards, &pci->address) == NULL
          && !has_display_use (facts, &pci->address))
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_facts_display_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): with its PCI functions; gets a use of each device that drives a screen or has
 *   the console
 */
void
berth_facts_display_read (int root, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, CLASS_FOLDER);
  g_autoptr (GArray) cards = g_array_new (FALSE, FALSE, sizeof (Card));
  const char *name;

  if (folder == NULL && errno != ENOENT)
    facts->gaps |= BERTH_GAP_USES_DISPLAY;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    {
      if (is_connector (name))
        read_connector (dirfd (folder), name, cards, facts);
    }
  read_consoles (root, cards, facts);
  if (has_silent_card (cards, folder != NULL, facts))
    facts->gaps |= BERTH_GAP_USES_DISPLAY;
}
