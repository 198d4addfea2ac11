/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-situation.h"

#include "scene.h"

/* A card of three functions, two of them in one IOMMU group with 02:00.0, and three network cards
 * of which two are of one model. */
typedef struct
{
  BerthInventory *inventory;
  GPtrArray *wanted;
  BerthSituation situation;
  BerthBundle *card;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthAddress address = scene_address ("01:00.0");

  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "01:00.1", 0x040300, 1);
  scene_add_pci (facts, "01:00.2", 0x0c0330, 2);
  scene_add_pci (facts, "02:00.0", 0x010802, 1);
  scene_add_pci (facts, "05:00.0", 0x020000, 5)->device = 0x1521;
  scene_add_pci (facts, "06:00.0", 0x020000, 6)->device = 0x1521;
  scene_add_pci (facts, "07:00.0", 0x020000, 7)->device = 0x1533;
  self->inventory = scene_inventory (facts);
  self->wanted = berth_assignment_list_new ();
  self->situation = (BerthSituation){ .inventory = self->inventory, .wanted = self->wanted };
  self->card = berth_inventory_lookup_bundle (self->inventory, &address);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_ptr_array_unref (self->wanted);
  berth_inventory_unref (self->inventory);
}

static void
assert_taken (Fixture *self, const char *functions, const char *companions)
{
  g_autoptr (GPtrArray) taken
      = berth_situation_list_taken (&self->situation, self->card, self->card->functions);
  g_autoptr (GPtrArray) along
      = berth_situation_list_taken (&self->situation, self->card, self->card->companions);
  g_autofree char *taken_text = scene_addresses (taken);
  g_autofree char *along_text = scene_addresses (along);

  g_assert_cmpstr (taken_text, ==, functions);
  g_assert_cmpstr (along_text, ==, companions);
}

/* All of it as long as nothing is wished for; then what is, and the rest of its group. */
static void
test_taken (Fixture *self, gconstpointer data)
{
  assert_taken (self, "01:00.0 01:00.1 01:00.2", "02:00.0");
  scene_assign (self->wanted, self->inventory, "01:00.2");
  assert_taken (self, "01:00.2", "");
  g_ptr_array_set_size (self->wanted, 0);
  scene_assign (self->wanted, self->inventory, "01:00.0");
  assert_taken (self, "01:00.0 01:00.1", "02:00.0");
  g_ptr_array_set_size (self->wanted, 0);
  scene_assign (self->wanted, self->inventory, "07:00.0");
  assert_taken (self, "01:00.0 01:00.1 01:00.2", "02:00.0");
}

static const BerthDevice *
find_moved (Fixture *self, const char *meant_at, guint16 device)
{
  BerthAddress address = scene_address (meant_at);
  BerthIdentity identity = { .known = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE,
                             .vendor = 0x8086,
                             .device = device };

  return berth_situation_find_moved (&self->situation, &address, &identity);
}

/* Never a guess between two, and never what the VM has already. */
static void
test_moved (Fixture *self, gconstpointer data)
{
  BerthAddress single = scene_address ("07:00.0");
  BerthAddress second = scene_address ("06:00.0");

  g_assert_true (berth_address_equal (&find_moved (self, "0a:00.0", 0x1533)->address, &single));
  g_assert_null (find_moved (self, "07:00.0", 0x1533));
  g_assert_null (find_moved (self, "0a:00.0", 0x9999));
  g_assert_null (find_moved (self, "0a:00.0", 0x1521));
  g_assert_null (find_moved (self, "1-2", 0x1533));

  scene_assign (self->wanted, self->inventory, "05:00.0");
  g_assert_true (berth_address_equal (&find_moved (self, "0a:00.0", 0x1521)->address, &second));
  scene_assign (self->wanted, self->inventory, "07:00.0");
  g_assert_null (find_moved (self, "0a:00.0", 0x1533));
}

static void
test_option (Fixture *self, gconstpointer data)
{
  BerthAssignment *second;

  scene_assign (self->wanted, self->inventory, "01:00.0");
  second = scene_assign (self->wanted, self->inventory, "01:00.1");
  g_assert_null (
      berth_situation_find_option (&self->situation, self->card, BERTH_OPTION_PERMISSIVE));
  second->options = BERTH_OPTION_PERMISSIVE;
  g_assert_true (
      berth_situation_find_option (&self->situation, self->card, BERTH_OPTION_PERMISSIVE)
      == second);
  g_assert_null (
      berth_situation_find_option (&self->situation, self->card, BERTH_OPTION_MANAGED));
}

/* The index answers as the list does, also where an address comes twice. */
static void
test_index (Fixture *self, gconstpointer data)
{
  BerthAssignment *first = scene_assign (self->wanted, self->inventory, "01:00.0");
  BerthAddress there = scene_address ("01:00.0");
  BerthAddress not_there = scene_address ("02:00.0");
  g_autoptr (GHashTable) index = NULL;

  scene_assign (self->wanted, self->inventory, "01:00.0");
  index = berth_assignment_list_index (self->wanted);
  for (int round = 0; round < 2; round++)
    {
      g_assert_true (berth_situation_lookup_wanted (&self->situation, &there) == first);
      g_assert_null (berth_situation_lookup_wanted (&self->situation, &not_there));
      self->situation.wanted_at = index;
    }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/situation/taken", test_taken);
  ADD ("/situation/moved", test_moved);
  ADD ("/situation/option", test_option);
  ADD ("/situation/index", test_index);
  return g_test_run ();
}
