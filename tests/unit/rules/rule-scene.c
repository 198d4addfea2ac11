/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"

static BerthPciFacts *
add_card (BerthFacts *facts, const char *address, guint32 class_code, int iommu_group)
{
  BerthPciFacts *pci = scene_add_pci (facts, address, class_code, iommu_group);

  pci->reset_methods = BERTH_RESET_FLR | BERTH_RESET_BUS;
  return pci;
}

static void
add_devices (BerthFacts *facts)
{
  scene_add_pci (facts, "00:00.0", 0x060000, 0);
  scene_add_pci (facts, "00:1c.0", 0x060400, 0);
  scene_add_pci (facts, "00:14.0", 0x0c0330, 2)->reset_methods = BERTH_RESET_PM;
  scene_add_pci (facts, "00:1f.0", 0x060100, 9);
  scene_add_pci (facts, "00:1f.3", 0x040300, 9)->reset_methods = BERTH_RESET_PM;
  add_card (facts, "01:00.0", 0x030000, 1);
  add_card (facts, "01:00.1", 0x040300, 1);
  add_card (facts, "02:00.0", 0x010802, 3);
  add_card (facts, "03:00.0", 0x010802, 5);
  add_card (facts, "04:00.0", 0x020000, 4);
  add_card (facts, "05:00.0", 0x010400, 4);
  add_card (facts, "06:00.0", 0x040300, 6);
  add_card (facts, "07:00.0", 0x070000, 6);
  scene_add_usb (facts, "1-2", "00:14.0", "030101");
  scene_add_usb (facts, "1-3", "00:14.0", "080650");
  scene_add_use (facts, BERTH_USE_INPUT, "1-2", "Logitech K120", BERTH_PURPOSE_KEYBOARD);
  scene_add_use (facts, BERTH_USE_DISK, "02:00.0", "nvme0n1p2", "/");
  scene_add_use (facts, BERTH_USE_DISK, "03:00.0", "nvme1n1p1", "/srv");
  scene_add_use (facts, BERTH_USE_NETWORK, "04:00.0", "eth0", BERTH_PURPOSE_ROUTE);
}

/* What was changed since is read again: inventories and rosters are snapshots. */
static void
read_again (RuleScene *self)
{
  g_clear_pointer (&self->roster, berth_roster_unref);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  self->inventory = scene_inventory (self->facts);
  self->roster = berth_roster_new (self->vms);
}

void
rule_scene_set_up (RuleScene *self, gconstpointer rule)
{
  self->rule = rule;
  self->facts = berth_facts_new ();
  self->facts->platform = BERTH_PLATFORM_BARE;
  self->facts->iommu = TRUE;
  self->facts->interrupt_remapping = BERTH_TRUTH_YES;
  self->facts->unsafe_interrupts = BERTH_TRUTH_NO;
  self->facts->acs_override = BERTH_TRUTH_NO;
  self->facts->memory_total = 16 * 1024 * 1024;
  self->facts->memory_available = 8 * 1024 * 1024;
  add_devices (self->facts);

  self->vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  self->wanted = berth_assignment_list_new ();
  self->work = rule_scene_add_vm (self, "test:", "work");
  self->other = rule_scene_add_vm (self, "test:", "other");
  self->other->state = BERTH_VM_RUNNING;
  rule_scene_assign (self, self->other->live, "01:00.0");
  rule_scene_assign (self, self->other->live, "07:00.0");
  rule_scene_assign (self, self->other->configured, "01:00.0");
  rule_scene_assign (self, self->other->configured, "01:00.1");
}

void
rule_scene_tear_down (RuleScene *self, gconstpointer rule)
{
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_pointer (&self->roster, berth_roster_unref);
  g_clear_pointer (&self->vms, g_ptr_array_unref);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->facts, berth_facts_unref);
}

/* The facts of the function at @address, to be changed. */
BerthPciFacts *
rule_scene_pci (RuleScene *self, const char *address)
{
  BerthAddress at = scene_address (address);

  for (guint i = 0; i < self->facts->pci->len; i++)
    {
      BerthPciFacts *pci = g_ptr_array_index (self->facts->pci, i);

      if (berth_address_equal (&pci->address, &at))
        return pci;
    }
  g_assert_not_reached ();
}

/* Assigns what sits at @address, pinned if there is anything. */
BerthAssignment *
rule_scene_assign (RuleScene *self, GPtrArray *list, const char *address)
{
  read_again (self);
  return scene_assign (list, self->inventory, address);
}

/* “work” shall have what sits at @address. */
BerthAssignment *
rule_scene_want (RuleScene *self, const char *address)
{
  return rule_scene_assign (self, self->wanted, address);
}

/* “work” shall have 01:00.1 and leave 01:00.0, which is in no group with it. */
void
rule_scene_want_half (RuleScene *self)
{
  rule_scene_pci (self, "01:00.0")->iommu_group = BERTH_NO_GROUP;
  rule_scene_pci (self, "01:00.1")->iommu_group = BERTH_NO_GROUP;
  rule_scene_want (self, "01:00.1");
}

BerthVm *
rule_scene_add_vm (RuleScene *self, const char *connection, const char *name)
{
  g_autofree char *uuid = g_strconcat ("uuid-", name, NULL);
  BerthVm *vm = berth_vm_new (connection, uuid, name);

  g_ptr_array_add (self->vms, vm);
  return vm;
}

/* “other” has nothing any more. */
void
rule_scene_clear_other (RuleScene *self)
{
  g_ptr_array_set_size (self->other->live, 0);
  g_ptr_array_set_size (self->other->configured, 0);
}

static BerthSituation
look (RuleScene *self)
{
  read_again (self);
  return (BerthSituation){ .inventory = self->inventory,
                           .roster = self->roster,
                           .vm = self->without_vm ? NULL : self->work,
                           .wanted = self->without_vm ? NULL : self->wanted };
}

/* Only what the rule of this test says. */
static GPtrArray *
keep_rule (RuleScene *self, GPtrArray *findings)
{
  for (guint i = findings->len; i > 0; i--)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i - 1);

      if (self->rule != NULL && !g_str_equal (finding->id, self->rule))
        g_ptr_array_remove_index (findings, i - 1);
    }
  return findings;
}

/* What is said about the bundle of @address; about what is missing, if there is nothing. */
GPtrArray *
rule_scene_check (RuleScene *self, const char *address)
{
  BerthAddress at = scene_address (address);
  BerthSituation situation = look (self);
  BerthBundle *bundle = berth_inventory_lookup_bundle (self->inventory, &at);
  const BerthAssignment *assignment = berth_assignment_list_lookup (self->wanted, &at);
  BerthIdentity nothing = { 0 };
  g_autoptr (BerthBundle) ghost = NULL;

  if (bundle != NULL)
    return keep_rule (self, berth_ruleset_check (&situation, bundle));

  ghost = berth_bundle_new_ghost (&at, assignment != NULL ? &assignment->identity : &nothing);
  return keep_rule (self, berth_ruleset_check (&situation, ghost));
}

static void
assert_line (const char *line)
{
  g_assert_nonnull (line);
  g_assert_true (g_str_has_suffix (line, "."));
  g_assert_null (strchr (line, '\n'));
}

/* "id severity address stops-start can-force", without the address for what has none. */
static char *
print (GPtrArray *findings, gboolean has_address)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      g_assert_cmpint (finding->has_address, ==, has_address);
      g_assert_nonnull (finding->words);
      g_assert_false (g_str_has_suffix (finding->words, "."));
      assert_line (finding->what);
      assert_line (finding->why);
      assert_line (finding->remedy);
      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", finding->id,
                              berth_severity_get_nick (finding->severity));
      if (has_address)
        {
          g_autofree char *address = berth_address_dup_short (&finding->address);

          g_string_append_printf (text, " %s", address);
        }
      g_string_append (text, finding->stops_start ? " stops-start" : "");
      g_string_append (text, finding->can_force ? " can-force" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is said about the bundle of @address, in order:
 * "claimed caution 01:00.0 stops-start, companion refused 04:00.0 can-force". */
void
assert_findings (RuleScene *self, const char *address, const char *expected)
{
  g_autoptr (GPtrArray) findings = rule_scene_check (self, address);
  g_autofree char *found = print (findings, TRUE);

  g_assert_cmpstr (found, ==, expected);
}

/* What is said about all that “work” shall have together: "memory danger stops-start". */
void
assert_vm_findings (RuleScene *self, const char *expected)
{
  BerthSituation situation = look (self);
  g_autoptr (GPtrArray) findings = keep_rule (self, berth_ruleset_check_vm (&situation));
  g_autofree char *found = print (findings, FALSE);

  g_assert_cmpstr (found, ==, expected);
}

/* What is said about the computer itself. */
void
assert_computer_findings (RuleScene *self, const char *expected)
{
  BerthSituation situation = look (self);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *found = NULL;

  situation.vm = NULL;
  situation.wanted = NULL;
  findings = keep_rule (self, berth_ruleset_check_computer (&situation));
  found = print (findings, FALSE);
  g_assert_cmpstr (found, ==, expected);
}

static void
print_remedy (GString *text, const BerthRemedy *remedy)
{
  const char *nick = berth_remedy_kind_get_nick (remedy->kind);
  g_autofree char *address = NULL;
  g_autofree char *target = NULL;

  if (text->len > 0)
    g_string_append (text, ", ");
  if (remedy->kind == BERTH_REMEDY_OPEN_VM)
    {
      g_string_append_printf (text, "%s %s", nick, remedy->vm_name);
      return;
    }

  address = berth_address_dup_short (&remedy->address);
  g_string_append_printf (text, "%s %s", nick, address);
  if (remedy->kind == BERTH_REMEDY_MOVE)
    {
      target = berth_address_dup_short (&remedy->target);
      g_string_append_printf (text, " %s", target);
    }
  if (remedy->kind == BERTH_REMEDY_OPTION_ON || remedy->kind == BERTH_REMEDY_OPTION_OFF)
    g_string_append_printf (text, " %s", berth_option_get_words (remedy->option));
}

/* The one-click remedies of all that is said about the bundle of @address:
 * "move 01:00.0 05:00.0, pin 01:00.0, open-vm other". */
void
assert_remedies (RuleScene *self, const char *address, const char *expected)
{
  g_autoptr (GPtrArray) findings = rule_scene_check (self, address);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      for (guint j = 0; j < finding->remedies->len; j++)
        print_remedy (text, g_ptr_array_index (finding->remedies, j));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* The first line of the first thing that is said about the bundle of @address. */
void
assert_words (RuleScene *self, const char *address, const char *expected)
{
  g_autoptr (GPtrArray) findings = rule_scene_check (self, address);

  g_assert_cmpuint (findings->len, >, 0);
  g_assert_cmpstr (((BerthFinding *) g_ptr_array_index (findings, 0))->what, ==, expected);
}
