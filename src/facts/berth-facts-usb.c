/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-usb.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "facts/berth-sysfs.h"

#define PRODUCT "PRODUCT="
#define TYPE "TYPE="
#define NUMBER "DEVNUM="
#define DRIVER "DRIVER="
#define INTERFACE "INTERFACE="

/* PRODUCT=46d/c31c/6400 (hexadecimal) and TYPE=0/0/0 (decimal): usb_uevent() in the kernel's
 * drivers/usb/core/driver.c. */
static gboolean
read_identity (int folder, BerthUsbFacts *usb)
{
  char text[BERTH_SYSFS_SIZE];
  gboolean has_ids = FALSE;
  char *rest = text;
  char *line;

  if (berth_sysfs_read (folder, "uevent", text, sizeof text) < 0)
    return FALSE;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      unsigned int vendor;
      unsigned int product;

      if (g_str_has_prefix (line, PRODUCT)
          && sscanf (line + strlen (PRODUCT), "%4x/%4x/", &vendor, &product) == 2)
        {
          usb->vendor = (guint16) vendor;
          usb->product = (guint16) product;
          has_ids = TRUE;
        }
      else if (g_str_has_prefix (line, TYPE))
        {
          usb->device_class = (guint8) g_ascii_strtoull (line + strlen (TYPE), NULL, 10);
        }
      else if (g_str_has_prefix (line, NUMBER))
        {
          usb->device_number = (guint) g_ascii_strtoull (line + strlen (NUMBER), NULL, 10);
        }
    }

  if (!has_ids)
    errno = EINVAL;
  return has_ids;
}

/* The controller is the last PCI function on the way to the device. */
static void
take_controller (const char *path, BerthUsbFacts *usb)
{
  const char *hub = strstr (path, "/usb");
  g_autofree char *above = hub != NULL ? g_strndup (path, (gsize) (hub - path)) : NULL;
  const char *name = above != NULL ? strrchr (above, '/') : NULL;

  if (name != NULL && g_ascii_isxdigit (name[1])
      && berth_address_parse (name + 1, &usb->controller, NULL))
    usb->has_controller = usb->controller.bus_kind == BERTH_BUS_PCI;
}

static gboolean
read_device (int devices, const char *name, BerthUsbFacts *usb)
{
  char path[BERTH_SYSFS_SIZE];
  char removable[16];
  g_auto (BerthFd) folder = -1;

  if (berth_sysfs_read_link (devices, name, path, sizeof path) > 0)
    take_controller (path, usb);
  else
    g_strlcpy (path, name, sizeof path);

  folder = berth_sysfs_open_folder (devices, path);
  if (folder < 0 || !read_identity (folder, usb))
    return FALSE;

  usb->manufacturer = berth_sysfs_dup_text (folder, "manufacturer");
  usb->product_name = berth_sysfs_dup_text (folder, "product");
  usb->serial = berth_sysfs_dup_text (folder, "serial");
  if (berth_sysfs_read (folder, "removable", removable, sizeof removable) > 0)
    usb->is_fixed = g_str_equal (removable, "fixed");
  return TRUE;
}

static BerthUsbFacts *
find_device (BerthFacts *facts, const char *name, gsize length)
{
  g_autofree char *text = g_strndup (name, length);
  BerthAddress address;

  if (!berth_address_parse (text, &address, NULL))
    return NULL;

  for (guint i = 0; i < facts->usb->len; i++)
    {
      BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);

      if (berth_address_equal (&usb->address, &address))
        return usb;
    }
  return NULL;
}

/* An interface is named by its device: "1-2.3:1.0". What drives the device drives an interface of
 * it; the driver of the whole is always "usb". */
static void
read_interface (int devices, const char *name, BerthFacts *facts)
{
  BerthUsbFacts *usb = find_device (facts, name, strcspn (name, ":"));
  g_autofree char *path = g_strconcat (name, "/uevent", NULL);
  char text[BERTH_SYSFS_SIZE];
  char *rest = text;
  char *line;

  if (usb == NULL || berth_sysfs_read (devices, path, text, sizeof text) < 0)
    return;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      unsigned int code[3];

      if (g_str_has_prefix (line, DRIVER) && usb->driver == NULL)
        {
          usb->driver = g_strdup (line + strlen (DRIVER));
        }
      else if (g_str_has_prefix (line, INTERFACE)
               && sscanf (line + strlen (INTERFACE), "%3u/%3u/%3u", &code[0], &code[1], &code[2])
                      == 3)
        {
          g_autofree char *before = usb->interface_classes;

          usb->interface_classes
              = g_strdup_printf ("%s%s%02x%02x%02x", before != NULL ? before : "",
                                 before != NULL ? " " : "", code[0] & 0xff, code[1] & 0xff,
                                 code[2] & 0xff);
        }
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The names of all interfaces, in order; devices are read on the way. Root hubs are left out: they
 * are a part of their controller. */
static GPtrArray *
read_devices (DIR *folder, BerthFacts *facts)
{
  g_autoptr (GPtrArray) interfaces = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = berth_sysfs_next (folder)) != NULL)
    {
      BerthAddress address;

      if (strchr (name, ':') != NULL)
        {
          g_ptr_array_add (interfaces, g_strdup (name));
        }
      else if (g_ascii_isdigit (name[0]) && berth_address_parse (name, &address, NULL)
               && !read_device (dirfd (folder), name, berth_facts_add_usb (facts, &address)))
        {
          if (!berth_sysfs_is_gone (errno))
            facts->gaps |= BERTH_GAP_USB;
          g_ptr_array_set_size (facts->usb, (int) facts->usb->len - 1);
        }
    }

  g_ptr_array_sort (interfaces, compare_names);
  return g_steal_pointer (&interfaces);
}

/**
 * berth_facts_usb_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): gets every USB device but the root hubs
 */
void
berth_facts_usb_read (int root, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, "sys/bus/usb/devices");
  g_autoptr (GPtrArray) interfaces = NULL;

  if (folder == NULL)
    {
      /* Without the folder there is no USB in this kernel; that is an answer. */
      if (errno != ENOENT)
        facts->gaps |= BERTH_GAP_USB;
      return;
    }

  interfaces = read_devices (folder, facts);
  for (guint i = 0; i < interfaces->len; i++)
    read_interface (dirfd (folder), g_ptr_array_index (interfaces, i), facts);
}
