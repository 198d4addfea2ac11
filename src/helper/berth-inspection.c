/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-inspection.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "facts/berth-pciback.h"
#include "facts/berth-xen-holders.h"

#define ROW "((uyyy)uu)"
#define ROWS "a" ROW

typedef struct
{
  BerthAddress address;
  guint flags;
  guint domain;
} Row;

static Row *
ensure_row (GArray *rows, const BerthAddress *address)
{
  Row row = { .address = *address };

  for (guint i = 0; i < rows->len; i++)
    {
      Row *known = &g_array_index (rows, Row, i);

      if (berth_address_equal (&known->address, address))
        return known;
    }
  g_array_append_val (rows, row);
  return &g_array_index (rows, Row, rows->len - 1);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *left = a, *right = b;

  return berth_address_compare (&left->address, &right->address);
}

static GVariant *
pack (GArray *rows)
{
  GVariantBuilder builder;

  g_array_sort (rows, compare_rows);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (ROWS));
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      const BerthAddress *address = &row->address;

      g_variant_builder_add (&builder, ROW, address->domain, address->bus, address->slot,
                             address->function, row->flags, row->domain);
    }
  return g_variant_ref_sink (g_variant_new ("(" ROWS ")", &builder));
}

static gboolean
read_pciback (int root, GArray *rows, GError **error)
{
  g_autoptr (GArray) functions = berth_pciback_read (root);
  int code = errno;

  if (functions == NULL && code != ENOENT)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("What pciback has cannot be read: %s."), g_strerror (code));
      return FALSE;
    }
  for (guint i = 0; functions != NULL && i < functions->len; i++)
    {
      const BerthPcibackFunction *function = &g_array_index (functions, BerthPcibackFunction, i);

      ensure_row (rows, &function->address)->flags = function->flags;
    }
  return TRUE;
}

/* What cannot be seen is an error and no “none”. */
static gboolean
read_domains (int root, GArray *rows, GError **error)
{
  g_autoptr (GArray) holders = berth_xen_holders_read (root);

  if (holders == NULL)
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                           _ ("Which Xen domain has which device cannot be read. See whether "
                              "xenstored runs."));
      return FALSE;
    }
  for (guint i = 0; i < holders->len; i++)
    {
      const BerthXenHolder *holder = &g_array_index (holders, BerthXenHolder, i);

      ensure_row (rows, &holder->address)->domain = holder->domain;
    }
  return TRUE;
}

/**
 * berth_inspection_read:
 * @root: an open folder: "/", or a test's
 *
 * Reads what only root can read of the functions that pciback knows or a Xen domain has. Blocks:
 * call it in a thread.
 *
 * Returns: (transfer full): what the method Inspect answers, but for what is stuck, or %NULL with
 *   %BERTH_ERROR_FAILED
 */
GVariant *
berth_inspection_read (int root, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));

  return read_pciback (root, rows, error) && read_domains (root, rows, error) ? pack (rows) : NULL;
}

/**
 * berth_inspection_mark_stuck:
 * @inspection: of berth_inspection_read()
 * @stuck: (element-type BerthAddress): of berth_kernel_write_list_stuck()
 *
 * Returns: (transfer full): all of @inspection, and what is stuck marked as such
 */
GVariant *
berth_inspection_mark_stuck (GVariant *inspection, GArray *stuck)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GVariantIter) iter = NULL;
  guint32 domain;
  guint8 bus, slot, function;
  Row row = { 0 };

  g_variant_get (inspection, "(" ROWS ")", &iter);
  while (g_variant_iter_next (iter, ROW, &domain, &bus, &slot, &function, &row.flags, &row.domain))
    {
      row.address = berth_address_pci (domain, bus, slot, function);
      g_array_append_val (rows, row);
    }
  for (guint i = 0; i < stuck->len; i++)
    ensure_row (rows, &g_array_index (stuck, BerthAddress, i))->flags |= BERTH_INSPECTION_STUCK;
  return pack (rows);
}
