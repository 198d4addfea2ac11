/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-pciback.h"

#include <errno.h>
#include <string.h>

#include "facts/berth-sysfs.h"

/* "\t\t000000f0:4:ffffffff" */
#define FIELD_LENGTH 21
#define MASK_LENGTH 8

static void
add_flag (GArray *functions, const BerthAddress *address, guint flag)
{
  BerthPcibackFunction function = { .address = *address, .flags = flag };

  for (guint i = 0; i < functions->len; i++)
    {
      BerthPcibackFunction *known = &g_array_index (functions, BerthPcibackFunction, i);

      if (berth_address_equal (&known->address, address))
        {
          known->flags |= flag;
          return;
        }
    }
  g_array_append_val (functions, function);
}

/* `slots` and `permissive`: an address in each line. The kernel cuts both behind a page. */
static void
read_addresses (char *text, guint flag, GArray *functions)
{
  char *rest = text;
  char *line;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      BerthAddress address;

      if (berth_address_parse (line, &address, NULL) && address.bus_kind == BERTH_BUS_PCI)
        add_flag (functions, &address, flag);
    }
}

/* "01:00.0", the ids indented once, and then indented twice each field of the configuration space
 * that pciback knows, of which only those that somebody added have a mask
 * (drivers/xen/xen-pciback/pci_stub.c, quirks_show()). Each function that pciback holds is there,
 * without any too. The PCI domain is not told, and 0 nearly always. */
static void
read_quirks (char *text, GArray *functions)
{
  gboolean has_address = FALSE;
  char *rest = text;
  BerthAddress address;
  char *line;

  while ((line = strsep (&rest, "\n")) != NULL)
    {
      if (line[0] != '\t')
        {
          has_address = berth_address_parse (line, &address, NULL)
                        && address.bus_kind == BERTH_BUS_PCI;
          if (has_address)
            add_flag (functions, &address, 0);
        }
      else if (has_address && strlen (line) == FIELD_LENGTH
               && g_ascii_strtoull (line + FIELD_LENGTH - MASK_LENGTH, NULL, 16) != 0)
        add_flag (functions, &address, BERTH_PCIBACK_QUIRKS);
    }
}

static int
compare_functions (gconstpointer a, gconstpointer b)
{
  const BerthPcibackFunction *left = a;
  const BerthPcibackFunction *right = b;

  return berth_address_compare (&left->address, &right->address);
}

/**
 * berth_pciback_read:
 * @root: descriptor of the folder that holds sys/
 *
 * Reads what the kernel tells of pciback; many kernels tell it only to root.
 *
 * Returns: (transfer full) (nullable) (element-type BerthPcibackFunction): sorted by address; %NULL
 *   with errno: EACCES for who may not know, ENOENT where there is no pciback
 */
GArray *
berth_pciback_read (int root)
{
  static const struct
  {
    const char *path;
    guint flag;
  } files[] = {
    { BERTH_PCIBACK_FOLDER "/slots", BERTH_PCIBACK_SLOT },
    { BERTH_PCIBACK_FOLDER "/permissive", BERTH_PCIBACK_PERMISSIVE },
    { BERTH_PCIBACK_FOLDER "/quirks", BERTH_PCIBACK_QUIRKS },
  };
  g_autoptr (GArray) functions = g_array_new (FALSE, FALSE, sizeof (BerthPcibackFunction));

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      char text[BERTH_SYSFS_SIZE + 1];

      if (berth_sysfs_read (root, files[i].path, text, sizeof text) < 0)
        return NULL;
      if (files[i].flag == BERTH_PCIBACK_QUIRKS)
        read_quirks (text, functions);
      else
        read_addresses (text, files[i].flag, functions);
    }
  g_array_sort (functions, compare_functions);
  return g_steal_pointer (&functions);
}

/**
 * berth_pciback_get_flags:
 * @functions: (element-type BerthPcibackFunction)
 *
 * Returns: #BerthPcibackFlags; 0 for what pciback does not know
 */
guint
berth_pciback_get_flags (GArray *functions, const BerthAddress *address)
{
  for (guint i = 0; i < functions->len; i++)
    {
      const BerthPcibackFunction *function
          = &g_array_index (functions, BerthPcibackFunction, i);

      if (berth_address_equal (&function->address, address))
        return function->flags;
    }
  return 0;
}
