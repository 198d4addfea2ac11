/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-hostdev-others.h"

#include <glib/gi18n-lib.h>

#include "backend/libvirt/berth-guest-slots.h"
#include "backend/libvirt/berth-hostdev-options.h"
#include "backend/libvirt/berth-hostdev.h"
#include "backend/libvirt/berth-xml.h"

/* Takes over @words. */
static void
add (GPtrArray *list, char *words)
{
  g_ptr_array_add (list, words);
}

static void
add_rom (GPtrArray *list, const xmlNode *hostdev)
{
  const xmlNode *rom = berth_xml_lookup_child (hostdev, "rom");
  g_autofree char *file = berth_xml_dup_attribute (rom, "file");

  if (file != NULL)
    /* Translators: a file that stands in for what is in the card */
    add (list, g_strdup_printf (_ ("ROM file %s"), file));
  if (berth_xml_attribute_is (rom, "enabled", "no"))
    add (list, g_strdup (_ ("ROM disabled")));
}

static void
add_boot_order (GPtrArray *list, const xmlNode *hostdev)
{
  g_autofree char *order
    = berth_xml_dup_attribute (berth_xml_lookup_child (hostdev, "boot"), "order");

  if (order != NULL)
    /* Translators: %s is a number: the VM starts from this device as its first, second … */
    add (list, g_strdup_printf (_ ("boot order %s"), order));
}

/* In a running state (which alone has an ID) libvirt writes down what it took by itself. */
static void
add_driver (GPtrArray *list, const xmlNode *hostdev)
{
  const xmlNode *driver = berth_xml_lookup_child (hostdev, "driver");
  g_autofree char *name = berth_xml_dup_attribute (driver, "name");

  if (driver == NULL || xmlHasProp (xmlDocGetRootElement (hostdev->doc), BAD_CAST "id") != NULL)
    return;
  if (name == NULL)
    name = berth_xml_dup_attribute (driver, "model");
  /* Translators: %s is a driver of this computer by which a VM gets its device */
  add (list, name != NULL ? g_strdup_printf (_ ("driver %s"), name) : g_strdup (_ ("driver")));
}

/* libvirt gives every device some place in the guest. Only one that neither it nor Berth would
 * choose was chosen by somebody. */
static void
add_guest_address (GPtrArray *list, const xmlNode *hostdev)
{
  BerthAddress place;
  g_autofree char *text = NULL;

  if (hostdev->parent == NULL || !berth_hostdev_read_guest_address (hostdev, &place)
      || berth_guest_slots_is_usual (hostdev->parent, &place))
    return;
  text = berth_address_dup_string (&place);
  /* Translators: %s is the PCI address under which the VM sees the device */
  add (list, g_strdup_printf (_ ("guest address %s"), text));
}

static void
add_source (GPtrArray *list, const xmlNode *hostdev)
{
  const xmlNode *source = berth_xml_lookup_child (hostdev, "source");
  g_autofree char *policy = berth_xml_dup_attribute (source, "startupPolicy");
  g_autofree char *reset = berth_xml_dup_attribute (source, "guestReset");

  if (policy != NULL
      && (berth_hostdev_options_read (hostdev) & BERTH_OPTION_OPTIONAL) == 0)
    /* Translators: %s is a word of libvirt: "requisite", "mandatory" */
    add (list, g_strdup_printf (_ ("startup policy %s"), policy));
  if (reset != NULL)
    /* Translators: %s is a word of libvirt: "off", "uninitialized" */
    add (list, g_strdup_printf (_ ("guest reset %s"), reset));
}

static gboolean
is_known (const xmlNode *child)
{
  static const char *const names[]
    = { "source", "alias", "address", "rom", "boot", "driver", "teaming" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (berth_xml_is (child, names[i]))
        return TRUE;
    }
  return FALSE;
}

static void
add_unknown (GPtrArray *list, const xmlNode *hostdev)
{
  for (const xmlNode *child = hostdev->children; child != NULL; child = child->next)
    {
      if (child->type == XML_ELEMENT_NODE && !is_known (child))
        add (list, g_strdup ((const char *) child->name));
    }
}

/**
 * berth_hostdev_others_dup:
 * @hostdev: stands in its domain
 *
 * Returns: (transfer full) (nullable): what another program set on it that Berth keeps and has no
 *   option for, as short words, always in the same order: "ROM file /x.rom, boot order 1"; foreign
 *   text. %NULL when there is nothing
 */
char *
berth_hostdev_others_dup (const xmlNode *hostdev)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  add_rom (list, hostdev);
  add_boot_order (list, hostdev);
  add_driver (list, hostdev);
  add_guest_address (list, hostdev);
  add_source (list, hostdev);
  if (berth_xml_lookup_child (hostdev, "teaming") != NULL)
    /* Translators: two network cards that stand in for each other */
    add (list, g_strdup (_ ("teaming")));
  add_unknown (list, hostdev);

  if (list->len == 0)
    return NULL;
  g_ptr_array_add (list, NULL);
  return g_strjoinv (", ", (char **) list->pdata);
}
