/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-device-action.h"
#include "scene.h"

#define ALL (~0u)
#define CARD "03:00.0"

/* What is offered for a device, in its order; what cannot be done now has a minus. */
static char *
dup_offer (BerthFacts *facts, const char *address, guint able)
{
  g_autoptr (BerthInventory) inventory = scene_inventory (facts);
  BerthAddress parsed = scene_address (address);
  BerthDevice *device = berth_inventory_lookup (inventory, &parsed);
  g_autoptr (GPtrArray) actions
      = berth_device_action_list (device, berth_inventory_get_facts (inventory), able);
  g_autoptr (GString) offer = g_string_new (NULL);

  for (guint i = 0; i < actions->len; i++)
    {
      const BerthDeviceAction *action = g_ptr_array_index (actions, i);

      g_string_append_printf (offer, "%s%s%s", i > 0 ? " " : "", action->why_not != NULL ? "-" : "",
                              berth_device_action_get_name (action->kind));
    }
  return g_string_free (g_steal_pointer (&offer), FALSE);
}

typedef struct
{
  BerthPlatform platform;
  const char *driver;
  const char *override;
  BerthTruth permissive;
  const char *offer;
} DriverCase;

static const DriverCase driver_cases[] = {
  { BERTH_PLATFORM_BARE, "igb", NULL, BERTH_TRUTH_UNKNOWN, "bind -return boot-add" },
  { BERTH_PLATFORM_BARE, NULL, NULL, BERTH_TRUTH_UNKNOWN, "bind -return boot-add" },
  { BERTH_PLATFORM_BARE, NULL, "vfio-pci", BERTH_TRUTH_UNKNOWN, "bind return boot-add" },
  { BERTH_PLATFORM_BARE, "vfio-pci", "vfio-pci", BERTH_TRUTH_UNKNOWN, "-bind return boot-add" },
  { BERTH_PLATFORM_BARE, "mlx5_vfio_pci", NULL, BERTH_TRUTH_UNKNOWN, "bind return boot-add" },
  { BERTH_PLATFORM_BARE, "pci-stub", NULL, BERTH_TRUTH_UNKNOWN, "bind return boot-add" },
  { BERTH_PLATFORM_XEN, "vfio-pci", NULL, BERTH_TRUTH_UNKNOWN, "bind return boot-add" },
  { BERTH_PLATFORM_XEN, "pciback", NULL, BERTH_TRUTH_UNKNOWN, "-bind return permissive boot-add" },
  { BERTH_PLATFORM_QUBES, "pciback", NULL, BERTH_TRUTH_NO, "-bind return permissive boot-add" },
  { BERTH_PLATFORM_XEN, "pciback", NULL, BERTH_TRUTH_YES, "-bind return -permissive boot-add" },
};

static void
test_driver (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (driver_cases); i++)
    {
      const DriverCase *c = &driver_cases[i];
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      BerthPciFacts *pci = scene_add_pci (facts, CARD, 0x020000, 4);
      g_autofree char *offer = NULL;

      facts->platform = c->platform;
      pci->driver = g_strdup (c->driver);
      pci->driver_override = g_strdup (c->override);
      pci->permissive = c->permissive;
      offer = dup_offer (facts, CARD, ALL);
      g_assert_cmpstr (offer, ==, c->offer);
    }
}

static void
add_binding (BerthFacts *facts, const char *address, BerthBootTrial trial)
{
  BerthBootBinding *binding = g_new0 (BerthBootBinding, 1);

  binding->address = scene_address (address);
  binding->target = BERTH_BIND_TARGET_VFIO_PCI;
  binding->trial = trial;
  g_ptr_array_add (facts->boot_bindings, binding);
}

typedef struct
{
  const char *address;
  BerthBootTrial trial;
  const char *offer;
} BootCase;

/* One that is not tried yet cannot be confirmed, and one that is confirmed need not. */
static const BootCase boot_cases[] = {
  { CARD, BERTH_BOOT_TRIAL_NEW, "bind -return boot-remove -boot-confirm" },
  { CARD, BERTH_BOOT_TRIAL_TRIED, "bind -return boot-remove boot-confirm" },
  { CARD, BERTH_BOOT_TRIAL_CONFIRMED, "bind -return boot-remove" },
  { "03:00.1", BERTH_BOOT_TRIAL_TRIED, "bind -return boot-add" },
};

static void
test_boot (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (boot_cases); i++)
    {
      g_autoptr (BerthFacts) facts = berth_facts_new ();
      g_autofree char *offer = NULL;

      scene_add_pci (facts, CARD, 0x020000, 4)->driver = g_strdup ("igb");
      add_binding (facts, boot_cases[i].address, boot_cases[i].trial);
      offer = dup_offer (facts, CARD, ALL);
      g_assert_cmpstr (offer, ==, boot_cases[i].offer);
    }
}

/* What nobody can do there says so; what cannot be done to the device at all is not offered. */
static void
test_able (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autofree char *some = NULL;
  g_autofree char *bridge = NULL;
  g_autofree char *usb = NULL;

  scene_add_pci (facts, "00:01.0", 0x060400, 1);
  scene_add_pci (facts, CARD, 0x0c0330, 4);
  scene_add_usb (facts, "1-2", CARD, "080650");
  some = dup_offer (facts, CARD, 1u << BERTH_HOST_ACTION_BIND);
  bridge = dup_offer (facts, "00:01.0", ALL);
  usb = dup_offer (facts, "1-2", ALL);
  g_assert_cmpstr (some, ==, "bind -return -boot-add");
  g_assert_cmpstr (bridge, ==, "");
  g_assert_cmpstr (usb, ==, "");
}

/* A driver may call itself anything; what is said of it is safe to show. */
static void
test_now (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = NULL;
  BerthAddress card = scene_address (CARD);
  BerthAddress bare = scene_address ("03:00.1");
  BerthAddress gone = scene_address ("03:00.2");
  g_autofree char *held = NULL;
  g_autofree char *free_now = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *bound = NULL;
  g_autofree char *unbound = NULL;

  scene_add_pci (facts, CARD, 0x020000, 4)->driver = g_strdup ("ig\nb");
  scene_add_pci (facts, "03:00.1", 0x020000, 4);
  add_binding (facts, CARD, BERTH_BOOT_TRIAL_NEW);
  inventory = scene_inventory (facts);
  held = berth_device_action_dup_now (BERTH_HOST_ACTION_BIND, inventory, &card);
  free_now = berth_device_action_dup_now (BERTH_HOST_ACTION_RETURN, inventory, &bare);
  missing = berth_device_action_dup_now (BERTH_HOST_ACTION_RETURN, inventory, &gone);
  bound = berth_device_action_dup_now (BERTH_HOST_ACTION_BOOT_ADD, inventory, &card);
  unbound = berth_device_action_dup_now (BERTH_HOST_ACTION_BOOT_ADD, inventory, &bare);

  g_assert_nonnull (strstr (held, "driver ig"));
  g_assert_null (strchr (held, '\n'));
  g_assert_cmpstr (free_now, ==, "Now it has no driver.");
  g_assert_cmpstr (missing, ==, "Now it is not in this computer any more.");
  g_assert_cmpstr (bound, ==, "Now it has a boot binding.");
  g_assert_cmpstr (unbound, ==, "Now it has no boot binding.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-action/driver", test_driver);
  g_test_add_func ("/device-action/boot", test_boot);
  g_test_add_func ("/device-action/able", test_able);
  g_test_add_func ("/device-action/now", test_now);
  return g_test_run ();
}
