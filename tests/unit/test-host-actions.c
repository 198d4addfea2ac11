/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-host-actions.h"

#include <string.h>

#include "base/berth-error.h"
#include "mock-wait.h"
#include "mock-world.h"
#include "scene.h"
#include "session/berth-backend-list.h"

#define URI "demo:///a"
#define NIC "0000:03:00.0"

/* A computer with one network card, known to the world whose connection reads facts, or to the
 * host. */
typedef struct
{
  MockWorld *world;
  MockWorld *host;
  MockWorld *helper;
  BerthComputer *computer;
} Fixture;

static BerthFacts *
facts_with_driver (const char *driver)
{
  BerthFacts *facts = berth_facts_new ();
  BerthPciFacts *pci = scene_add_pci (facts, NIC, 0x020000, 7);

  facts->iommu = TRUE;
  facts->platform = BERTH_PLATFORM_BARE;
  pci->reset_methods = BERTH_RESET_FLR;
  pci->driver = g_strdup (driver);
  berth_facts_sort (facts);
  return facts;
}

static void
load (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  berth_computer_load_async (f->computer, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  berth_computer_load_finish (f->computer, result, &error);
  g_assert_no_error (error);
}

/* @features: of the connection; 0: there is none, and the computer is this one */
static void
open_computer (Fixture *f, const char *id, guint features, const char *driver)
{
  f->host = mock_world_get (MOCK_WORLD_HOST);
  f->host->facts = facts_with_driver (driver);
  f->helper = mock_world_get (MOCK_WORLD_HELPER);
  f->world = mock_world_get (URI);
  f->world->features = features;
  f->world->facts = facts_with_driver (driver);
  f->computer = berth_computer_new (id);
  if (features != 0)
    {
      g_autoptr (BerthConnection) connection = berth_connection_new (URI);

      berth_computer_add_connection (f->computer, connection);
    }
  load (f);
}

static BerthHostAction
action_of (Fixture *f, BerthHostActionKind kind)
{
  BerthAddress address = scene_address (NIC);
  BerthFacts *facts = berth_inventory_get_facts (berth_computer_get_inventory (f->computer));

  return berth_host_action_of (kind, facts, berth_facts_lookup_pci (facts, &address));
}

static gboolean
act (Fixture *f, BerthHostActionKind kind, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  BerthHostAction action = action_of (f, kind);

  berth_computer_run_action_async (f->computer, &action, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_computer_run_action_finish (f->computer, result, error);
}

/* The computer comes to need the card. */
static void
need_card (Fixture *f)
{
  MockWorld *worlds[] = { f->world, f->host };

  for (gsize i = 0; i < G_N_ELEMENTS (worlds); i++)
    {
      BerthFacts *facts = facts_with_driver ("igb");

      scene_add_use (facts, BERTH_USE_NETWORK, NIC, "eth0", BERTH_PURPOSE_ROUTE);
      g_clear_pointer (&worlds[i]->facts, berth_facts_unref);
      worlds[i]->facts = facts;
    }
}

static GError *
new_error (int code)
{
  return g_error_new_literal (BERTH_ERROR, code, "It did not work.");
}

#define LIBVIRT (BERTH_FEATURE_WRITE | BERTH_FEATURE_LOCAL | BERTH_FEATURE_BIND)
#define DEMO (BERTH_FEATURE_WRITE | BERTH_FEATURE_READS_FACTS | BERTH_FEATURE_HOST)
#define SERVER (BERTH_FEATURE_WRITE | BERTH_FEATURE_READS_FACTS | BERTH_FEATURE_BIND)
#define SERVER_READ_ONLY BERTH_FEATURE_READS_FACTS

static void
test_can_act (void)
{
  const struct
  {
    const char *id;
    guint features;
    gboolean can_bind;
    gboolean can_boot;
  } cases[] = {
    { BERTH_COMPUTER_LOCAL, 0, TRUE, TRUE },
    { BERTH_COMPUTER_LOCAL, LIBVIRT, TRUE, TRUE },
    { URI, DEMO, TRUE, TRUE },
    { URI, SERVER, TRUE, FALSE },
    { URI, SERVER_READ_ONLY, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture f;

      open_computer (&f, cases[i].id, cases[i].features, "igb");
      g_assert_cmpint (berth_computer_can_act (f.computer, BERTH_HOST_ACTION_BIND), ==,
                       cases[i].can_bind);
      g_assert_cmpint (berth_computer_can_act (f.computer, BERTH_HOST_ACTION_RETURN), ==,
                       cases[i].can_bind);
      g_assert_cmpint (berth_computer_can_act (f.computer, BERTH_HOST_ACTION_PERMISSIVE), ==,
                       cases[i].can_boot);
      g_assert_cmpint (berth_computer_can_act (f.computer, BERTH_HOST_ACTION_BOOT_ADD), ==,
                       cases[i].can_boot);
      g_object_unref (f.computer);
      mock_wait_idle ();
      mock_world_forget_all ();
    }
}

/* Who is asked, and what is said in the end, each row with a computer of its own. */
typedef struct
{
  const char *about;
  const char *id;
  guint features;
  BerthHostActionKind kind;
  const char *driver;
  int connection_error; /* -1: none */
  const char *after_connection;
  int helper_error; /* -1: none */
  const char *after_helper;
  guint n_connection;
  guint n_helper;
  int error; /* -1: it was done */
} Row;

#define KEPT "kept"

static const Row rows[] = {
  { "bind by the helper", BERTH_COMPUTER_LOCAL, 0, BERTH_HOST_ACTION_BIND, "igb", -1, KEPT, -1,
    "vfio-pci", 0, 1, -1 },
  { "bind by libvirt", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BIND, "igb", -1, "vfio-pci",
    -1, KEPT, 1, 0, -1 },
  { "bind by libvirt, with the maker's own driver", BERTH_COMPUTER_LOCAL, LIBVIRT,
    BERTH_HOST_ACTION_BIND, "igb", -1, "mlx5_vfio_pci", -1, KEPT, 1, 0, -1 },
  { "bind says done and is not", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BIND, "igb", -1,
    KEPT, -1, KEPT, 1, 0, BERTH_ERROR_NOT_VERIFIED },
  { "bind leaves it without a driver", BERTH_COMPUTER_LOCAL, 0, BERTH_HOST_ACTION_BIND, "igb", -1,
    KEPT, -1, NULL, 0, 1, BERTH_ERROR_NOT_VERIFIED },
  { "libvirt does not know the device", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BIND,
    "igb", BERTH_ERROR_NOT_FOUND, KEPT, -1, "vfio-pci", 1, 1, -1 },
  { "libvirt has another driver", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BIND, "igb",
    BERTH_ERROR_NOT_SUPPORTED, KEPT, -1, "vfio-pci", 1, 1, -1 },
  { "libvirt says no", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BIND, "igb",
    BERTH_ERROR_DENIED, KEPT, -1, "vfio-pci", 1, 0, BERTH_ERROR_DENIED },
  { "libvirt fails", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BIND, "igb",
    BERTH_ERROR_FAILED, KEPT, -1, "vfio-pci", 1, 0, BERTH_ERROR_FAILED },
  { "a server has no helper", URI, SERVER, BERTH_HOST_ACTION_BIND, "igb", BERTH_ERROR_NOT_FOUND,
    KEPT, -1, "vfio-pci", 1, 0, BERTH_ERROR_NOT_FOUND },
  { "a server binds", URI, SERVER, BERTH_HOST_ACTION_BIND, "igb", -1, "vfio-pci", -1, KEPT, 1, 0,
    -1 },
  { "a server boots without us", URI, SERVER, BERTH_HOST_ACTION_BOOT_ADD, "igb", -1, KEPT, -1, KEPT,
    0, 0, BERTH_ERROR_NOT_SUPPORTED },
  { "return by libvirt", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_RETURN, "vfio-pci", -1,
    "igb", -1, KEPT, 1, 0, -1 },
  { "libvirt did not bind it, so it does nothing", BERTH_COMPUTER_LOCAL, LIBVIRT,
    BERTH_HOST_ACTION_RETURN, "vfio-pci", -1, KEPT, -1, "igb", 1, 1, -1 },
  { "libvirt leaves it without a driver", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_RETURN,
    "pciback", -1, NULL, -1, "igb", 1, 1, -1 },
  { "libvirt fails to return", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_RETURN, "vfio-pci",
    BERTH_ERROR_FAILED, NULL, -1, "igb", 1, 1, -1 },
  { "a VM has it, says libvirt", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_RETURN,
    "vfio-pci", BERTH_ERROR_REFUSED, KEPT, -1, "igb", 1, 0, BERTH_ERROR_REFUSED },
  { "the kernel hangs", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_RETURN, "vfio-pci",
    BERTH_ERROR_STUCK, KEPT, -1, "igb", 1, 0, BERTH_ERROR_STUCK },
  { "the helper cannot either", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_RETURN, "vfio-pci",
    -1, KEPT, BERTH_ERROR_DENIED, KEPT, 1, 1, BERTH_ERROR_DENIED },
  { "libvirt gives nothing back that has no driver", BERTH_COMPUTER_LOCAL, LIBVIRT,
    BERTH_HOST_ACTION_RETURN, NULL, -1, KEPT, -1, "igb", 0, 1, -1 },
  { "still without a driver", BERTH_COMPUTER_LOCAL, 0, BERTH_HOST_ACTION_RETURN, "vfio-pci", -1,
    KEPT, -1, NULL, 0, 1, BERTH_ERROR_NOT_VERIFIED },
  { "a server returns nothing", URI, SERVER, BERTH_HOST_ACTION_RETURN, "vfio-pci", -1, KEPT, -1,
    "igb", 1, 0, BERTH_ERROR_NOT_VERIFIED },
  { "permissive is the helper's", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_PERMISSIVE,
    "pciback", -1, KEPT, -1, KEPT, 0, 1, -1 },
  { "boot is the helper's", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BOOT_REMOVE, "igb", -1,
    KEPT, -1, KEPT, 0, 1, -1 },
  { "a boot binding that is not there", BERTH_COMPUTER_LOCAL, LIBVIRT, BERTH_HOST_ACTION_BOOT_ADD,
    "igb", -1, KEPT, -1, KEPT, 0, 1, BERTH_ERROR_NOT_VERIFIED },
  { "the demo does all", URI, DEMO, BERTH_HOST_ACTION_RETURN, "vfio-pci", -1, "igb", -1, KEPT, 1, 0,
    -1 },
  { "the demo refuses", URI, DEMO, BERTH_HOST_ACTION_BIND, "igb", BERTH_ERROR_REFUSED, KEPT, -1,
    KEPT, 1, 0, BERTH_ERROR_REFUSED },
};

static BerthFacts *
after (const char *driver)
{
  return g_strcmp0 (driver, KEPT) == 0 ? NULL : facts_with_driver (driver);
}

static void
check_row (const Row *row)
{
  Fixture f;
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", row->about);
  open_computer (&f, row->id, row->features, row->driver);
  f.world->facts_after = after (row->after_connection);
  f.helper->facts_after = after (row->after_helper);
  if (row->connection_error >= 0)
    f.world->host_error = new_error (row->connection_error);
  if (row->helper_error >= 0)
    f.helper->host_error = new_error (row->helper_error);

  g_assert_cmpint (act (&f, row->kind, &error), ==, row->error < 0);
  if (row->error >= 0)
    g_assert_error (error, BERTH_ERROR, row->error);
  g_assert_cmpuint (f.world->n_host_actions, ==, row->n_connection);
  g_assert_cmpuint (f.helper->n_host_actions, ==, row->n_helper);
  g_object_unref (f.computer);
}

static void
test_ways (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      check_row (&rows[i]);
      mock_wait_idle ();
      mock_world_forget_all ();
    }
}

/* Whether it was done is up to what the computer says afterwards: of a flag that only root can see,
 * and of the list of what is bound at boot. */
static void
test_judged (void)
{
  const struct
  {
    BerthHostActionKind kind;
    BerthTruth permissive;
    BerthBindTarget listed_for; /* 0: not in the list */
    BerthBootTrial trial;
    guint16 listed_device; /* beside the one that is there */
    gboolean is_done;
  } cases[] = {
    { BERTH_HOST_ACTION_PERMISSIVE, BERTH_TRUTH_YES, 0, 0, 0, TRUE },
    { BERTH_HOST_ACTION_PERMISSIVE, BERTH_TRUTH_UNKNOWN, 0, 0, 0, TRUE },
    { BERTH_HOST_ACTION_PERMISSIVE, BERTH_TRUTH_NO, 0, 0, 0, FALSE },
    { BERTH_HOST_ACTION_BOOT_ADD, BERTH_TRUTH_UNKNOWN, BERTH_BIND_TARGET_VFIO_PCI,
      BERTH_BOOT_TRIAL_NEW, 0, TRUE },
    { BERTH_HOST_ACTION_BOOT_ADD, BERTH_TRUTH_UNKNOWN, BERTH_BIND_TARGET_PCIBACK,
      BERTH_BOOT_TRIAL_NEW, 0, FALSE },
    { BERTH_HOST_ACTION_BOOT_ADD, BERTH_TRUTH_UNKNOWN, BERTH_BIND_TARGET_VFIO_PCI,
      BERTH_BOOT_TRIAL_NEW, 1, FALSE },
    { BERTH_HOST_ACTION_BOOT_ADD, BERTH_TRUTH_UNKNOWN, 0, 0, 0, FALSE },
    { BERTH_HOST_ACTION_BOOT_REMOVE, BERTH_TRUTH_UNKNOWN, 0, 0, 0, TRUE },
    { BERTH_HOST_ACTION_BOOT_REMOVE, BERTH_TRUTH_UNKNOWN, BERTH_BIND_TARGET_VFIO_PCI,
      BERTH_BOOT_TRIAL_TRIED, 0, FALSE },
    { BERTH_HOST_ACTION_BOOT_CONFIRM, BERTH_TRUTH_UNKNOWN, BERTH_BIND_TARGET_VFIO_PCI,
      BERTH_BOOT_TRIAL_CONFIRMED, 0, TRUE },
    { BERTH_HOST_ACTION_BOOT_CONFIRM, BERTH_TRUTH_UNKNOWN, BERTH_BIND_TARGET_VFIO_PCI,
      BERTH_BOOT_TRIAL_TRIED, 0, FALSE },
    { BERTH_HOST_ACTION_BOOT_CONFIRM, BERTH_TRUTH_UNKNOWN, 0, 0, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture f;
      g_autoptr (GError) error = NULL;
      BerthFacts *after_it = facts_with_driver ("pciback");
      BerthPciFacts *pci = g_ptr_array_index (after_it->pci, 0);
      BerthBootBinding binding = {
        .address = pci->address,
        .identity = berth_pci_identity_of (pci),
        .target = cases[i].listed_for,
        .trial = cases[i].trial,
      };

      pci->permissive = cases[i].permissive;
      binding.identity.device += cases[i].listed_device;
      if (cases[i].listed_for != 0)
        g_ptr_array_add (after_it->boot_bindings, g_memdup2 (&binding, sizeof binding));
      open_computer (&f, BERTH_COMPUTER_LOCAL, 0, "pciback");
      f.helper->facts_after = after_it;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (act (&f, cases[i].kind, &error), ==, cases[i].is_done);
      if (!cases[i].is_done)
        g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED);
      g_object_unref (f.computer);
      mock_wait_idle ();
      mock_world_forget_all ();
    }
}

/* Whoever follows the computer sees how it is now, also after an error. */
static void
test_read_again (void)
{
  Fixture f;
  g_autoptr (GError) error = NULL;
  BerthAddress address = scene_address (NIC);
  BerthDevice *device;

  open_computer (&f, BERTH_COMPUTER_LOCAL, 0, "igb");
  f.helper->facts_after = facts_with_driver (NULL);
  f.helper->host_error = new_error (BERTH_ERROR_STUCK);
  g_assert_false (act (&f, BERTH_HOST_ACTION_BIND, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_STUCK);
  g_assert_nonnull (strstr (error->message, "No driver has it now"));
  device = berth_inventory_lookup (berth_computer_get_inventory (f.computer), &address);
  g_assert_null (device->pci->driver);
  g_object_unref (f.computer);
}

/* A detach can hang for minutes: who waits may stop. */
static void
test_cancelled (void)
{
  Fixture f;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  BerthHostAction action;

  open_computer (&f, BERTH_COMPUTER_LOCAL, LIBVIRT, "igb");
  action = action_of (&f, BERTH_HOST_ACTION_BIND);
  f.world->holds = TRUE;
  berth_computer_run_action_async (f.computer, &action, cancellable, mock_wait_cb, &result);
  mock_wait_idle ();
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  mock_world_release (f.world);
  mock_wait_for (&result);
  g_assert_false (berth_computer_run_action_finish (f.computer, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (f.helper->n_host_actions, ==, 0);
  g_object_unref (f.computer);
}

static char *
dup_command (Fixture *f, BerthHostActionKind kind, BerthBindTarget target)
{
  BerthHostAction action = action_of (f, kind);
  g_auto (GStrv) commands = NULL;

  action.target = target;
  commands = berth_computer_dup_action_commands (f->computer, &action);
  return g_strjoinv ("\n", commands);
}

static void
test_commands (void)
{
  const struct
  {
    guint features;
    const char *driver;
    BerthHostActionKind kind;
    BerthBindTarget target;
    const char *command;
  } cases[] = {
    { LIBVIRT, "igb", BERTH_HOST_ACTION_BIND, BERTH_BIND_TARGET_VFIO_PCI,
      "virsh -c 'demo:///a' nodedev-detach pci_0000_03_00_0" },
    { LIBVIRT, "vfio-pci", BERTH_HOST_ACTION_RETURN, BERTH_BIND_TARGET_VFIO_PCI,
      "virsh -c 'demo:///a' nodedev-reattach pci_0000_03_00_0" },
    { 0, "igb", BERTH_HOST_ACTION_BIND, BERTH_BIND_TARGET_PCIBACK,
      "xl pci-assignable-add 0000:03:00.0" },
    { 0, "pciback", BERTH_HOST_ACTION_RETURN, BERTH_BIND_TARGET_PCIBACK,
      "xl pci-assignable-remove -r 0000:03:00.0" },
    { 0, "igb", BERTH_HOST_ACTION_BIND, BERTH_BIND_TARGET_VFIO_PCI, "berthctl bind 0000:03:00.0" },
    { 0, "pciback", BERTH_HOST_ACTION_PERMISSIVE, BERTH_BIND_TARGET_PCIBACK,
      "berthctl permissive 0000:03:00.0" },
    { LIBVIRT, "igb", BERTH_HOST_ACTION_BOOT_ADD, BERTH_BIND_TARGET_VFIO_PCI,
      "berthctl boot add 0000:03:00.0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture f;
      g_autofree char *command = NULL;

      open_computer (&f, BERTH_COMPUTER_LOCAL, cases[i].features, cases[i].driver);
      command = dup_command (&f, cases[i].kind, cases[i].target);
      g_assert_cmpstr (command, ==, cases[i].command);
      g_object_unref (f.computer);
      mock_wait_idle ();
      mock_world_forget_all ();
    }
}

/* What the rules say of the function itself counts, what they say of VMs does not; and nobody can
 * force it. */
static void
test_check (void)
{
  Fixture f;
  g_autoptr (GPtrArray) findings = NULL;
  const BerthFinding *worst;
  BerthHostAction action;

  open_computer (&f, URI, DEMO, "igb");
  action = action_of (&f, BERTH_HOST_ACTION_BIND);
  findings = berth_computer_check_action (f.computer, &action);
  g_assert_cmpuint (findings->len, ==, 0);
  g_clear_pointer (&findings, g_ptr_array_unref);

  action.identity.device ^= 1;
  findings = berth_computer_check_action (f.computer, &action);
  g_assert_cmpstr (berth_finding_list_get_worst (findings)->id, ==, "device-gone");
  g_clear_pointer (&findings, g_ptr_array_unref);
  action.identity.device ^= 1;

  need_card (&f);
  load (&f);
  findings = berth_computer_check_action (f.computer, &action);
  worst = berth_finding_list_get_worst (findings);
  g_assert_cmpstr (worst->id, ==, "host-need");
  g_assert_cmpint (worst->severity, ==, BERTH_SEVERITY_REFUSED);
  g_assert_false (worst->can_force);
  g_clear_pointer (&findings, g_ptr_array_unref);

  action.kind = BERTH_HOST_ACTION_BOOT_REMOVE;
  findings = berth_computer_check_action (f.computer, &action);
  g_assert_cmpuint (findings->len, ==, 0);
  g_object_unref (f.computer);
}

/* What came to be needed since the user was asked is refused, and nobody is asked to do it. */
static void
test_refused (void)
{
  const struct
  {
    const char *id;
    guint features;
  } cases[] = { { BERTH_COMPUTER_LOCAL, 0 }, { BERTH_COMPUTER_LOCAL, LIBVIRT }, { URI, DEMO } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture f;
      g_autoptr (GError) error = NULL;

      open_computer (&f, cases[i].id, cases[i].features, "igb");
      need_card (&f);
      g_assert_false (act (&f, BERTH_HOST_ACTION_BIND, &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
      g_clear_error (&error);

      g_clear_pointer (&f.world->facts, berth_facts_unref);
      g_clear_pointer (&f.host->facts, berth_facts_unref);
      f.world->facts = facts_with_driver ("igb");
      f.host->facts = facts_with_driver ("igb");
      ((BerthPciFacts *) f.world->facts->pci->pdata[0])->revision++;
      ((BerthPciFacts *) f.host->facts->pci->pdata[0])->revision++;
      g_assert_false (act (&f, BERTH_HOST_ACTION_BIND, &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);

      g_assert_cmpuint (f.world->n_host_actions, ==, 0);
      g_assert_cmpuint (f.helper->n_host_actions, ==, 0);
      g_object_unref (f.computer);
      mock_wait_idle ();
      mock_world_forget_all ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mock_world_add_test ("/host-actions/can-act", test_can_act);
  mock_world_add_test ("/host-actions/ways", test_ways);
  mock_world_add_test ("/host-actions/judged", test_judged);
  mock_world_add_test ("/host-actions/read-again", test_read_again);
  mock_world_add_test ("/host-actions/cancelled", test_cancelled);
  mock_world_add_test ("/host-actions/commands", test_commands);
  mock_world_add_test ("/host-actions/check", test_check);
  mock_world_add_test ("/host-actions/refused", test_refused);
  return g_test_run ();
}
