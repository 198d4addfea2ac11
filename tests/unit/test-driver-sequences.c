/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Operations in random order, and what others do in between, against a model of a few lines: what
 * the device has, what is said of it, nothing else. */

#include <errno.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "driver-fixture.h"
#include "facts/berth-facts.h"
#include "facts/berth-sysfs.h"

#define N_OPERATIONS 50
#define N_DEVICES 2

/* With -m slow as many as one waits for. */
#define N_SEQUENCES 12
#define N_SEQUENCES_SLOW 500

typedef enum
{
  NONE,
  HOST,
  VFIO,
  PCIBACK,
} Driver;

static const char *const names[] = { NULL, "e1000e", "vfio-pci", "pciback" };

/* One device as it should be. */
typedef struct
{
  BerthAddress address;
  char *text;
  Driver driver;
  Driver override;
  gboolean has_slot;
  gboolean is_permissive;
  gboolean has_group;
} Model;

typedef struct
{
  DriverFixture fixture;
  Model devices[N_DEVICES];
  gboolean is_loaded;    /* e1000e is in the kernel */
  gboolean is_installed; /* udev finds it */
} World;

#define MODEL_OK -1

static void
model_leave (Model *self)
{
  self->driver = NONE;
  self->is_permissive = FALSE;
}

/* What the operation should do. Returns the error, or MODEL_OK. */
static int
model_do (World *world, Model *self, DriverOperation operation)
{
  Driver target = operation == DRIVER_BIND_VFIO ? VFIO : PCIBACK;

  if (operation == DRIVER_PERMISSIVE)
    {
      self->is_permissive = self->driver == PCIBACK;
      return self->driver == PCIBACK ? MODEL_OK : BERTH_ERROR_REFUSED;
    }

  if (operation != DRIVER_RETURN)
    {
      if (self->driver == target)
        return MODEL_OK;
      if (target == VFIO && !self->has_group)
        return BERTH_ERROR_NOT_SUPPORTED;
      model_leave (self);
      self->driver = self->override = target;
      self->has_slot = self->has_slot || target == PCIBACK;
      return MODEL_OK;
    }

  if (self->driver != HOST || self->override != HOST)
    self->override = NONE;
  self->has_slot = FALSE;
  if (self->driver == HOST)
    return MODEL_OK;
  model_leave (self);
  world->is_loaded = world->is_loaded || world->is_installed;
  if (!world->is_loaded)
    return BERTH_ERROR_NOT_VERIFIED;
  self->driver = HOST;
  return MODEL_OK;
}

static Driver
parse_driver (const char *name)
{
  for (Driver driver = HOST; driver <= PCIBACK; driver++)
    {
      if (g_strcmp0 (name, names[driver]) == 0)
        return driver;
    }
  return NONE;
}

static gboolean
is_listed (World *self, const Model *device, const char *file)
{
  g_autofree char *path = g_strconcat ("sys/bus/pci/drivers/pciback/", file, NULL);
  g_autofree char *text = berth_sysfs_dup_file (self->fixture.setup.root, path);

  return text != NULL && strstr (text, device->text) != NULL;
}

static Model
read_device (World *self, const Model *device)
{
  g_autofree char *driver = mock_kernel_dup_driver (self->fixture.sysfs, &device->address);
  g_autofree char *override = mock_kernel_dup_override (self->fixture.sysfs, &device->address);
  Model is_now = *device;

  is_now.driver = parse_driver (driver);
  is_now.override = parse_driver (override);
  is_now.has_slot = is_listed (self, device, "slots");
  is_now.is_permissive = is_listed (self, device, "permissive");
  return is_now;
}

static char *
dup_words (const Model *self)
{
  return g_strdup_printf ("%s: driver %s, override %s, slot %d, permissive %d", self->text,
                          names[self->driver], names[self->override], self->has_slot,
                          self->is_permissive);
}

static void
check_devices (World *self)
{
  for (guint i = 0; i < N_DEVICES; i++)
    {
      Model is_now = read_device (self, &self->devices[i]);
      g_autofree char *expected = dup_words (&self->devices[i]);
      g_autofree char *found = dup_words (&is_now);

      g_assert_cmpstr (found, ==, expected);
    }
}

static void
set_override (World *self, Model *device, Driver driver)
{
  g_autofree char *path = g_strconcat ("devices/pci0000:00/", device->text, NULL);

  mock_sysfs_set (self->fixture.sysfs, path, "driver_override",
                  driver == NONE ? "(null)" : names[driver]);
  device->override = driver;
}

/* What other programs, the kernel and the user do. */
static void
meddle (World *self, Model *device)
{
  switch (g_test_rand_int_range (0, 5))
    {
    case 0: /* by hand, without a word */
      mock_kernel_give (self->fixture.sysfs, &device->address, NULL);
      model_leave (device);
      break;
    case 1: /* driverctl */
      set_override (self, device, (Driver) g_test_rand_int_range (NONE, PCIBACK + 1));
      break;
    case 2: /* rmmod */
      mock_kernel_unload (self->fixture.sysfs, "e1000e");
      self->is_loaded = FALSE;
      for (guint i = 0; i < N_DEVICES; i++)
        {
          if (self->devices[i].driver != HOST)
            continue;
          mock_kernel_give (self->fixture.sysfs, &self->devices[i].address, NULL);
          model_leave (&self->devices[i]);
        }
      break;
    case 3: /* an update takes the module, or brings it */
      self->is_installed = !self->is_installed;
      if (self->is_installed)
        mock_kernel_install (self->fixture.sysfs, "e1000e");
      else
        mock_sysfs_remove (self->fixture.sysfs, "mock/modules/e1000e");
      break;
    default: /* xl pci-assignable-add */
      mock_kernel_give (self->fixture.sysfs, &device->address, "pciback");
      model_leave (device);
      device->driver = PCIBACK;
      device->has_slot = TRUE;
      break;
    }
}

static void
do_well (World *self, Model *device, DriverOperation operation)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *driver
      = driver_fixture_run (&self->fixture, operation, &device->address, &error);
  int expected = model_do (self, device, operation);

  if (expected == MODEL_OK)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (driver, ==, names[device->driver]);
    }
  else
    {
      g_assert_error (error, BERTH_ERROR, expected);
    }
}

/* Something goes wrong. Whatever comes of it, it is not said that all is well unless it is, and the
 * other device is left alone. */
static void
do_wrongly (World *self, Model *device, DriverOperation operation)
{
  static const MockFault faults[] = { MOCK_FAULT_REFUSED, MOCK_FAULT_REFUSED_AFTER,
                                      MOCK_FAULT_NOTHING, MOCK_FAULT_LOST, MOCK_FAULT_DEAD };
  g_autoptr (GError) error = NULL;
  g_autofree char *driver = NULL;
  Model before = *device;

  mock_kernel_plan_nothing ();
  mock_kernel_plan ((guint) g_test_rand_int_range (1, 6),
                    faults[g_test_rand_int_range (0, G_N_ELEMENTS (faults))], EIO);
  driver = driver_fixture_run (&self->fixture, operation, &device->address, &error);
  mock_kernel_plan_nothing ();

  *device = read_device (self, device);
  self->is_loaded = faccessat (self->fixture.setup.root, "sys/bus/pci/drivers/e1000e", 0, 0) == 0;
  if (driver != NULL)
    g_assert_cmpstr (driver, ==, names[device->driver]);
  else if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_FAILED))
    g_assert_true (device->driver == before.driver && device->override == before.override);
  else if (device->driver != before.driver && device->driver != NONE)
    g_assert_nonnull (strstr (error->message, names[device->driver]));
  else if (device->driver != before.driver)
    g_assert_nonnull (strstr (error->message, operation == DRIVER_PERMISSIVE ? "is still pciback"
                                                                             : "none now"));
}

static void
world_set_up (World *self)
{
  driver_fixture_set_up (&self->fixture, NULL);
  self->fixture.setup.patience = 0;
  self->is_loaded = TRUE;
  self->is_installed = FALSE;
  for (guint i = 0; i < N_DEVICES; i++)
    {
      self->devices[i] = (Model){ .address = berth_address_pci (0, 0, 4 + i, 0),
                                  .text = g_strdup_printf ("0000:00:%02x.0", 4 + i),
                                  .has_group = i == 0 };
      if (i > 0)
        mock_kernel_add (self->fixture.sysfs, &self->devices[i].address, "e1000e", BERTH_NO_GROUP);
    }
  self->devices[0].driver = HOST;
}

static void
world_tear_down (World *self)
{
  for (guint i = 0; i < N_DEVICES; i++)
    g_free (self->devices[i].text);
  driver_fixture_tear_down (&self->fixture, NULL);
}

static void
test_random (void)
{
  guint n_sequences = g_test_slow () ? N_SEQUENCES_SLOW : N_SEQUENCES;

  for (guint i = 0; i < n_sequences; i++)
    {
      World world;

      world_set_up (&world);
      for (guint j = 0; j < N_OPERATIONS; j++)
        {
          Model *device = &world.devices[g_test_rand_int_range (0, N_DEVICES)];
          DriverOperation operation
              = (DriverOperation) g_test_rand_int_range (0, DRIVER_N_OPERATIONS);
          int dice = g_test_rand_int_range (0, 10);

          if (dice < 2)
            meddle (&world, device);
          else if (dice < 4)
            do_wrongly (&world, device, operation);
          else
            do_well (&world, device, operation);
          check_devices (&world);
        }
      world_tear_down (&world);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/driver-sequences/random", test_random);
  return g_test_run ();
}
