/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "backend/demo/berth-demo-backend.h"
#include "base/berth-error.h"
#include "base/berth-names.h"
#include "blocking.h"
#include "scene.h"
#include "state-folder.h"

#define WORK "3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01"
#define SYS_NET "c0a1b2d3-7e4f-4a5b-8c6d-0e1f2a3b4c11"

#define WIFI "0000:00:14.3"  /* of both laptops */
#define NIC "0000:05:00.0"   /* free, on the KVM laptop */
#define SOUND "0000:00:1f.3" /* free, on the Qubes laptop, with pciback */

static BerthBackend *
opened (const char *uri)
{
  g_autoptr (GError) error = NULL;
  BerthBackend *backend = berth_demo_backend_new (uri);

  blocking_open (backend, &error);
  g_assert_no_error (error);
  return backend;
}

/* With what sits there now; for what is not there with an identity of zeros. */
static BerthHostAction
action_of (BerthBackend *backend, BerthHostActionKind kind, const char *text)
{
  g_autoptr (BerthFacts) facts = blocking_read_facts (backend);
  BerthHostAction action = { .kind = kind, .address = scene_address (text) };
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, &action.address);

  return pci != NULL ? berth_host_action_of (kind, facts, pci) : action;
}

static gboolean
act (BerthBackend *backend, BerthHostActionKind kind, const char *text, GError **error)
{
  BerthHostAction action = action_of (backend, kind, text);

  return blocking_run_host_action (backend, &action, error);
}

static void
assert_done (BerthBackend *backend, BerthHostActionKind kind, const char *text)
{
  g_autoptr (GError) error = NULL;

  act (backend, kind, text, &error);
  g_assert_no_error (error);
}

static void
assert_refused (BerthBackend *backend, BerthHostActionKind kind, const char *text, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (act (backend, kind, text, &error));
  g_test_message ("%s %s: %s", berth_host_action_kind_get_nick (kind), text, error->message);
  g_assert_error (error, BERTH_ERROR, code);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static char *
dup_driver (BerthBackend *backend, const char *text)
{
  g_autoptr (BerthFacts) facts = blocking_read_facts (backend);
  BerthAddress address = scene_address (text);
  const BerthPciFacts *pci = berth_facts_lookup_pci (facts, &address);

  return pci != NULL ? g_strdup (pci->driver) : g_strdup ("gone");
}

static void
assert_driver (BerthBackend *backend, const char *text, const char *driver)
{
  g_autofree char *now = dup_driver (backend, text);

  g_assert_cmpstr (now, ==, driver);
}

static BerthTruth
get_permissive (BerthBackend *backend, const char *text)
{
  g_autoptr (BerthFacts) facts = blocking_read_facts (backend);
  BerthAddress address = scene_address (text);

  return berth_facts_lookup_pci (facts, &address)->permissive;
}

static void
test_bind (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthBackend) other = opened (BERTH_URI_DEMO_KVM);

  assert_done (kvm, BERTH_HOST_ACTION_BIND, WIFI);
  assert_driver (kvm, WIFI, "vfio-pci");
  assert_driver (other, WIFI, "vfio-pci");
  assert_done (kvm, BERTH_HOST_ACTION_BIND, WIFI);

  /* What was bound by hand stays so when a VM that had it is down again. */
  g_assert_true (blocking_set_power (kvm, WORK, TRUE, NULL));
  assert_refused (kvm, BERTH_HOST_ACTION_RETURN, WIFI, BERTH_ERROR_REFUSED);
  assert_refused (kvm, BERTH_HOST_ACTION_BIND, WIFI, BERTH_ERROR_REFUSED);
  g_assert_true (blocking_set_power (kvm, WORK, FALSE, NULL));
  assert_driver (kvm, WIFI, "vfio-pci");

  assert_done (other, BERTH_HOST_ACTION_RETURN, WIFI);
  assert_driver (kvm, WIFI, "iwlwifi");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* What one program does to a driver, another one hears of. */
static void
test_shared (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthBackend) watcher = opened (BERTH_URI_DEMO_KVM);
  guint n_news = 0;

  g_signal_connect_swapped (watcher, "facts-changed", G_CALLBACK (count_cb), &n_news);
  assert_done (kvm, BERTH_HOST_ACTION_BIND, WIFI);
  while (n_news == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_driver (watcher, WIFI, "vfio-pci");
}

/* What a VM holds is away from the computer, and with a card its virtual functions. */
static void
test_virtual_functions (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = blocking_read_vm (kvm, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (vm, "0000:3e:00.0", BERTH_OPTION_MANAGED);
  g_autoptr (BerthVm) changed = NULL;
  g_autoptr (BerthFacts) before = blocking_read_facts (kvm);
  g_autoptr (BerthFacts) after = NULL;
  g_autoptr (GError) error = NULL;
  BerthAddress physical = scene_address ("0000:3e:00.0");
  BerthAddress virtual = scene_address ("0000:3e:10.2");

  g_assert_nonnull (berth_facts_lookup_pci (before, &virtual));
  g_assert_cmpuint (berth_facts_lookup_pci (before, &physical)->sriov_count, >, 0);
  assert_refused (kvm, BERTH_HOST_ACTION_BIND, "0000:3e:00.0", BERTH_ERROR_REFUSED);
  assert_refused (kvm, BERTH_HOST_ACTION_BIND, "0000:3e:10.0", BERTH_ERROR_REFUSED);

  changed = blocking_apply (kvm, change, &error);
  g_assert_no_error (error);
  g_assert_true (blocking_set_power (kvm, WORK, TRUE, NULL));
  after = blocking_read_facts (kvm);
  g_assert_null (berth_facts_lookup_pci (after, &virtual));
  g_assert_cmpuint (berth_facts_lookup_pci (after, &physical)->sriov_count, ==, 0);
}

static void
test_refused (void)
{
  const struct
  {
    const char *uri;
    BerthHostActionKind kind;
    const char *address;
    BerthError code;
  } cases[] = {
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:04:00.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:03:00.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:00:02.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:00:14.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:00:1d.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:00:1f.4", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:01:00.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BIND, "0000:77:00.0", BERTH_ERROR_NOT_FOUND },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_RETURN, "0000:01:00.1", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_RETURN, NIC, BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_PERMISSIVE, NIC, BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BOOT_ADD, "0000:04:00.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BOOT_REMOVE, NIC, BERTH_ERROR_NOT_FOUND },
    { BERTH_URI_DEMO_KVM, BERTH_HOST_ACTION_BOOT_CONFIRM, NIC, BERTH_ERROR_NOT_FOUND },
    { BERTH_URI_DEMO_QUBES, BERTH_HOST_ACTION_RETURN, WIFI, BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_QUBES, BERTH_HOST_ACTION_BIND, "0000:2e:00.0", BERTH_ERROR_REFUSED },
    { BERTH_URI_DEMO_QUBES, BERTH_HOST_ACTION_PERMISSIVE, "0000:2f:00.0", BERTH_ERROR_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthBackend) backend = opened (cases[i].uri);
      g_autofree char *before = dup_driver (backend, cases[i].address);

      assert_refused (backend, cases[i].kind, cases[i].address, (int) cases[i].code);
      assert_driver (backend, cases[i].address, before);
    }
}

/* Every field of the identity counts, and the target must be one that is there. */
static void
test_another (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  BerthHostAction action = action_of (kvm, BERTH_HOST_ACTION_BIND, NIC);
  g_autoptr (GError) error = NULL;

  action.identity.revision ^= 1;
  g_assert_false (blocking_run_host_action (kvm, &action, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  g_clear_error (&error);

  action = action_of (kvm, BERTH_HOST_ACTION_BIND, NIC);
  action.target = BERTH_BIND_TARGET_PCIBACK;
  g_assert_false (blocking_run_host_action (kvm, &action, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
}

/* Permissive from the moment it is set until the device leaves pciback. */
static void
test_permissive (void)
{
  g_autoptr (BerthBackend) qubes = opened (BERTH_URI_DEMO_QUBES);

  g_assert_cmpint (get_permissive (qubes, WIFI), ==, BERTH_TRUTH_YES);
  g_assert_true (blocking_set_power (qubes, "f3d4e5a6-a172-4d8e-9f90-3b4c5d6e7f14", FALSE, NULL));
  g_assert_cmpint (get_permissive (qubes, SOUND), ==, BERTH_TRUTH_NO);
  assert_done (qubes, BERTH_HOST_ACTION_PERMISSIVE, SOUND);
  g_assert_cmpint (get_permissive (qubes, SOUND), ==, BERTH_TRUTH_YES);
  assert_done (qubes, BERTH_HOST_ACTION_BIND, SOUND);
  g_assert_cmpint (get_permissive (qubes, SOUND), ==, BERTH_TRUTH_YES);

  assert_done (qubes, BERTH_HOST_ACTION_RETURN, SOUND);
  assert_driver (qubes, SOUND, "snd_hda_intel");
  g_assert_cmpint (get_permissive (qubes, SOUND), ==, BERTH_TRUTH_NO);
  assert_done (qubes, BERTH_HOST_ACTION_BIND, SOUND);
  assert_driver (qubes, SOUND, "pciback");
  g_assert_cmpint (get_permissive (qubes, SOUND), ==, BERTH_TRUTH_NO);
}

/* What no driver of the host's is known for is given back, and that is said. */
static void
test_driverless (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);

  assert_driver (kvm, "0000:00:08.0", NULL);
  assert_refused (kvm, BERTH_HOST_ACTION_RETURN, "0000:00:08.0", BERTH_ERROR_NOT_VERIFIED);
  assert_driver (kvm, "0000:00:08.0", NULL);
}

static void
test_boot (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthFacts) facts = NULL;
  const BerthBootBinding *binding;
  BerthHostAction action = action_of (kvm, BERTH_HOST_ACTION_BOOT_ADD, NIC);

  assert_done (kvm, BERTH_HOST_ACTION_BOOT_ADD, NIC);
  assert_done (kvm, BERTH_HOST_ACTION_BOOT_ADD, WIFI);
  assert_driver (kvm, WIFI, "iwlwifi");

  facts = blocking_read_facts (kvm);
  g_assert_cmpuint (facts->boot_bindings->len, ==, 2);
  binding = g_ptr_array_index (facts->boot_bindings, 1);
  g_assert_true (berth_address_equal (&binding->address, &action.address));
  g_assert_true (berth_pci_identity_equal (&binding->identity, &action.identity));
  g_assert_cmpint (binding->target, ==, BERTH_BIND_TARGET_VFIO_PCI);
  g_assert_cmpint (binding->trial, ==, BERTH_BOOT_TRIAL_NEW);
  g_assert_cmpint (binding->outcome, ==, BERTH_BOOT_OUTCOME_NONE);

  assert_refused (kvm, BERTH_HOST_ACTION_BOOT_CONFIRM, NIC, BERTH_ERROR_REFUSED);
  assert_done (kvm, BERTH_HOST_ACTION_BOOT_REMOVE, NIC);
  assert_refused (kvm, BERTH_HOST_ACTION_BOOT_REMOVE, NIC, BERTH_ERROR_NOT_FOUND);
  g_clear_pointer (&facts, berth_facts_unref);
  facts = blocking_read_facts (kvm);
  g_assert_cmpuint (facts->boot_bindings->len, ==, 1);

  g_assert_true (berth_demo_backend_reset (BERTH_URI_DEMO_KVM, NULL));
  g_clear_pointer (&facts, berth_facts_unref);
  facts = blocking_read_facts (kvm);
  g_assert_cmpuint (facts->boot_bindings->len, ==, 0);
}

/* What is bound and what VMs have stand in one file and do not disturb each other. */
static void
test_beside_vms (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = blocking_read_vm (kvm, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (vm, NIC, BERTH_OPTION_MANAGED);
  g_autoptr (BerthVm) changed = NULL;
  g_autoptr (GError) error = NULL;
  BerthAddress nic = scene_address (NIC);

  assert_done (kvm, BERTH_HOST_ACTION_BIND, WIFI);
  changed = blocking_apply (kvm, change, &error);
  g_assert_no_error (error);
  assert_driver (kvm, WIFI, "vfio-pci");
  assert_done (kvm, BERTH_HOST_ACTION_BIND, NIC);
  g_clear_pointer (&changed, berth_vm_unref);
  changed = blocking_read_vm (kvm, WORK);
  g_assert_nonnull (berth_assignment_list_lookup (changed->configured, &nic));
}

static void
run_test (gconstpointer test)
{
  state_folder_clear ();
  ((void (*) (void)) test) ();
}

static void
add_test (const char *path, void (*test) (void))
{
  g_test_add_data_func (path, (gconstpointer) test, run_test);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  state_folder_make ();
  add_test ("/demo-host/bind", test_bind);
  add_test ("/demo-host/virtual-functions", test_virtual_functions);
  add_test ("/demo-host/shared", test_shared);
  add_test ("/demo-host/refused", test_refused);
  add_test ("/demo-host/another", test_another);
  add_test ("/demo-host/permissive", test_permissive);
  add_test ("/demo-host/driverless", test_driverless);
  add_test ("/demo-host/boot", test_boot);
  add_test ("/demo-host/beside-vms", test_beside_vms);

  result = g_test_run ();
  state_folder_remove ();
  return result;
}
