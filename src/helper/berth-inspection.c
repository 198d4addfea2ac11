/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-inspection.h"

#include "facts/berth-sysfs.h"

#define PCIBACK "sys/bus/pci/drivers/pciback/"

typedef struct
{
  BerthAddress address;
  guint flags;
} Row;

static Row *
ensure_row (GArray *rows, const BerthAddress *address)
{
  Row row = { .address = *address };

  for (guint i = 0; i < rows->len; i++)
    {
      Row *other = &g_array_index (rows, Row, i);

      if (berth_address_equal (&other->address, address))
        return other;
    }
  g_array_append_val (rows, row);
  return &g_array_index (rows, Row, rows->len - 1);
}

/* One address a line; what is indented belongs to the line above, as in `quirks`
 * (drivers/xen/xen-pciback/pci_stub.c). */
static void
read_list (int root, const char *path, BerthInspectionFlags flag, GArray *rows)
{
  char text[BERTH_SYSFS_SIZE];
  g_auto (GStrv) lines = NULL;

  if (berth_sysfs_read (root, path, text, sizeof text) <= 0)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      BerthAddress address;

      if (berth_address_parse (lines[i], &address, NULL) && address.bus_kind == BERTH_BUS_PCI)
        ensure_row (rows, &address)->flags |= flag;
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *left = a, *right = b;

  return berth_address_compare (&left->address, &right->address);
}

/**
 * berth_inspection_read:
 * @root: an open folder: "/", or a test's
 *
 * Reads what only root can read of the functions that pciback knows: its lists, for nobody else may
 * open them. Blocks: call it in a thread.
 *
 * Returns: (transfer full): what the method Inspect answers, but for what is stuck
 */
GVariant *
berth_inspection_read (int root)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  GVariantBuilder functions;

  read_list (root, PCIBACK "slots", BERTH_INSPECTION_SLOT, rows);
  read_list (root, PCIBACK "permissive", BERTH_INSPECTION_PERMISSIVE, rows);
  read_list (root, PCIBACK "quirks", BERTH_INSPECTION_QUIRKS, rows);
  g_array_sort (rows, compare_rows);

  g_variant_builder_init (&functions, G_VARIANT_TYPE ("a((uyyy)uu)"));
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      g_variant_builder_add (&functions, "((uyyy)uu)", row->address.domain, row->address.bus,
                             row->address.slot, row->address.function, row->flags, 0);
    }
  return g_variant_ref_sink (g_variant_new ("(a((uyyy)uu))", &functions));
}
