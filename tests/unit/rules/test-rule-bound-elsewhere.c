/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rule-scene.h"
#include "test-rules.h"

static BerthForeignBinding *
add (RuleScene *self, const char *driver)
{
  BerthForeignBinding *binding = g_new0 (BerthForeignBinding, 1);

  binding->driver = g_strdup (driver);
  g_ptr_array_add (self->facts->foreign_bindings, binding);
  self->without_vm = TRUE;
  return binding;
}

static const BerthFinding *
only (GPtrArray *findings)
{
  g_assert_cmpuint (findings->len, ==, 1);
  return g_ptr_array_index (findings, 0);
}

static void
test_address (RuleScene *self, gconstpointer data)
{
  BerthForeignBinding *binding = add (self, "vfio-pci");

  binding->has_address = TRUE;
  binding->address = scene_address ("06:00.0");
  assert_findings (self, "06:00.0", "bound-elsewhere note 06:00.0");
  assert_findings (self, "07:00.0", "");
  assert_words (self, "06:00.0",
                "Device 06:00.0 (06:00.0) is bound for VMs at every boot by driverctl "
                "(/etc/driverctl.d).");
  /* it is the same for a VM */
  self->without_vm = FALSE;
  assert_findings (self, "06:00.0", "");
}

static void
test_ids (RuleScene *self, gconstpointer data)
{
  BerthForeignBinding *binding = add (self, NULL);
  BerthPciFacts *pci = rule_scene_pci (self, "06:00.0");

  binding->kind = BERTH_FOREIGN_BINDING_VFIO_IDS;
  binding->vendor = pci->vendor;
  binding->device = pci->device;
  assert_findings (self, "06:00.0", "bound-elsewhere note 06:00.0");
  assert_findings (self, "07:00.0", "");
  binding->vendor++;
  assert_findings (self, "06:00.0", "");
}

/* The numbers are those of a card and of its twin. */
static void
test_twins (RuleScene *self, gconstpointer data)
{
  BerthForeignBinding *binding = add (self, "vfio-pci");
  BerthPciFacts *pci = rule_scene_pci (self, "06:00.0");
  g_autoptr (GPtrArray) alone = NULL;
  g_autoptr (GPtrArray) twins = NULL;

  binding->kind = BERTH_FOREIGN_BINDING_MODPROBE_IDS;
  binding->vendor = pci->vendor;
  binding->device = pci->device;
  alone = rule_scene_check (self, "06:00.0");
  g_assert_null (strstr (only (alone)->why, "model"));
  rule_scene_pci (self, "07:00.0")->device = pci->device;
  twins = rule_scene_check (self, "06:00.0");
  g_assert_cmpstr (only (twins)->why, ==, "That is meant for every device of its model: 2 here.");
  assert_findings (self, "07:00.0", "bound-elsewhere note 07:00.0");
}

static void
test_places (RuleScene *self, gconstpointer data)
{
  static const char *const places[] = {
    [BERTH_FOREIGN_BINDING_DRIVERCTL] = "/etc/driverctl.d",
    [BERTH_FOREIGN_BINDING_VFIO_IDS] = "vfio-pci.ids=",
    [BERTH_FOREIGN_BINDING_MODPROBE_IDS] = "/etc/modprobe.d",
    [BERTH_FOREIGN_BINDING_PCIBACK_HIDE] = "xen-pciback.hide=",
  };
  BerthForeignBinding *binding = add (self, NULL);

  binding->has_address = TRUE;
  binding->address = scene_address ("06:00.0");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GPtrArray) findings = NULL;

      binding->kind = i;
      findings = rule_scene_check (self, "06:00.0");
      g_assert_nonnull (strstr (only (findings)->what, places[i]));
      g_assert_nonnull (strstr (only (findings)->remedy, places[i]));
    }
}

/* driverctl chooses among drivers of the host's too. */
static void
test_drivers (RuleScene *self, gconstpointer data)
{
  static const struct
  {
    const char *driver;
    gboolean is_for_vms;
  } cases[] = {
    { "vfio-pci", TRUE },  { "mlx5_vfio_pci", TRUE }, { "pciback", TRUE },
    { "pci-stub", TRUE },  { "nouveau", FALSE },      { "none", FALSE },
  };
  BerthForeignBinding *binding = add (self, NULL);

  binding->has_address = TRUE;
  binding->address = scene_address ("06:00.0");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_free (binding->driver);
      binding->driver = g_strdup (cases[i].driver);
      assert_findings (self, "06:00.0",
                       cases[i].is_for_vms ? "bound-elsewhere note 06:00.0" : "");
    }
}

void
test_rule_bound_elsewhere_add (void)
{
  RULE_SCENE_ADD ("/rules/bound-elsewhere", "bound-elsewhere", test_address);
  RULE_SCENE_ADD ("/rules/bound-elsewhere/ids", "bound-elsewhere", test_ids);
  RULE_SCENE_ADD ("/rules/bound-elsewhere/twins", "bound-elsewhere", test_twins);
  RULE_SCENE_ADD ("/rules/bound-elsewhere/places", "bound-elsewhere", test_places);
  RULE_SCENE_ADD ("/rules/bound-elsewhere/drivers", "bound-elsewhere", test_drivers);
}
