/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-boot-binding.h"
#include "rule-scene.h"
#include "test-rules.h"

static BerthBootBinding *
add (RuleScene *self, const char *address, BerthBootTrial trial, BerthBootOutcome outcome)
{
  BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

  binding->address = scene_address (address);
  binding->target = BERTH_BIND_TARGET_VFIO_PCI;
  binding->trial = trial;
  binding->outcome = outcome;
  binding->identity.vendor = 0x8086;
  binding->identity.device = 0x10d3;
  g_ptr_array_add (self->facts->boot_bindings, binding);
  self->without_vm = TRUE;
  return binding;
}

#define NEW BERTH_BOOT_TRIAL_NEW
#define TRIED BERTH_BOOT_TRIAL_TRIED
#define CONFIRMED BERTH_BOOT_TRIAL_CONFIRMED

static const struct
{
  BerthBootTrial trial;
  BerthBootOutcome outcome;
  const char *severity; /* NULL: nothing is said */
  const char *what;     /* a piece of it */
  const char *remedy;
} cases[] = {
  { NEW, BERTH_BOOT_OUTCOME_NONE, "note", "at the next boot, on trial", "confirm it" },
  { TRIED, BERTH_BOOT_OUTCOME_BOUND, "note", "at this boot, on trial", "Confirm it" },
  { CONFIRMED, BERTH_BOOT_OUTCOME_BOUND, NULL, NULL, NULL },
  { CONFIRMED, BERTH_BOOT_OUTCOME_NONE, NULL, NULL, NULL },
  { TRIED, BERTH_BOOT_OUTCOME_NONE, NULL, NULL, NULL },
  { TRIED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED, "caution", "nobody confirmed it", "confirm it now" },
  /* confirmed after that start */
  { CONFIRMED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED, NULL, NULL, NULL },
  { NEW, BERTH_BOOT_OUTCOME_HELD_BY_HOST, "caution", "had it first", "“vfio-pci.ids=8086:10d3”" },
  { CONFIRMED, BERTH_BOOT_OUTCOME_CHANGED, "caution", "another device", "Remove it from boot" },
  { CONFIRMED, BERTH_BOOT_OUTCOME_FAILED, "caution", "the kernel did not do it", "journalctl" },
  /* it is there again */
  { CONFIRMED, BERTH_BOOT_OUTCOME_MISSING, NULL, NULL, NULL },
};

static void
test_states (RuleScene *self, gconstpointer data)
{
  BerthBootBinding *binding = add (self, "06:00.0", NEW, BERTH_BOOT_OUTCOME_NONE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expected = NULL;
      g_autoptr (GPtrArray) findings = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      binding->trial = cases[i].trial;
      binding->outcome = cases[i].outcome;
      expected = cases[i].severity != NULL
                     ? g_strdup_printf ("boot-binding %s 06:00.0", cases[i].severity)
                     : g_strdup ("");
      assert_findings (self, "06:00.0", expected);
      assert_findings (self, "07:00.0", "");
      assert_computer_findings (self, "");
      findings = rule_scene_check (self, "06:00.0");
      if (findings->len > 0)
        {
          const BerthFinding *finding = g_ptr_array_index (findings, 0);

          g_assert_nonnull (strstr (finding->what, cases[i].what));
          g_assert_nonnull (strstr (finding->remedy, cases[i].remedy));
        }
    }
}

/* It is said of the computer, not of each VM that shall have the device. */
static void
test_with_vm (RuleScene *self, gconstpointer data)
{
  add (self, "06:00.0", NEW, BERTH_BOOT_OUTCOME_FAILED);
  self->without_vm = FALSE;
  rule_scene_want (self, "06:00.0");
  assert_findings (self, "06:00.0", "");
  assert_vm_findings (self, "");
}

static void
assert_remedy (RuleScene *self, const char *expected)
{
  g_autoptr (GPtrArray) findings = rule_scene_check (self, "06:00.0");
  const BerthFinding *finding;

  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_nonnull (strstr (finding->remedy, expected));
}

/* The words for the kernel command line, of which none means one device of two of a model. */
static void
test_held (RuleScene *self, gconstpointer data)
{
  BerthBootBinding *binding
      = add (self, "06:00.0", CONFIRMED, BERTH_BOOT_OUTCOME_HELD_BY_HOST);

  rule_scene_pci (self, "06:00.0")->device = 0x10d3;
  assert_remedy (self, "Add “vfio-pci.ids=8086:10d3”");
  rule_scene_pci (self, "07:00.0")->device = 0x10d3;
  assert_remedy (self, "takes all devices of this model: 2 here. Add it only if");
  binding->target = BERTH_BIND_TARGET_PCIBACK;
  assert_remedy (self, "“xen-pciback.hide=(0000:06:00.0)”");
}

/* A card is spoken of once: the worst. */
static void
test_card (RuleScene *self, gconstpointer data)
{
  BerthBootBinding *first = add (self, "01:00.0", NEW, BERTH_BOOT_OUTCOME_NONE);
  BerthBootBinding *second = add (self, "01:00.1", NEW, BERTH_BOOT_OUTCOME_NONE);

  assert_findings (self, "01:00.0", "boot-binding note 01:00.0");
  second->outcome = BERTH_BOOT_OUTCOME_FAILED;
  assert_findings (self, "01:00.0", "boot-binding caution 01:00.1");
  first->outcome = BERTH_BOOT_OUTCOME_FAILED;
  assert_findings (self, "01:00.0", "boot-binding caution 01:00.0");
}

static void
test_switched_off (RuleScene *self, gconstpointer data)
{
  self->facts->boot_switched_off = TRUE;
  assert_computer_findings (self, "");
  add (self, "06:00.0", NEW, BERTH_BOOT_OUTCOME_NONE);
  add (self, "07:00.0", CONFIRMED, BERTH_BOOT_OUTCOME_NONE);
  assert_computer_findings (self, "boot-binding note");
  assert_findings (self, "06:00.0", "");
}

static void
test_missing (RuleScene *self, gconstpointer data)
{
  BerthSituation situation = { 0 };
  g_autoptr (GPtrArray) findings = NULL;

  add (self, "0a:00.0", CONFIRMED, BERTH_BOOT_OUTCOME_MISSING);
  assert_computer_findings (self, "boot-binding caution");
  situation.inventory = self->inventory;
  findings = berth_ruleset_check_computer (&situation);
  g_assert_nonnull (strstr (((BerthFinding *) g_ptr_array_index (findings, 0))->remedy,
                            "“berthctl boot remove 0000:0a:00.0”"));
}

void
test_rule_boot_binding_add (void)
{
  RULE_SCENE_ADD ("/rules/boot-binding", "boot-binding", test_states);
  RULE_SCENE_ADD ("/rules/boot-binding/with-vm", "boot-binding", test_with_vm);
  RULE_SCENE_ADD ("/rules/boot-binding/held", "boot-binding", test_held);
  RULE_SCENE_ADD ("/rules/boot-binding/card", "boot-binding", test_card);
  RULE_SCENE_ADD ("/rules/boot-binding/switched-off", "boot-binding", test_switched_off);
  RULE_SCENE_ADD ("/rules/boot-binding/missing", "boot-binding", test_missing);
}
