/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rules/berth-ruleset.h"

/* THE table of rules. A new rule is a new file berth-rule-NAME.c with `const BerthRule
 * berth_rule_NAME` in it, and a row here. What is equally bad is said in this order. */
#define RULES(ROW) \
  ROW (berth_rule_bridge) \
  ROW (berth_rule_host_function) \
  ROW (berth_rule_vm_cannot_take) \
  ROW (berth_rule_host_need) \
  ROW (berth_rule_companion) \
  ROW (berth_rule_physical_function) \
  ROW (berth_rule_changed) \
  ROW (berth_rule_both_options) \
  ROW (berth_rule_missing) \
  ROW (berth_rule_claimed) \
  ROW (berth_rule_held_unseen) \
  ROW (berth_rule_split) \
  ROW (berth_rule_permissive) \
  ROW (berth_rule_still_permissive) \
  ROW (berth_rule_not_quarantined) \
  ROW (berth_rule_driverless) \
  ROW (berth_rule_boot_binding) \
  ROW (berth_rule_no_strict_reset) \
  ROW (berth_rule_removable) \
  ROW (berth_rule_virtual_function) \
  ROW (berth_rule_not_pinned) \
  ROW (berth_rule_bound_elsewhere) \
  ROW (berth_rule_no_iommu) \
  ROW (berth_rule_pciback_missing) \
  ROW (berth_rule_interrupt_remapping) \
  ROW (berth_rule_unsafe_interrupts) \
  ROW (berth_rule_acs_override) \
  ROW (berth_rule_reserved_memory) \
  ROW (berth_rule_known_bad_reset) \
  ROW (berth_rule_no_reset) \
  ROW (berth_rule_bus_reset_only) \
  ROW (berth_rule_shared_interrupt) \
  ROW (berth_rule_shared_page) \
  ROW (berth_rule_balloon) \
  ROW (berth_rule_memory_pin) \
  ROW (berth_rule_no_free_port) \
  ROW (berth_rule_blind)

#define DECLARE(RULE) extern const BerthRule RULE;
#define POINT_AT(RULE) &RULE,

RULES (DECLARE)

static const BerthRule *const table[] = { RULES (POINT_AT) };

/**
 * berth_ruleset_get:
 * @ret_n_rules: (out)
 *
 * Returns: (transfer none) (array length=ret_n_rules): all rules
 */
const BerthRule *const *
berth_ruleset_get (gsize *ret_n_rules)
{
  *ret_n_rules = G_N_ELEMENTS (table);
  return table;
}

/* What a rule does not say itself: where to read more. */
static void
add_links (const BerthRule *rule, GPtrArray *findings, guint first)
{
  for (guint i = first; i < findings->len; i++)
    {
      BerthFinding *finding = g_ptr_array_index (findings, i);

      if (finding->link == NULL)
        finding->link = rule->link;
    }
}

static int
compare_severities (gconstpointer a, gconstpointer b)
{
  const BerthFinding *const *left = a;
  const BerthFinding *const *right = b;

  return (int) (*right)->severity - (int) (*left)->severity;
}

/* Who reads only the first finding must not miss the worst. What is equally bad stays in the order
 * of the table. */
static GPtrArray *
worst_first (GPtrArray *findings)
{
  g_ptr_array_sort (findings, compare_severities);
  return findings;
}

/**
 * berth_ruleset_check:
 *
 * Asks every rule about @bundle.
 *
 * Returns: (transfer full) (element-type BerthFinding): the worst first; empty when no
 *   rule has anything to say
 */
GPtrArray *
berth_ruleset_check (const BerthSituation *situation, BerthBundle *bundle)
{
  GPtrArray *findings = berth_finding_list_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint first = findings->len;

      if (table[i]->check != NULL)
        table[i]->check (table[i], situation, bundle, findings);
      add_links (table[i], findings, first);
    }
  return worst_first (findings);
}

/**
 * berth_ruleset_check_vm:
 * @situation: with a VM
 *
 * Asks every rule about all that the VM shall have, taken together.
 *
 * Returns: (transfer full) (element-type BerthFinding): the worst first; empty when no
 *   rule has anything to say
 */
GPtrArray *
berth_ruleset_check_vm (const BerthSituation *situation)
{
  GPtrArray *findings = berth_finding_list_new ();
  gboolean wants_pci = berth_situation_wants_pci (situation);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint first = findings->len;

      if (table[i]->check_vm != NULL)
        table[i]->check_vm (table[i], situation, findings);
      if (table[i]->is_said_of_vms && wants_pci)
        table[i]->check_computer (table[i], situation, findings);
      add_links (table[i], findings, first);
    }
  return worst_first (findings);
}

/**
 * berth_ruleset_check_computer:
 * @situation: without a VM
 *
 * Asks every rule about the computer itself.
 *
 * Returns: (transfer full) (element-type BerthFinding): the worst first; empty when no
 *   rule has anything to say
 */
GPtrArray *
berth_ruleset_check_computer (const BerthSituation *situation)
{
  GPtrArray *findings = berth_finding_list_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint first = findings->len;

      if (table[i]->check_computer != NULL)
        table[i]->check_computer (table[i], situation, findings);
      add_links (table[i], findings, first);
    }
  return worst_first (findings);
}
