/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The backend on libvirt's test driver, which lives in this process: test:///default is one state
 * that all connections of the process share, so a second connection is somebody else. */

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>

#include "backend/libvirt/berth-libvirt-apply.h"
#include "backend/libvirt/berth-libvirt-backend.h"
#include "backend/libvirt/berth-libvirt-node.h"
#include "base/berth-error.h"
#include "domain-words.h"
#include "mock-wait.h"

#define URI "test:///default"
#define UUID "aaaaaaaa-bbbb-cccc-dddd-000000000001"

#define PINNED "01:00.0+m=10de-2484-10de-146b-030000"

typedef struct
{
  virConnectPtr other;
  BerthBackend *backend;
  guint n_changed;
} Fixture;

/* What somebody else does each time the backend has just read a configuration to write it. */
static void (*meddle) (void);
static virConnectPtr meddler;
static guint n_readings;

/* Stands before libvirt's own: the only way to do something between two calls of the backend. */
char *
virDomainGetXMLDesc (virDomainPtr domain, unsigned int flags)
{
  typedef char *(*GetXMLDesc) (virDomainPtr, unsigned int);
  GetXMLDesc original = (GetXMLDesc) dlsym (RTLD_NEXT, "virDomainGetXMLDesc");
  char *text = original (domain, flags);

  if (meddle != NULL && (flags & VIR_DOMAIN_XML_SECURE) != 0)
    {
      n_readings++;
      meddle ();
    }
  return text;
}

static void
define (Fixture *f, const char *devices)
{
  g_autofree char *text = g_strdup_printf (
    "<domain type='test'><name>berth</name><uuid>" UUID "</uuid><memory>65536</memory>"
    "<metadata><x:y xmlns:x='urn:x'>kept</x:y></metadata><os><type>hvm</type></os>"
    "<devices>%s<graphics type='vnc' passwd='secret'/></devices></domain>",
    devices);
  virDomainPtr domain = virDomainDefineXML (f->other, text);

  g_assert_nonnull (domain);
  virDomainFree (domain);
}

static char *
dup_configuration (Fixture *f)
{
  g_autoptr (virDomain) domain = virDomainLookupByUUIDString (f->other, UUID);
  char *text = domain != NULL ? virDomainGetXMLDesc (
                 domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)
                              : NULL;
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

static void
undefine (Fixture *f)
{
  g_autoptr (virDomain) domain = virDomainLookupByUUIDString (f->other, UUID);

  if (domain != NULL)
    virDomainUndefine (domain);
}

static void
changed_cb (BerthBackend *backend, gpointer data)
{
  Fixture *f = data;

  f->n_changed++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  f->backend = berth_libvirt_backend_new (URI);
  f->other = virConnectOpen (URI);
  g_assert_nonnull (f->other);
  g_signal_connect (f->backend, "vms-changed", G_CALLBACK (changed_cb), f);
  berth_backend_open_async (f->backend, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_backend_open_finish (f->backend, result, &error));
  g_assert_no_error (error);
  g_object_unref (result);
  define (f, "");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  undefine (f);
  g_object_unref (f->backend);
  virConnectClose (f->other);
}

static BerthVm *
read_vm (Fixture *f)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  BerthVm *vm;

  berth_backend_read_vm_async (f->backend, UUID, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  vm = berth_backend_read_vm_finish (f->backend, result, &error);
  g_assert_no_error (error);
  g_object_unref (result);
  return vm;
}

static BerthChange *
new_change (const BerthVm *vm, const char *wanted)
{
  g_autoptr (GPtrArray) claims = domain_words_parse (wanted);

  return berth_change_new (UUID, vm->configured, claims);
}

static BerthVm *
apply (Fixture *f, BerthChange *change, GError **error)
{
  GAsyncResult *result = NULL;
  BerthVm *vm;

  berth_backend_apply_async (f->backend, change, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  vm = berth_backend_apply_finish (f->backend, result, error);
  g_object_unref (result);
  return vm;
}

static void
assert_applied (Fixture *f, const BerthVm *from, const char *wanted, const char *words)
{
  g_autoptr (BerthChange) change = new_change (from, wanted);
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthVm) vm = apply (f, change, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = domain_words_of (vm->configured);
  g_assert_cmpstr (found, ==, words);
}

static void
assert_refused (Fixture *f, const BerthVm *from, const char *wanted, int code)
{
  g_autoptr (BerthChange) change = new_change (from, wanted);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dup_configuration (f);
  g_autofree char *after = NULL;

  g_assert_null (apply (f, change, &error));
  g_assert_error (error, BERTH_ERROR, code);
  after = dup_configuration (f);
  g_assert_cmpstr (before, ==, after);
}

static void
test_across_and_back (Fixture *f, gconstpointer data)
{
  g_autofree char *before = dup_configuration (f);
  g_autofree char *after = NULL;
  g_autoptr (BerthVm) vm = read_vm (f);
  g_autoptr (BerthVm) with = NULL;

  g_assert_nonnull (strstr (before, "secret"));
  g_assert_cmpstr (vm->name, ==, "berth");
  g_assert_cmpstr (vm->uuid, ==, UUID);
  g_assert_cmpstr (vm->connection, ==, URI);
  g_assert_cmpint (vm->state, ==, BERTH_VM_HALTED);
  g_assert_true (vm->persistent);
  g_assert_cmpuint (vm->configured->len, ==, 0);

  assert_applied (f, vm, PINNED " 02:00.0+c", PINNED " 02:00.0+c");
  with = read_vm (f);
  assert_applied (f, with, "", "");
  after = dup_configuration (f);
  g_assert_cmpstr (before, ==, after);
}

static void
test_merge (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthVm) vm = read_vm (f);

  define (f, "<hostdev mode='subsystem' type='pci'><source><address bus='3' slot='0' "
             "function='0'/></source></hostdev>");
  assert_applied (f, vm, PINNED, "03:00.0 " PINNED);
}

static void
test_conflict (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthVm) vm = read_vm (f);

  define (f, "<hostdev mode='subsystem' type='pci'><source><address bus='1' slot='0' "
             "function='0'/></source></hostdev>");
  assert_refused (f, vm, PINNED, BERTH_ERROR_CONFLICT);
}

static void
test_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthVm) vm = read_vm (f);

  undefine (f);
  assert_refused (f, vm, PINNED, BERTH_ERROR_NOT_FOUND);
}

static void
test_unknown_option (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthVm) vm = read_vm (f);

  assert_refused (f, vm, PINNED " 02:00.0+n", BERTH_ERROR_NOT_SUPPORTED);
  assert_refused (f, vm, PINNED " 02:00.0+p", BERTH_ERROR_NOT_SUPPORTED);
}

/* A server that says it knows an option and drops it without a word, as stock libvirt drops this
 * one: found by reading back, and what was there before is there again. */
static void
test_not_verified (Fixture *f, gconstpointer data)
{
  g_autoptr (BerthLibvirtLink) link = berth_libvirt_link_new (URI);
  g_autoptr (BerthLibvirtEvents) events = berth_libvirt_events_new (f->backend);
  g_autoptr (BerthVm) vm = read_vm (f);
  g_autoptr (BerthChange) change = new_change (vm, PINNED " 02:00.0+n");
  g_autofree char *before = dup_configuration (f);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (berth_libvirt_link_open (link, events, NULL));
  link->features |= BERTH_FEATURE_NO_STRICT_RESET;
  g_assert_null (berth_libvirt_apply (link, change, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED);
  g_assert_nonnull (strstr (error->message, "0000:02:00.0"));
  g_assert_null (strstr (error->message, "0000:01:00.0"));
  after = dup_configuration (f);
  g_assert_cmpstr (before, ==, after);
}

static void
define_as_meddler (const char *devices)
{
  Fixture f = { .other = meddler };

  define (&f, devices);
}

#define PCI(bus)                                                                                   \
  "<hostdev mode='subsystem' type='pci'><source><address bus='" bus                                \
  "' slot='0' function='0'/></source></hostdev>"

static void
add_another (void)
{
  if (n_readings == 1)
    define_as_meddler (PCI ("3"));
}

static void
add_the_same (void)
{
  if (n_readings == 1)
    define_as_meddler (PCI ("1"));
}

static void
change_always (void)
{
  define_as_meddler (n_readings % 2 == 0 ? PCI ("3") : PCI ("4"));
}

static void
delete (void)
{
  Fixture f = { .other = meddler };

  undefine (&f);
}

typedef struct
{
  void (*meddle) (void);
  int code; /* -1: it goes well */
  const char *words; /* what the VM has in the end; NULL: there is no VM */
} MeddleCase;

static const MeddleCase meddle_cases[] = {
  { add_another, -1, "03:00.0 " PINNED },
  { add_the_same, BERTH_ERROR_CONFLICT, "01:00.0" },
  { change_always, BERTH_ERROR_CONFLICT, "03:00.0" },
  { delete, BERTH_ERROR_NOT_FOUND, NULL },
};

/* What happens between the first reading and the second is seen before anything is written. */
static void
test_meddled (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meddle_cases); i++)
    {
      const MeddleCase *c = &meddle_cases[i];
      g_autoptr (BerthVm) vm = NULL;
      g_autoptr (BerthChange) change = NULL;
      g_autoptr (BerthVm) after = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;
      g_autofree char *words = NULL;

      define (f, "");
      vm = read_vm (f);
      change = new_change (vm, PINNED);
      meddler = f->other;
      n_readings = 0;
      meddle = c->meddle;
      after = apply (f, change, &error);
      meddle = NULL;

      if (c->code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, BERTH_ERROR, c->code);
      now = dup_configuration (f);
      g_assert_true ((now != NULL) == (c->words != NULL));
      if (now != NULL)
        {
          g_autoptr (BerthVm) found = read_vm (f);

          words = domain_words_of (found->configured);
          g_assert_cmpstr (words, ==, c->words);
        }
    }
}

static void
test_list (Fixture *f, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GPtrArray) vms = NULL;
  const BerthVm *first;

  berth_backend_list_vms_async (f->backend, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  vms = berth_backend_list_vms_finish (f->backend, result, NULL);
  g_object_unref (result);

  /* its own VM "test" runs */
  g_assert_cmpuint (vms->len, ==, 2);
  first = g_ptr_array_index (vms, 0);
  g_assert_cmpstr (first->name, ==, "berth");
  first = g_ptr_array_index (vms, 1);
  g_assert_cmpstr (first->name, ==, "test");
  g_assert_cmpint (first->state, ==, BERTH_VM_RUNNING);
}

static void
test_features (Fixture *f, gconstpointer data)
{
  g_autofree char *title = berth_backend_dup_title (f->backend);
  guint features = berth_backend_get_features (f->backend);

  g_assert_cmpstr (title, ==, "libvirt’s test driver");
  g_assert_cmphex (features, ==,
                   BERTH_FEATURE_WRITE | BERTH_FEATURE_POWER | BERTH_FEATURE_READS_FACTS
                     | BERTH_FEATURE_COMPANIONS | BERTH_FEATURE_MANAGED | BERTH_FEATURE_USB
                     | BERTH_FEATURE_ROM_BAR | BERTH_FEATURE_STARTUP_POLICY);
}

/* The test driver has node devices and no kernel behind them. */
static void
test_host_action (Fixture *f, gconstpointer data)
{
  BerthHostAction action = { .kind = BERTH_HOST_ACTION_BIND };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  berth_backend_run_host_action_async (f->backend, &action, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_false (berth_backend_run_host_action_finish (f->backend, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_clear_object (&result);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  berth_backend_run_host_action_async (f->backend, &action, cancellable, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_false (berth_backend_run_host_action_finish (f->backend, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
}

static void
test_node_name (void)
{
  BerthAddress address = berth_address_pci (0x10000, 0xfe, 0x1f, 7);
  g_autofree char *name = berth_libvirt_node_dup_name (&address);
  BerthAddress plain = berth_address_pci (0, 4, 0, 0);
  g_autofree char *plain_name = berth_libvirt_node_dup_name (&plain);

  g_assert_cmpstr (name, ==, "pci_10000_fe_1f_7");
  g_assert_cmpstr (plain_name, ==, "pci_0000_04_00_0");
}

/* Several changes in a moment are told once, and told they are. */
static void
test_events (Fixture *f, gconstpointer data)
{
  guint n_before;

  while (f->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  n_before = f->n_changed;
  for (guint i = 0; i < 20; i++)
    define (f, "");
  while (f->n_changed == n_before)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_changed, <, n_before + 20);
}

static void
test_power (Fixture *f, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (BerthVm) stopped = NULL;

  berth_backend_start_async (f->backend, UUID, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_backend_start_finish (f->backend, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  vm = read_vm (f);
  g_assert_cmpint (vm->state, ==, BERTH_VM_RUNNING);

  berth_backend_start_async (f->backend, UUID, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_false (berth_backend_start_finish (f->backend, result, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_clear_object (&result);
  g_clear_error (&error);

  berth_backend_shut_down_async (f->backend, UUID, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  g_assert_true (berth_backend_shut_down_finish (f->backend, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  stopped = read_vm (f);
  g_assert_cmpint (stopped->state, ==, BERTH_VM_HALTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/libvirt-backend/across-and-back", test_across_and_back);
  ADD ("/libvirt-backend/merge", test_merge);
  ADD ("/libvirt-backend/conflict", test_conflict);
  ADD ("/libvirt-backend/gone", test_gone);
  ADD ("/libvirt-backend/meddled", test_meddled);
  ADD ("/libvirt-backend/unknown-option", test_unknown_option);
  ADD ("/libvirt-backend/not-verified", test_not_verified);
  ADD ("/libvirt-backend/list", test_list);
  ADD ("/libvirt-backend/features", test_features);
  ADD ("/libvirt-backend/host-action", test_host_action);
  g_test_add_func ("/libvirt-backend/node-name", test_node_name);
  ADD ("/libvirt-backend/events", test_events);
  ADD ("/libvirt-backend/power", test_power);
  return g_test_run ();
}
