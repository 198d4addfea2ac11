/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-hostdev-options.h"

#include "backend/libvirt/berth-xml.h"

/* libvirt's driver for Xen takes both without a word and does neither: nothing there reads a ROM's
 * setting, and libxlMakeUSB() looks for a missing USB device as if it had to be there
 * (src/libxl/libxl_conf.c). */
#define QEMU_ONLY (BERTH_OPTION_HIDE_ROM | BERTH_OPTION_OPTIONAL)

static gboolean
knows (const xmlNode *hostdev, BerthOption option)
{
  BerthBus bus_kind
    = berth_xml_attribute_is (hostdev, "type", "usb") ? BERTH_BUS_USB : BERTH_BUS_PCI;

  if ((option & QEMU_ONLY) != 0
      && berth_xml_attribute_is (xmlDocGetRootElement (hostdev->doc), "type", "xen"))
    return FALSE;
  return berth_option_fits (option, bus_kind);
}

static gboolean
is_on (const xmlNode *hostdev, BerthOption option)
{
  const xmlNode *source = berth_xml_lookup_child (hostdev, "source");

  switch (option)
    {
    case BERTH_OPTION_PERMISSIVE:
      return berth_xml_attribute_is (source, "writeFiltering", "no");
    case BERTH_OPTION_NO_STRICT_RESET:
      return berth_xml_attribute_is (hostdev, "nostrictreset", "yes");
    case BERTH_OPTION_MANAGED:
      return berth_xml_attribute_is (hostdev, "managed", "yes");
    case BERTH_OPTION_HIDE_ROM:
      return berth_xml_attribute_is (berth_xml_lookup_child (hostdev, "rom"), "bar", "off");
    case BERTH_OPTION_OPTIONAL:
      return berth_xml_attribute_is (source, "startupPolicy", "optional");
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Without `bar` the machine type decides, and every machine of QEMU decides to show the ROM. */
static void
hide_rom (xmlNode *hostdev, gboolean hidden)
{
  xmlNode *rom = berth_xml_lookup_child (hostdev, "rom");

  if (rom == NULL)
    rom = berth_xml_add_child (hostdev, "rom");
  berth_xml_set_attribute (rom, "bar", hidden ? "off" : NULL);
  if (rom->properties == NULL && rom->children == NULL)
    berth_xml_remove (rom);
}

static void
set_option (xmlNode *hostdev, BerthOption option, gboolean on)
{
  xmlNode *source = berth_xml_lookup_child (hostdev, "source");

  switch (option)
    {
    case BERTH_OPTION_PERMISSIVE:
      berth_xml_set_attribute (source, "writeFiltering", on ? "no" : NULL);
      break;
    case BERTH_OPTION_NO_STRICT_RESET:
      berth_xml_set_attribute (hostdev, "nostrictreset", on ? "yes" : NULL);
      break;
    case BERTH_OPTION_MANAGED:
      berth_xml_set_attribute (hostdev, "managed", on ? "yes" : "no");
      break;
    case BERTH_OPTION_HIDE_ROM:
      hide_rom (hostdev, on);
      break;
    case BERTH_OPTION_OPTIONAL:
      berth_xml_set_attribute (source, "startupPolicy", on ? "optional" : NULL);
      break;
    default:
      g_return_if_reached ();
    }
}

static const BerthOption all_options[] = {
  BERTH_OPTION_PERMISSIVE, BERTH_OPTION_NO_STRICT_RESET, BERTH_OPTION_MANAGED,
  BERTH_OPTION_HIDE_ROM,   BERTH_OPTION_OPTIONAL,
};

/**
 * berth_hostdev_options_read:
 * @hostdev: stands in its domain
 *
 * Returns: #BerthOption; only those that do something for such a device in such a domain
 */
guint
berth_hostdev_options_read (const xmlNode *hostdev)
{
  guint options = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (all_options); i++)
    {
      if (knows (hostdev, all_options[i]) && is_on (hostdev, all_options[i]))
        options |= all_options[i];
    }
  return options;
}

/**
 * berth_hostdev_options_write:
 * @hostdev: stands in its domain
 * @options: #BerthOption; what does nothing for such a device in such a domain is not written
 *
 * An option that is as it shall be stays as it is written: somebody may have written the off side
 * out.
 */
void
berth_hostdev_options_write (xmlNode *hostdev, guint options)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all_options); i++)
    {
      gboolean wanted = (options & all_options[i]) != 0;

      if (knows (hostdev, all_options[i]) && wanted != is_on (hostdev, all_options[i]))
        set_option (hostdev, all_options[i], wanted);
    }
}
