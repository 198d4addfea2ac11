/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-pci.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-pci-function.h"
#include "facts/berth-sysfs.h"

/* Below this a thread costs more than it saves. More than four only wait for each other in the
 * kernel. */
#define FUNCTIONS_PER_THREAD 32
#define MAX_THREADS 4

/* The list of functions, read by several threads at once: nearly all the time goes into system
 * calls, twenty for each function. */
typedef struct
{
  int devices;
  BerthPciScope scope;
  GPtrArray *names;
  GPtrArray *pci; /* BerthPciFacts, one for each name */
  GArray *errors; /* int, one for each name: 0 when it could be read */
  int next;       /* atomic: the first that no thread has taken */
} Reading;

static gpointer
read_in_thread (gpointer data)
{
  Reading *reading = data;
  guint i;

  while ((i = (guint) g_atomic_int_add (&reading->next, 1)) < reading->names->len)
    {
      if (!berth_pci_function_read (reading->devices, g_ptr_array_index (reading->names, i),
                                    &reading->scope, g_ptr_array_index (reading->pci, i)))
        g_array_index (reading->errors, int, i) = errno;
    }
  return NULL;
}

static void
read_all (Reading *reading)
{
  GThread *threads[MAX_THREADS - 1];
  guint n_useful = MIN (g_get_num_processors (), reading->names->len / FUNCTIONS_PER_THREAD);
  guint n_threads = 0;

  /* This thread is one of them; where no more can be had, it does all. */
  while (n_threads < MAX_THREADS - 1 && n_threads + 1 < n_useful)
    {
      threads[n_threads] = g_thread_try_new ("berth-pci", read_in_thread, reading, NULL);
      if (threads[n_threads] == NULL)
        break;
      n_threads++;
    }

  read_in_thread (reading);
  while (n_threads > 0)
    g_thread_join (threads[--n_threads]);
}

/* Takes out what was unplugged while it was read, and what may not be read: that leaves open what
 * else is in its group. */
static void
drop_unread (const Reading *reading, BerthFacts *facts)
{
  for (guint i = reading->names->len; i > 0; i--)
    {
      int error_number = g_array_index (reading->errors, int, i - 1);

      if (error_number == 0)
        continue;
      if (!berth_sysfs_is_gone (error_number))
        facts->gaps |= BERTH_GAP_GROUPS;
      g_ptr_array_remove_index_fast (facts->pci, i - 1);
    }
}

static gboolean
is_xen (const BerthFacts *facts)
{
  return facts->platform == BERTH_PLATFORM_XEN || facts->platform == BERTH_PLATFORM_QUBES;
}

/* One function heard of it for its whole group. */
static void
share_reserved_memory (BerthFacts *facts)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (pci->reserved_memory)
        g_hash_table_add (groups, GINT_TO_POINTER (pci->iommu_group));
    }
  for (guint i = 0; i < facts->pci->len && g_hash_table_size (groups) > 0; i++)
    {
      BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      pci->reserved_memory = g_hash_table_contains (groups, GINT_TO_POINTER (pci->iommu_group));
    }
}

static void
read_functions (DIR *folder, gboolean has_nodes, BerthFacts *facts)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) errors = g_array_new (FALSE, TRUE, sizeof (int));
  g_autoptr (GHashTable) asked_groups = g_hash_table_new (NULL, NULL);
  Reading reading = { .devices = dirfd (folder),
                      .scope = { .has_groups = facts->iommu,
                                 .has_nodes = has_nodes,
                                 .is_xen = is_xen (facts),
                                 .asked_groups = asked_groups },
                      .names = names,
                      .pci = facts->pci,
                      .errors = errors };
  const char *name;

  while ((name = berth_sysfs_next (folder)) != NULL)
    {
      BerthAddress address;

      if (!berth_address_parse (name, &address, NULL) || address.bus_kind != BERTH_BUS_PCI)
        continue;
      g_ptr_array_add (names, g_strdup (name));
      berth_facts_add_pci (facts, &address);
    }

  g_array_set_size (errors, names->len);
  read_all (&reading);
  drop_unread (&reading, facts);
  share_reserved_memory (facts);
}

/* A computer with one node has none that matter; where the kernel does not say, all are asked. */
static gboolean
has_numa_nodes (int root)
{
  char text[64];

  return berth_sysfs_read (root, "sys/devices/system/node/possible", text, sizeof text) <= 0
         || !g_str_equal (text, "0");
}

/* The functions of a slot share its link. */
static void
share_links (BerthFacts *facts)
{
  const BerthPciFacts *first = NULL;

  for (guint i = 0; i < facts->pci->len; i++)
    {
      BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (first == NULL || !berth_address_same_slot (&first->address, &pci->address))
        {
          first = pci;
        }
      else if (!pci->is_virtual)
        {
          pci->is_express = first->is_express;
          pci->link_width = first->link_width;
          pci->link_speed = g_strdup (first->link_speed);
        }
    }
}

/**
 * berth_facts_pci_read:
 * @root: descriptor of the folder that holds sys/
 * @facts: (inout): gets every PCI function; `iommu` has to be known
 *
 * A computer without PCI has no functions, and that is no error. A function that is unplugged
 * while it is read is not there. One that may not be read leaves open what else is in its group.
 *
 * Returns: %FALSE with %BERTH_ERROR_FAILED when there is no sysfs or its list cannot be read
 */
gboolean
berth_facts_pci_read (int root, BerthFacts *facts, GError **error)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, "sys/bus/pci/devices");

  if (folder != NULL)
    {
      read_functions (folder, has_numa_nodes (root), facts);
      berth_facts_sort (facts);
      share_links (facts);
      return TRUE;
    }

  if (errno == ENOENT && faccessat (root, "sys/bus", F_OK, 0) == 0)
    return TRUE;

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               /* Translators: %s is the system's reason, like “Permission denied”. */
               _ ("This computer's list of PCI devices, /sys/bus/pci/devices, cannot be read: "
                  "%s. Check that /sys is mounted."),
               g_strerror (errno));
  return FALSE;
}
