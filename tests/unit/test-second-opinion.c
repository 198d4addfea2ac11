/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The helper judges for itself and knows nothing of model/ and rules/. Over all recorded computers:
 * what the rules say the computer cannot spare, the helper does not bind either. */

#include "base/berth-error.h"
#include "facts/berth-facts-recorded.h"
#include "helper/berth-refusals.h"
#include "model/berth-need.h"
#include "rules/berth-ruleset.h"

typedef struct
{
  BerthFacts *facts;
  BerthSituation situation;
  guint n_refused;
  guint n_spared;
} Computer;

static gboolean
is_about_host (const BerthFinding *finding)
{
  return g_str_equal (finding->id, "host-need") || g_str_equal (finding->id, "host-function")
         || g_str_equal (finding->id, "bridge");
}

/* Whether the rules refuse @device for the computer's sake. */
static gboolean
rules_refuse (const Computer *self, const BerthDevice *device)
{
  BerthBundle *bundle
      = berth_inventory_lookup_bundle (self->situation.inventory, &device->address);
  g_autoptr (GPtrArray) findings = berth_ruleset_check (&self->situation, bundle);

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == BERTH_SEVERITY_REFUSED && is_about_host (finding)
          && finding->has_address && berth_address_equal (&finding->address, &device->address))
        return TRUE;
    }
  return FALSE;
}

/* Whether the helper refuses @method for it, as it stands there; what the computer could not do
 * with any device does not count. */
static gboolean
helper_refuses (const Computer *self, const BerthDevice *device, const char *method)
{
  gboolean is_xen = self->facts->platform == BERTH_PLATFORM_XEN;
  BerthRequest request = { .method = method,
                           .address = device->address,
                           .identity = berth_pci_identity_of (device->pci),
                           .target = is_xen ? BERTH_BIND_TARGET_PCIBACK
                                            : BERTH_BIND_TARGET_VFIO_PCI,
                           .has_identity = TRUE,
                           .has_target = TRUE };
  g_autoptr (GError) error = NULL;

  if (berth_refusals_check (self->facts, &request, &error))
    return FALSE;
  g_test_message ("%s", error->message);
  return g_error_matches (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
}

static void
check_device (Computer *self, const BerthDevice *device)
{
  BerthNeed need = berth_need_judge (&self->situation, device);
  gboolean refuses = helper_refuses (self, device, "Bind");

  g_assert_true (helper_refuses (self, device, "AddToBoot") == refuses);
  if (rules_refuse (self, device) || need.answer == BERTH_NEED_NEEDED
      || need.answer == BERTH_NEED_CANNOT_TELL)
    g_assert_true (refuses);
  /* A second opinion that is always no would be none. */
  if (need.answer == BERTH_NEED_FREE && device->pci->sriov_count == 0)
    g_assert_false (refuses);
  if (refuses)
    self->n_refused++;
  else
    self->n_spared++;
}

/* Where the IOMMU is off the helper says that first, so it is taken to be on. */
static void
give_groups (BerthFacts *facts)
{
  if (facts->platform != BERTH_PLATFORM_BARE || facts->iommu)
    return;
  for (guint i = 0; i < facts->pci->len; i++)
    ((BerthPciFacts *) g_ptr_array_index (facts->pci, i))->iommu_group = (int) i;
}

static void
test_computer (gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "computers", data, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = berth_facts_read_recorded (folder, &error);
  g_autoptr (GPtrArray) vms = g_ptr_array_new ();
  Computer self = { .facts = facts };
  GPtrArray *devices;

  g_assert_no_error (error);
  give_groups (facts);
  self.situation.inventory = berth_inventory_new (facts);
  self.situation.roster = berth_roster_new (vms);
  devices = berth_inventory_get_devices (self.situation.inventory);
  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);
      g_autofree char *address = berth_address_dup_string (&device->address);

      g_test_message ("%s", address);
      if (device->pci != NULL)
        check_device (&self, device);
    }
  g_test_message ("%u refused, %u spared", self.n_refused, self.n_spared);
  g_assert_cmpuint (self.n_refused, >, 0);
  if (!facts->is_remote)
    g_assert_cmpuint (self.n_spared, >, 0);

  berth_roster_unref (self.situation.roster);
  berth_inventory_unref (self.situation.inventory);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) entries = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "computers", NULL);
  entries = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (entries)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  /* A folder that is empty by mistake would pass. */
  g_assert_cmpuint (names->len, >=, 20);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat ("/second-opinion/", g_ptr_array_index (names, i), NULL);

      g_test_add_data_func (path, g_ptr_array_index (names, i), test_computer);
    }
  return g_test_run ();
}
