/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-boot-request.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-facts-boot.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-boot-folder.h"
#include "mock-sysfs.h"

/* As many as are read. */
#define TOO_MANY 1024

typedef struct
{
  MockSysfs *sysfs;
  int root;
  BerthRequest request;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sysfs = mock_sysfs_new ();
  mock_sysfs_put (fixture->sysfs, "etc", NULL);
  mock_sysfs_put (fixture->sysfs, "run", NULL);
  fixture->root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (fixture->sysfs));
  fixture->request = (BerthRequest){
    .method = "AddToBoot",
    .has_address = TRUE,
    .has_identity = TRUE,
    .has_target = TRUE,
    .address = berth_address_pci (0, 4, 0, 0),
    .identity = { 0x8086, 0x10d3, 0x103c, 0x0a01, 0x020000, 0x0f },
    .target = BERTH_BIND_TARGET_VFIO_PCI,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->root);
  mock_sysfs_free (fixture->sysfs);
}

static void
run (Fixture *fixture, const char *method)
{
  g_autoptr (GError) error = NULL;

  fixture->request.method = method;
  berth_boot_request_run (fixture->root, &fixture->request, &error);
  g_assert_no_error (error);
}

/* The only one there is, which came so far by now. */
static void
put (Fixture *fixture, BerthBootTrial trial, BerthBootOutcome outcome)
{
  BerthBootBinding binding = {
    .address = fixture->request.address,
    .identity = fixture->request.identity,
    .target = BERTH_BIND_TARGET_VFIO_PCI,
    .trial = trial,
    .outcome = outcome,
  };

  g_assert_true (berth_boot_folder_write (fixture->root, &binding, NULL));
  g_assert_true (berth_boot_folder_write_outcome (fixture->root, &binding, NULL));
}

static void
assert_only (Fixture *fixture, BerthBootTrial trial, BerthBootOutcome outcome)
{
  g_autoptr (GPtrArray) bindings = berth_facts_boot_list (fixture->root);
  const BerthBootBinding *binding = bindings->len == 1 ? g_ptr_array_index (bindings, 0) : NULL;

  g_assert_nonnull (binding);
  g_assert_true (berth_address_equal (&binding->address, &fixture->request.address));
  g_assert_cmpint (binding->target, ==, fixture->request.target);
  g_assert_cmpint (binding->trial, ==, trial);
  g_assert_cmpint (binding->outcome, ==, outcome);
}

/* Whoever adds what is there begins a trial only where there would be none otherwise. */
static void
test_add_again (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    BerthBootTrial trial;
    BerthBootOutcome outcome;
    BerthBootTrial trial_after;
    BerthBootOutcome outcome_after;
  } cases[] = {
    { BERTH_BOOT_TRIAL_NEW, BERTH_BOOT_OUTCOME_HELD_BY_HOST, BERTH_BOOT_TRIAL_NEW,
      BERTH_BOOT_OUTCOME_HELD_BY_HOST },
    { BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_BOUND, BERTH_BOOT_TRIAL_TRIED,
      BERTH_BOOT_OUTCOME_BOUND },
    { BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_FAILED, BERTH_BOOT_TRIAL_NEW,
      BERTH_BOOT_OUTCOME_NONE },
    { BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_NOT_CONFIRMED, BERTH_BOOT_TRIAL_NEW,
      BERTH_BOOT_OUTCOME_NONE },
    { BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_NONE, BERTH_BOOT_TRIAL_NEW,
      BERTH_BOOT_OUTCOME_NONE },
    { BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_BOUND, BERTH_BOOT_TRIAL_CONFIRMED,
      BERTH_BOOT_OUTCOME_BOUND },
  };

  run (fixture, "AddToBoot");
  assert_only (fixture, BERTH_BOOT_TRIAL_NEW, BERTH_BOOT_OUTCOME_NONE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      put (fixture, cases[i].trial, cases[i].outcome);
      run (fixture, "AddToBoot");
      g_test_message ("%" G_GSIZE_FORMAT, i);
      assert_only (fixture, cases[i].trial_after, cases[i].outcome_after);
    }

  fixture->request.target = BERTH_BIND_TARGET_PCIBACK;
  run (fixture, "AddToBoot");
  assert_only (fixture, BERTH_BOOT_TRIAL_NEW, BERTH_BOOT_OUTCOME_NONE);
}

static void
test_confirm (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) bindings = NULL;
  g_autoptr (GError) error = NULL;

  fixture->request.method = "ConfirmBoot";
  g_assert_false (berth_boot_request_run (fixture->root, &fixture->request, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);

  put (fixture, BERTH_BOOT_TRIAL_TRIED, BERTH_BOOT_OUTCOME_BOUND);
  run (fixture, "ConfirmBoot");
  assert_only (fixture, BERTH_BOOT_TRIAL_CONFIRMED, BERTH_BOOT_OUTCOME_BOUND);
  run (fixture, "ConfirmBoot");

  run (fixture, "RemoveFromBoot");
  bindings = berth_facts_boot_list (fixture->root);
  g_assert_cmpuint (bindings->len, ==, 0);
}

/* What no start would read was not added, though its file is there. */
static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  BerthBootBinding other = {
    .identity = fixture->request.identity,
    .target = BERTH_BIND_TARGET_VFIO_PCI,
    .trial = BERTH_BOOT_TRIAL_NEW,
  };
  gboolean was_found = TRUE;

  for (guint i = 0; i < TOO_MANY; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;
      g_autofree char *text = NULL;

      other.address = berth_address_pci (1, i / 256, i % 32, i / 32 % 8);
      name = berth_boot_binding_dup_name (&other.address);
      path = g_strconcat ("etc/berth/boot.d/", name, NULL);
      text = berth_boot_binding_print (&other);
      mock_sysfs_put (fixture->sysfs, path, text);
    }

  /* In which order a folder is read, the file system says: one of them is the one too many. */
  for (guint i = 0; was_found && i < 64; i++)
    {
      g_autoptr (GError) error = NULL;

      fixture->request.address = berth_address_pci (2, i, 0, 0);
      was_found = berth_boot_request_run (fixture->root, &fixture->request, &error);
      if (!was_found)
        g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED);
    }
  g_assert_false (was_found);
}

#define TEST(name, function)                                                                       \
  g_test_add ("/boot-request/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("add-again", test_add_again);
  TEST ("confirm", test_confirm);
  TEST ("too-many", test_too_many);

  return g_test_run ();
}
