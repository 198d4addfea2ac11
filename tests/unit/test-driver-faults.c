/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every write of every operation goes wrong in every way. Afterwards the device is where it was, or
 * where it should be, or the error says where it is; and it can be had back. */

#include <errno.h>
#include <locale.h>
#include <string.h>

#include "base/berth-error.h"
#include "driver-fixture.h"
#include "facts/berth-sysfs.h"

#define TOO_LATE G_MAXUINT

/* How the device is before the operation. */
static const struct
{
  const char *driver;
  const char *override;
  gboolean has_slot;
} beginnings[] = {
  { "e1000e", "(null)", FALSE },
  { "e1000e", "(null)", TRUE },
  { "e1000e", "e1000e", FALSE },
  { NULL, "(null)", FALSE },
  { NULL, "vfio-pci", FALSE },
  { "vfio-pci", "(null)", FALSE },
  { "pciback", "pciback", TRUE },
  { "vfio-pci", "vfio-pci", TRUE },
  { "pciback", "(null)", TRUE },
};

typedef struct
{
  MockFault fault;
  int error_number;
} Way;

/* The first ones always; the others, which differ little from them, with -m slow. */
#define N_QUICK_WAYS 6

static const Way ways[] = {
  { MOCK_FAULT_REFUSED, EBUSY }, { MOCK_FAULT_REFUSED_AFTER, EIO }, { MOCK_FAULT_NOTHING, 0 },
  { MOCK_FAULT_LOST, 0 },        { MOCK_FAULT_GONE, 0 },            { MOCK_FAULT_HUNG_AFTER, 0 },
  { MOCK_FAULT_DEAD, 0 },        { MOCK_FAULT_HUNG, 0 },            { MOCK_FAULT_REFUSED, ENODEV },
  { MOCK_FAULT_REFUSED, EINVAL },
};

/* What goes wrong twice; after what hangs or is gone nothing is done. */
static const Way pair_ways[] = {
  { MOCK_FAULT_REFUSED, EBUSY },
  { MOCK_FAULT_NOTHING, 0 },
  { MOCK_FAULT_LOST, 0 },
};

static gboolean
hangs (MockFault fault)
{
  return fault == MOCK_FAULT_HUNG || fault == MOCK_FAULT_HUNG_AFTER;
}

static void
begin_with (DriverFixture *self, guint beginning)
{
  mock_kernel_give (self->sysfs, &self->address, beginnings[beginning].driver);
  mock_sysfs_set (self->sysfs, "devices/pci0000:00/0000:00:04.0", "driver_override",
                  beginnings[beginning].override);
  mock_sysfs_put (self->sysfs, "sys/bus/pci/drivers/pciback/slots",
                  beginnings[beginning].has_slot ? "0000:00:04.0\n" : "");
  mock_kernel_plan_nothing ();
}

static gboolean
is_host_driver (const char *driver)
{
  return g_strcmp0 (driver, "e1000e") == 0;
}

/* It went well, so it is as it should be. */
static void
check_success (DriverFixture *self, DriverOperation operation, const char *said)
{
  g_autofree char *driver = mock_kernel_dup_driver (self->sysfs, &self->address);
  g_autofree char *text = NULL;

  g_assert_cmpstr (driver, ==, said);
  if (operation == DRIVER_BIND_VFIO)
    g_assert_cmpstr (driver, ==, "vfio-pci");
  else if (operation != DRIVER_RETURN)
    g_assert_cmpstr (driver, ==, "pciback");
  else
    g_assert_true (is_host_driver (driver));

  if (operation != DRIVER_PERMISSIVE)
    return;
  text = berth_sysfs_dup_file (self->setup.root, "sys/bus/pci/drivers/pciback/permissive");
  g_assert_cmpstr (text, ==, "0000:00:04.0\n");
}

/* The error is the truth. */
static void
check_failure (DriverFixture *self, DriverOperation operation, guint beginning,
               const GError *error)
{
  g_autofree char *driver = mock_kernel_dup_driver (self->sysfs, &self->address);
  g_autofree char *override = mock_kernel_dup_override (self->sysfs, &self->address);
  gboolean is_old = g_strcmp0 (driver, beginnings[beginning].driver) == 0
                    && g_strcmp0 (override, beginnings[beginning].override) == 0;

  g_assert_cmpint (error->domain, ==, BERTH_ERROR);
  g_assert_nonnull (strstr (error->message, "0000:00:04.0"));
  switch (error->code)
    {
    case BERTH_ERROR_FAILED:
    case BERTH_ERROR_REFUSED:
      g_assert_true (is_old);
      break;
    case BERTH_ERROR_NOT_VERIFIED:
      g_assert_true (!is_old || operation == DRIVER_PERMISSIVE || operation == DRIVER_RETURN);
      if (operation == DRIVER_PERMISSIVE)
        g_assert_nonnull (strstr (error->message, "not permissive"));
      else if (g_strcmp0 (driver, beginnings[beginning].driver) != 0 && driver == NULL)
        g_assert_nonnull (strstr (error->message, "none now"));
      else if (g_strcmp0 (driver, beginnings[beginning].driver) != 0)
        g_assert_nonnull (strstr (error->message, driver));
      break;
    default:
      g_error ("unexpected: %s", error->message);
    }
}

/* Whatever happened: as soon as the kernel does what it is told, the host gets its device back. */
static void
check_way_back (DriverFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *driver = NULL;

  mock_kernel_plan_nothing ();
  self->setup.deadline = DRIVER_NEVER;
  driver = driver_fixture_run (self, DRIVER_RETURN, &self->address, &error);
  g_assert_no_error (error);
  g_assert_true (is_host_driver (driver));
}

static void
check_outcome (DriverFixture *self,
               DriverOperation operation,
               guint beginning,
               const char *driver,
               const GError *error)
{
  if (driver != NULL)
    check_success (self, operation, driver);
  else if (!g_error_matches (error, BERTH_ERROR, BERTH_ERROR_STUCK)
           && !g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND))
    check_failure (self, operation, beginning, error);
}

/* One thing alone that goes wrong when a device is bound can be undone.
 *
 * Returns how many writes there were; or TOO_LATE: another write than the one that hangs took
 * longer than the deadline, because this computer is slow. */
static guint
run_one (DriverFixture *self,
         DriverOperation operation,
         guint beginning,
         const Way *way,
         gboolean is_alone)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *driver
      = driver_fixture_run (self, operation, &self->address, &error);
  gboolean is_gone = g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
  gboolean is_stuck = g_error_matches (error, BERTH_ERROR, BERTH_ERROR_STUCK);
  guint n_writes;

  check_outcome (self, operation, beginning, driver, error);
  if (is_alone && driver == NULL && !is_gone && !is_stuck && operation <= DRIVER_BIND_PCIBACK)
    g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_true (!is_gone || way->fault == MOCK_FAULT_GONE);
  g_assert_true (!is_stuck || hangs (way->fault));

  mock_kernel_end_hung ();
  n_writes = mock_kernel_count_writes ();
  if (is_stuck && !mock_kernel_was_hit ())
    n_writes = TOO_LATE;

  if (is_gone)
    {
      driver_fixture_tear_down (self, NULL);
      driver_fixture_set_up (self, NULL);
      self->setup.patience = 0;
    }
  else if (driver == NULL)
    {
      check_way_back (self);
    }
  return n_writes;
}

/* FALSE when there is no @nth write. */
static gboolean
run_nth (DriverFixture *self,
         DriverOperation operation,
         guint beginning,
         const Way *way,
         guint nth)
{
  guint deadline = DRIVER_SOON;
  guint n_writes;

  do
    {
      self->setup.deadline = hangs (way->fault) ? deadline : DRIVER_NEVER;
      begin_with (self, beginning);
      mock_kernel_plan (nth, way->fault, way->error_number);
      n_writes = run_one (self, operation, beginning, way, TRUE);
      deadline *= 4;
    }
  while (n_writes == TOO_LATE);
  return n_writes >= nth;
}

static void
test_each (DriverFixture *self, gconstpointer data)
{
  DriverOperation operation = GPOINTER_TO_UINT (data);
  guint n_ways = g_test_slow () ? G_N_ELEMENTS (ways) : N_QUICK_WAYS;
  guint n = 0;

  self->setup.patience = 0;
  for (guint beginning = 0; beginning < G_N_ELEMENTS (beginnings); beginning++)
    {
      for (guint i = 0; i < n_ways; i++)
        {
          guint nth = 1;

          for (; run_nth (self, operation, beginning, &ways[i], nth); nth++)
            n++;
        }
    }
  g_test_message ("%u runs", n);
  g_assert_cmpuint (n, >, 10);
}

/* Returns how many runs there were. */
static guint
run_pairs (DriverFixture *self, DriverOperation operation, guint beginning, const Way *way,
           const Way *second_way)
{
  guint n = 0;
  guint nth = 0;
  guint second, n_writes;

  do
    {
      second = ++nth;
      do
        {
          begin_with (self, beginning);
          mock_kernel_plan (nth, way->fault, way->error_number);
          mock_kernel_plan (++second, second_way->fault, second_way->error_number);
          n_writes = run_one (self, operation, beginning, way, FALSE);
          n++;
        }
      while (n_writes >= second);
    }
  while (n_writes >= nth);
  return n;
}

/* Two things go wrong: also what is done to put all back. With -m slow from every beginning. */
static void
test_pairs (DriverFixture *self, gconstpointer data)
{
  DriverOperation operation = GPOINTER_TO_UINT (data);
  guint step = g_test_slow () ? 1 : 6;
  guint n = 0;

  self->setup.patience = 0;
  for (guint beginning = 0; beginning < G_N_ELEMENTS (beginnings); beginning += step)
    {
      for (guint i = 0; i < G_N_ELEMENTS (pair_ways); i++)
        {
          for (guint j = 0; j < G_N_ELEMENTS (pair_ways); j++)
            n += run_pairs (self, operation, beginning, &pair_ways[i], &pair_ways[j]);
        }
    }
  g_test_message ("%u runs", n);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, operation, what)                                                                 \
  g_test_add ("/driver-faults/" name "/" #what, DriverFixture, GUINT_TO_POINTER (operation),       \
              driver_fixture_set_up, test_##what, driver_fixture_tear_down)

  ADD ("bind-vfio", DRIVER_BIND_VFIO, each);
  ADD ("bind-vfio", DRIVER_BIND_VFIO, pairs);
  ADD ("bind-pciback", DRIVER_BIND_PCIBACK, each);
  ADD ("bind-pciback", DRIVER_BIND_PCIBACK, pairs);
  ADD ("return", DRIVER_RETURN, each);
  ADD ("return", DRIVER_RETURN, pairs);
  ADD ("permissive", DRIVER_PERMISSIVE, each);
  return g_test_run ();
}
