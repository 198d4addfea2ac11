/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-backend.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "blocking.h"
#include "scene.h"
#include "state-folder.h"

#define WORK "3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01"
#define WINDOWS "8c1d4a7e-25b3-4f6d-8e90-1b7c6a2f4d02"
#define MEDIA "b64e0f13-98ac-47d2-a5c1-7e2d9f803c03"
#define OLD_MAC "e2907b6c-41d5-4a8b-9f03-6c5d2e1b8a05"
#define SANDBOX "7d38f2a1-c60e-4b95-8d14-a3f7b09c5e06"
#define PERSONAL "15f6a7c8-c394-4fa0-91b2-5d6e7f809116"
#define UNTRUSTED "37b8c9ea-e5b6-41c2-b3d4-7f8091a2b318"

#define NIC "0000:05:00.0"

static char *state_file; /* of the KVM laptop */

static BerthBackend *
opened (const char *uri)
{
  g_autoptr (GError) error = NULL;
  BerthBackend *backend = berth_demo_backend_new (uri);

  blocking_open (backend, &error);
  g_assert_no_error (error);
  return backend;
}

static gboolean
has (GPtrArray *assignments, const char *address)
{
  BerthAddress parsed = scene_address (address);

  return berth_assignment_list_lookup (assignments, &parsed) != NULL;
}

static void
test_open (void)
{
  g_autoptr (BerthBackend) kvm = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthBackend) qubes = opened (BERTH_URI_DEMO_QUBES);
  const guint common = BERTH_FEATURE_WRITE | BERTH_FEATURE_READS_FACTS | BERTH_FEATURE_POWER
                       | BERTH_FEATURE_HOST;

  g_assert_cmpuint (berth_backend_get_features (kvm), ==,
                    common | BERTH_FEATURE_COMPANIONS | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB
                        | BERTH_FEATURE_ROM_BAR | BERTH_FEATURE_STARTUP_POLICY);
  g_assert_cmpuint (berth_backend_get_features (qubes), ==,
                    common | BERTH_FEATURE_QUBES | BERTH_FEATURE_PERMISSIVE
                        | BERTH_FEATURE_NO_STRICT_RESET);
}

static void
test_open_refused (void)
{
  static const char *const uris[]
      = { "demo:///nothing", "demo:///", "demo:///../kvm-laptop", "folder://relative", "folder:///",
          "folder:///%00", "folder:///no/such/folder", "qemu:///system", "", "demo:///<b>\033[2J" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (BerthBackend) backend = berth_demo_backend_new (uris[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *title = berth_backend_dup_title (backend);

      g_test_message ("“%s”", uris[i]);
      g_assert_nonnull (title);
      g_assert_null (strchr (title, '\033'));
      g_assert_false (blocking_open (backend, &error));
      g_assert_true (error != NULL && error->domain == BERTH_ERROR);
      g_assert_null (strchr (error->message, '\033'));
    }
}

static void
test_apply (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) before = blocking_read_vm (backend, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (before, NIC, BERTH_OPTION_MANAGED);
  g_autoptr (BerthChange) back = NULL;
  g_autoptr (BerthVm) after = NULL;
  g_autoptr (BerthVm) again = NULL;
  g_autoptr (GError) error = NULL;

  after = blocking_apply (backend, change, &error);
  g_assert_no_error (error);
  g_assert_true (has (after->configured, NIC));
  g_assert_true (has (after->configured, "0000:00:14.3"));
  g_assert_cmpuint (after->live->len, ==, 0);

  back = berth_change_new (WORK, after->configured, before->configured);
  again = blocking_apply (backend, back, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->configured->len, ==, before->configured->len);
  g_assert_false (has (again->configured, NIC));
}

/* Another device is meant at the same place: one change, kept and read back. */
static void
test_pin (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) before = blocking_read_vm (backend, WORK);
  g_autoptr (GPtrArray) wanted = berth_assignment_list_copy (before->configured);
  BerthAddress wifi = scene_address ("0000:00:14.3");
  BerthAssignment *pinned = berth_assignment_list_lookup (wanted, &wifi);
  g_autoptr (BerthChange) change = NULL;
  g_autoptr (BerthChange) back = NULL;
  g_autoptr (BerthVm) after = NULL;
  g_autoptr (BerthVm) again = NULL;
  g_autoptr (GError) error = NULL;

  pinned->identity.known |= BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE;
  pinned->identity.vendor = 0x14c3;
  pinned->identity.device ^= 0xff;
  change = berth_change_new (WORK, before->configured, wanted);
  g_assert_cmpuint (change->items->len, ==, 1);
  after = blocking_apply (backend, change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->configured->len, ==, before->configured->len);
  g_assert_true (berth_assignment_equal (
      berth_assignment_list_lookup (after->configured, &wifi), pinned));

  back = berth_change_new (WORK, after->configured, before->configured);
  again = blocking_apply (backend, back, &error);
  g_assert_no_error (error);
}

/* Two programs change one VM: the same device is a conflict, another one is merged. */
static void
test_conflict (void)
{
  g_autoptr (BerthBackend) one = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthBackend) other = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) seen_by_one = blocking_read_vm (one, WORK);
  g_autoptr (BerthVm) seen_by_other = blocking_read_vm (other, WORK);
  g_autoptr (BerthChange) nic = scene_change_to_add (seen_by_one, NIC, 0);
  g_autoptr (BerthChange) nic_too = scene_change_to_add (seen_by_other, NIC, BERTH_OPTION_MANAGED);
  g_autoptr (BerthChange) disk = scene_change_to_add (seen_by_other, "0000:3c:00.0", 0);
  g_autoptr (BerthVm) first = NULL;
  g_autoptr (BerthVm) refused = NULL;
  g_autoptr (BerthVm) merged = NULL;
  g_autoptr (GError) error = NULL;

  first = blocking_apply (one, nic, &error);
  g_assert_no_error (error);

  refused = blocking_apply (other, nic_too, &error);
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
  g_clear_error (&error);

  merged = blocking_apply (other, disk, &error);
  g_assert_no_error (error);
  g_assert_true (has (merged->configured, NIC));
  g_assert_true (has (merged->configured, "0000:3c:00.0"));
  g_assert_true (has (merged->configured, "0000:00:14.3"));
}

static void
count_cb (BerthBackend *backend, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* What one program changes, another one hears of, each time. */
static void
test_shared_live (void)
{
  g_autoptr (BerthBackend) writer = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthBackend) watcher = opened (BERTH_URI_DEMO_KVM);
  guint n_news = 0;

  g_signal_connect (watcher, "vms-changed", G_CALLBACK (count_cb), &n_news);

  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (BerthVm) vm = NULL;
      g_autoptr (GError) error = NULL;

      n_news = 0;
      blocking_set_power (writer, WORK, round % 2 == 0, &error);
      g_assert_no_error (error);
      while (n_news == 0)
        g_main_context_iteration (NULL, TRUE);

      vm = blocking_read_vm (watcher, WORK);
      g_assert_cmpint (vm->state, ==, round % 2 == 0 ? BERTH_VM_RUNNING : BERTH_VM_HALTED);
    }

  n_news = 0;
  g_assert_true (berth_demo_backend_reset (BERTH_URI_DEMO_KVM, NULL));
  while (n_news == 0)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  BerthVm *vm;
  GError *error;
  gboolean done;
} Outcome;

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->vm = berth_backend_apply_finish (BERTH_BACKEND (source), result, &outcome->error);
  outcome->done = TRUE;
}

/* Changes of different VMs, all under way at once: none is lost. */
static void
test_many_writers (void)
{
  static const char *const uuids[] = { WORK, WINDOWS, MEDIA, OLD_MAC };
  Outcome outcomes[G_N_ELEMENTS (uuids)] = { { NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (uuids); i++)
    {
      g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
      g_autoptr (BerthVm) vm = blocking_read_vm (backend, uuids[i]);
      g_autoptr (BerthChange) change = scene_change_to_add (vm, NIC, 0);

      berth_backend_apply_async (backend, change, NULL, applied_cb, &outcomes[i]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (uuids); i++)
    {
      g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
      g_autoptr (BerthVm) now = NULL;

      while (!outcomes[i].done)
        g_main_context_iteration (NULL, TRUE);
      g_assert_no_error (outcomes[i].error);
      now = blocking_read_vm (backend, uuids[i]);
      g_assert_true (has (now->configured, NIC));
      berth_vm_unref (outcomes[i].vm);
    }
}

static void
test_refused_changes (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) work = blocking_read_vm (backend, WORK);
  g_autoptr (BerthVm) media = blocking_read_vm (backend, MEDIA);
  g_autoptr (BerthVm) sandbox = blocking_read_vm (backend, SANDBOX);
  g_autoptr (GPtrArray) nothing = berth_assignment_list_new ();
  g_autoptr (BerthChange) option = scene_change_to_add (work, NIC, BERTH_OPTION_PERMISSIVE);
  g_autoptr (BerthChange) foreign = berth_change_new (MEDIA, media->configured, nothing);
  g_autoptr (BerthChange) pci = scene_change_to_add (sandbox, NIC, 0);
  g_autoptr (BerthChange) usb = scene_change_to_add (sandbox, "1-6", 0);
  g_autoptr (BerthChange) unknown = berth_change_new ("nobody", nothing, work->configured);
  const struct
  {
    BerthChange *change;
    BerthError code;
  } cases[] = {
    { option, BERTH_ERROR_NOT_SUPPORTED },  { foreign, BERTH_ERROR_REFUSED },
    { pci, BERTH_ERROR_NOT_SUPPORTED },     { usb, BERTH_ERROR_NOT_SUPPORTED },
    { unknown, BERTH_ERROR_NOT_FOUND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BerthVm) vm = blocking_apply (backend, cases[i].change, &error);

      g_assert_error (error, BERTH_ERROR, (int) cases[i].code);
      g_assert_null (vm);
    }
  g_assert_false (g_file_test (state_file, G_FILE_TEST_EXISTS));
}

static void
test_power (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (BerthFacts) facts = NULL;
  g_autoptr (GError) error = NULL;
  BerthAddress wifi = scene_address ("0000:00:14.3");

  g_assert_true (blocking_set_power (backend, WORK, TRUE, &error));
  vm = blocking_read_vm (backend, WORK);
  g_assert_cmpint (vm->state, ==, BERTH_VM_RUNNING);
  g_assert_true (has (vm->live, "0000:00:14.3"));

  facts = blocking_read_facts (backend);
  g_assert_cmpstr (berth_facts_lookup_pci (facts, &wifi)->driver, ==, "vfio-pci");
  g_assert_cmpuint (berth_facts_lookup_pci (facts, &wifi)->enable_count, ==, 1);

  g_assert_false (blocking_set_power (backend, WORK, TRUE, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_true (blocking_set_power (backend, WORK, FALSE, &error));
  g_clear_pointer (&facts, berth_facts_unref);
  facts = blocking_read_facts (backend);
  g_assert_cmpstr (berth_facts_lookup_pci (facts, &wifi)->driver, ==, "iwlwifi");

  g_assert_false (blocking_set_power (backend, WORK, FALSE, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
}

/* Not started, with the reason: each row is a VM and what its sentence must name. */
static void
test_start_refused (void)
{
  const struct
  {
    const char *uri;
    const char *uuid;
    const char *named;
  } cases[] = {
    { BERTH_URI_DEMO_KVM, OLD_MAC, "0000:02:00.0" },
    { BERTH_URI_DEMO_QUBES, PERSONAL, "sys-audio" },
    { BERTH_URI_DEMO_QUBES, UNTRUSTED, "0000:05:00.0" },
    { BERTH_URI_DEMO_QUBES, "nobody", "nobody" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BerthBackend) backend = opened (cases[i].uri);
      g_autoptr (GError) error = NULL;

      g_assert_false (blocking_set_power (backend, cases[i].uuid, TRUE, &error));
      g_assert_true (error->domain == BERTH_ERROR);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

/* The same device for two VMs is fine until the second one starts. */
static void
test_start_second (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = blocking_read_vm (backend, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (vm, "0000:01:00.0", BERTH_OPTION_MANAGED);
  g_autoptr (BerthVm) changed = NULL;
  g_autoptr (BerthVm) now = NULL;
  g_autoptr (GError) error = NULL;

  changed = blocking_apply (backend, change, &error);
  g_assert_no_error (error);
  g_assert_false (blocking_set_power (backend, WORK, TRUE, &error));
  g_assert_nonnull (strstr (error->message, "windows-11"));
  g_clear_error (&error);
  now = blocking_read_vm (backend, WORK);
  g_assert_cmpint (now->state, ==, BERTH_VM_HALTED);

  g_assert_true (blocking_set_power (backend, WINDOWS, FALSE, &error));
  blocking_set_power (backend, WORK, TRUE, &error);
  g_assert_no_error (error);
}

/* libvirt starts a VM with whatever sits at the address. */
static void
test_start_changed (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (GError) error = NULL;

  blocking_set_power (backend, MEDIA, TRUE, &error);
  g_assert_no_error (error);
}

/* A stick that is not plugged in: with the option the VM starts without it. */
static void
test_start_without (void)
{
  static const guint options[] = { 0, BERTH_OPTION_OPTIONAL };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
      g_autoptr (BerthVm) vm = blocking_read_vm (backend, WORK);
      g_autoptr (BerthChange) change = scene_change_to_add (vm, "1-14", options[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (BerthVm) changed = blocking_apply (backend, change, &error);
      g_autoptr (BerthVm) now = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (blocking_set_power (backend, WORK, TRUE, &error), ==, options[i] != 0);
      g_assert_true (options[i] != 0 || strstr (error->message, "USB device") != NULL);
      now = blocking_read_vm (backend, WORK);
      g_assert_true (has (now->configured, "1-14"));
      g_assert_false (has (now->live, "1-14"));
      g_assert_cmpuint (now->live->len, ==, options[i] != 0 ? 1 : 0);
      g_assert_true (berth_demo_backend_reset (BERTH_URI_DEMO_KVM, NULL));
    }
}

static void
test_reset (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = blocking_read_vm (backend, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (vm, NIC, 0);
  g_autoptr (BerthVm) changed = blocking_apply (backend, change, NULL);
  g_autoptr (BerthVm) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (has (changed->configured, NIC));
  g_assert_true (berth_demo_backend_reset (BERTH_URI_DEMO_KVM, &error));
  again = blocking_read_vm (backend, WORK);
  g_assert_false (has (again->configured, NIC));

  g_assert_true (berth_demo_backend_reset (BERTH_URI_DEMO_KVM, &error));
  g_assert_false (berth_demo_backend_reset ("demo:///nothing", &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
}

/* A file that makes no sense is kept aside, said aloud, and the demo begins as recorded. */
static void
test_broken_state (void)
{
  static const char *const texts[] = {
    "no key file at all",
    "[" WORK "]\nstate=flying\n",
    "[" WORK "]\nstate=halted\n[" WORK " configured]\nnowhere=\n",
    "[" WORK "]\nstate=halted\n[" WORK " configured]\n0000:05:00.0=magic\n",
    "[" WORK "]\nstate=halted\n[" WORK " configured]\n0000:05:00.0=\n05:00.0=\n",
    "[" WORK "]\nstate=\xff\xfe\n",
    "[host nowhere]\ndriver=vfio-pci\n",
    "[host 0000:05:00.0]\npermissive=true\n",
    "[host 0000:05:00.0]\ndriver=pciback\npermissive=perhaps\n",
    "[boot 0000:05:00.0]\ntarget=magic\ntrial=new\nidentity=8086-15f3-1458-e000-020000-02\n",
    "[boot 0000:05:00.0]\ntarget=vfio-pci\ntrial=new\nidentity=8086-15f3\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
      g_autoptr (BerthVm) vm = NULL;
      g_autofree char *aside = i == 0 ? g_strconcat (state_file, ".broken", NULL)
                                      : g_strdup_printf ("%s.broken-%" G_GSIZE_FORMAT, state_file,
                                                         i + 1);
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (state_file, texts[i], -1, NULL));
      g_test_expect_message ("berth", G_LOG_LEVEL_MESSAGE, "*kept in*kvm-laptop.ini.broken*");
      vm = blocking_read_vm (backend, WORK);
      g_test_assert_expected_messages ();

      g_assert_true (has (vm->configured, "0000:00:14.3"));
      g_assert_cmpuint (vm->configured->len, ==, 1);
      g_assert_false (g_file_test (state_file, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, texts[i]);
    }
}

/* A folder where a file should be stops even root. */
static void
test_not_writable (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = blocking_read_vm (backend, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (vm, NIC, 0);
  g_autofree char *folder = g_path_get_dirname (state_file);
  g_autofree char *lock = g_build_filename (folder, "kvm-laptop.lock", NULL);
  g_autoptr (GPtrArray) vms = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (lock, 0700), ==, 0);
  g_assert_null (blocking_apply (backend, change, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, lock));
  g_assert_cmpint (g_rmdir (lock), ==, 0);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (state_file, 0700), ==, 0);
  vms = blocking_list_vms (backend, &error);
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_null (vms);
  g_assert_cmpint (g_rmdir (state_file), ==, 0);
}

/* What was cancelled before it began is not done. */
static void
test_cancelled (void)
{
  g_autoptr (BerthBackend) backend = opened (BERTH_URI_DEMO_KVM);
  g_autoptr (BerthVm) vm = blocking_read_vm (backend, WORK);
  g_autoptr (BerthChange) change = scene_change_to_add (vm, NIC, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BerthVm) now = NULL;
  Outcome outcome = { NULL };

  g_cancellable_cancel (cancellable);
  berth_backend_apply_async (backend, change, cancellable, applied_cb, &outcome);
  while (!outcome.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&outcome.error);

  /* A change that came later is done: by now the cancelled one would have been, too. */
  g_assert_true (blocking_set_power (backend, MEDIA, TRUE, NULL));
  now = blocking_read_vm (backend, WORK);
  g_assert_false (has (now->configured, NIC));
}

/* Each test begins with the computers as they were recorded. */
static void
run (gconstpointer test)
{
  state_folder_clear ();
  ((void (*) (void)) test) ();
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (void);
  } tests[] = {
    { "/demo-backend/open", test_open },
    { "/demo-backend/open-refused", test_open_refused },
    { "/demo-backend/apply", test_apply },
    { "/demo-backend/pin", test_pin },
    { "/demo-backend/conflict", test_conflict },
    { "/demo-backend/shared-live", test_shared_live },
    { "/demo-backend/many-writers", test_many_writers },
    { "/demo-backend/refused-changes", test_refused_changes },
    { "/demo-backend/power", test_power },
    { "/demo-backend/start-refused", test_start_refused },
    { "/demo-backend/start-second", test_start_second },
    { "/demo-backend/start-changed", test_start_changed },
    { "/demo-backend/start-without", test_start_without },
    { "/demo-backend/reset", test_reset },
    { "/demo-backend/broken-state", test_broken_state },
    { "/demo-backend/not-writable", test_not_writable },
    { "/demo-backend/cancelled", test_cancelled },
  };
  int result;

  state_file = g_build_filename (state_folder_make (), "kvm-laptop.ini", NULL);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, tests[i].test, run);
  result = g_test_run ();
  state_folder_remove ();
  g_free (state_file);
  return result;
}
