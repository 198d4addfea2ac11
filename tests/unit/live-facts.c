/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-facts.h"

#include "facts/berth-facts-live.h"

BerthFacts *
live_facts_read (MockSysfs *sysfs)
{
  g_autoptr (GError) error = NULL;
  BerthFacts *facts;

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);
  g_assert_no_error (error);
  return facts;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* All uses of one kind as one sorted text: "00:19.0 eth0 default route". */
char *
live_facts_dup_uses (const BerthFacts *facts, BerthUseKind kind)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);
      g_autofree char *address = berth_address_dup_short (&use->address);

      if (use->kind == kind)
        g_ptr_array_add (lines,
                         g_strdup_printf ("%s %s %s", address, use->subject, use->purpose));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("; ", (char **) lines->pdata);
}
