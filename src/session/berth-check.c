/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the rules say about a computer, its devices and its VMs as they are, without a wish. */

#include "session/berth-check.h"

#include "rules/berth-ruleset.h"

static GPtrArray *
take_findings (GPtrArray *all, GPtrArray *more)
{
  g_ptr_array_extend_and_steal (all, more);
  return all;
}

/**
 * berth_check_computer:
 *
 * Returns: (transfer full) (element-type BerthFinding): what is to be said about the computer
 *   itself; empty as long as its devices were not read
 */
GPtrArray *
berth_check_computer (BerthComputer *computer)
{
  BerthSituation situation = {
    .inventory = berth_computer_get_inventory (computer),
    .roster = berth_computer_get_roster (computer),
  };

  if (situation.inventory == NULL)
    return berth_finding_list_new ();
  return berth_ruleset_check_computer (&situation);
}

/**
 * berth_check_bundle:
 * @bundle: of the computer's inventory
 *
 * Returns: (transfer full) (element-type BerthFinding): what is to be said about giving it away, to
 *   whichever VM
 */
GPtrArray *
berth_check_bundle (BerthComputer *computer, BerthBundle *bundle)
{
  BerthSituation situation = {
    .inventory = berth_computer_get_inventory (computer),
    .roster = berth_computer_get_roster (computer),
  };

  return berth_ruleset_check (&situation, bundle);
}

/* The bundles of what is configured, each once: what is not in this computer as ghosts. */
static GPtrArray *
list_bundles (BerthInventory *inventory, const BerthVm *vm)
{
  GPtrArray *bundles = berth_inventory_list_ghosts (inventory, vm->configured);

  for (guint i = 0; i < vm->configured->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (vm->configured, i);
      BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &assignment->address);

      if (bundle != NULL && !g_ptr_array_find (bundles, bundle, NULL))
        g_ptr_array_add (bundles, berth_bundle_ref (bundle));
    }
  return bundles;
}

/**
 * berth_check_vm:
 *
 * Returns: (transfer full) (element-type BerthFinding): what is to be said about @vm with what it
 *   has configured; empty as long as the computer's devices were not read
 */
GPtrArray *
berth_check_vm (BerthComputer *computer, const BerthVm *vm)
{
  BerthSituation situation = {
    .inventory = berth_computer_get_inventory (computer),
    .roster = berth_computer_get_roster (computer),
    .vm = vm,
  };
  GPtrArray *findings = berth_finding_list_new ();
  g_autoptr (GHashTable) wanted_at = NULL;
  g_autoptr (GPtrArray) bundles = NULL;

  if (situation.inventory == NULL)
    return findings;

  situation.wanted_at = wanted_at = berth_assignment_list_index (vm->configured);
  take_findings (findings, berth_ruleset_check_vm (&situation));
  bundles = list_bundles (situation.inventory, vm);
  for (guint i = 0; i < bundles->len; i++)
    take_findings (findings, berth_ruleset_check (&situation, g_ptr_array_index (bundles, i)));
  return findings;
}

/**
 * berth_check_start:
 *
 * Returns: (transfer full) (element-type BerthFinding): of these, what would make the start of @vm
 *   fail now, and what the computer needs and would lose by it: somebody else may have assigned it,
 *   or the computer came to need it since
 */
GPtrArray *
berth_check_start (BerthComputer *computer, const BerthVm *vm)
{
  GPtrArray *findings = berth_check_vm (computer, vm);

  for (guint i = findings->len; i > 0; i--)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i - 1);

      if (!finding->stops_start
          && !(finding->severity == BERTH_SEVERITY_REFUSED && finding->can_force))
        g_ptr_array_remove_index (findings, i - 1);
    }
  return findings;
}

static void
free_findings (gpointer findings)
{
  g_ptr_array_unref (findings);
}

static void
check_bundles_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const BerthSituation *situation = data;
  GPtrArray *bundles = berth_inventory_get_bundles (situation->inventory);
  GHashTable *all = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers,
                                           g_free, free_findings);

  for (guint i = 0; i < bundles->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      BerthBundle *bundle = g_ptr_array_index (bundles, i);

      g_hash_table_insert (all, berth_address_copy (&bundle->address),
                           berth_ruleset_check (situation, bundle));
    }
  g_task_return_pointer (task, all, (GDestroyNotify) g_hash_table_unref);
}

static void
situation_free (gpointer data)
{
  BerthSituation *situation = data;

  berth_inventory_unref (situation->inventory);
  berth_roster_unref (situation->roster);
  g_free (situation);
}

/**
 * berth_check_bundles_async:
 * @computer: with its devices read
 *
 * Checks all bundles as berth_check_bundle() does, in a worker: there may be a thousand.
 */
void
berth_check_bundles_async (BerthComputer *computer,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (computer, cancellable, callback, user_data);
  BerthSituation *situation = g_new0 (BerthSituation, 1);

  situation->inventory = berth_inventory_ref (berth_computer_get_inventory (computer));
  situation->roster = berth_roster_ref (berth_computer_get_roster (computer));
  g_task_set_source_tag (task, berth_check_bundles_async);
  g_task_set_task_data (task, situation, situation_free);
  g_task_run_in_thread (task, check_bundles_in_thread);
}

/**
 * berth_check_bundles_finish:
 *
 * Returns: (transfer full) (element-type BerthAddress GPtrArray): the findings of each bundle, by
 *   its address
 */
GHashTable *
berth_check_bundles_finish (BerthComputer *computer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
