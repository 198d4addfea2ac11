/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE

#include "mock-kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"

#define MAX_FAULTS 8
#define DRIVERS "sys/bus/pci/drivers/"
#define SLOTS DRIVERS "pciback/slots"
#define PERMISSIVE DRIVERS "pciback/permissive"

/* What the test and the processes that write share: memory, because those end and tell nothing. */
typedef struct
{
  guint n_writes;
  gboolean was_hit;
  guint n_faults;
  struct
  {
    guint nth;
    MockFault fault;
    int error_number;
  } faults[MAX_FAULTS];
  guint n_hung;
  pid_t hung[BERTH_KERNEL_MAX_WRITES];
} Shared;

/* A device while it is written about. */
typedef struct
{
  int root;
  int folder;
  char name[32];
  char up[256]; /* the way from its folder to sys/ */
} Device;

static Shared *
get_shared (void)
{
  static Shared *shared;

  if (shared == NULL)
    {
      shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                     0);
      g_assert_true (shared != MAP_FAILED);
    }
  return shared;
}

/* From here to mock_kernel_write(): in a process of its own. */

static void
put (int at, const char *path, const char *text)
{
  g_auto (BerthFd) fd = openat (at, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  if (fd < 0 || write (fd, text, strlen (text)) < 0)
    abort ();
}

static gboolean
is_loaded (int root, const char *driver)
{
  char path[256];

  snprintf (path, sizeof path, DRIVERS "%s", driver);
  return faccessat (root, path, F_OK, 0) == 0;
}

/* As the folder of a MockSysfs is made: no bridge is above its functions but in their paths. */
static gboolean
device_open (Device *self, int root, const BerthAddress *address)
{
  char link[64], target[BERTH_SYSFS_SIZE];

  *self = (Device){ .root = root, .folder = berth_kernel_open_device (root, address) };
  if (self->folder < 0)
    return FALSE;

  snprintf (self->name, sizeof self->name, "%04x:%02x:%02x.%x", address->domain, address->bus,
            address->slot, address->function);
  snprintf (link, sizeof link, "sys/bus/pci/devices/%s", self->name);
  berth_sysfs_read_link (root, link, target, sizeof target);
  for (const char *p = target + strlen ("../../../"); *p != '\0'; p++)
    {
      if (*p == '/')
        strcat (self->up, "../");
    }
  strcat (self->up, "../");
  return TRUE;
}

static gboolean
device_read_driver (const Device *self, char *driver, gsize size)
{
  char target[BERTH_SYSFS_SIZE];

  if (berth_sysfs_read_link (self->folder, "driver", target, sizeof target) <= 0)
    return FALSE;
  g_strlcpy (driver, strrchr (target, '/') + 1, size);
  return TRUE;
}

/* uevent names the driver too. */
static void
device_write_uevent (const Device *self, const char *driver)
{
  char before[BERTH_SYSFS_SIZE], after[BERTH_SYSFS_SIZE + 64] = "";
  const char *rest = before;

  berth_sysfs_read (self->folder, "uevent", before, sizeof before);
  if (g_str_has_prefix (before, "DRIVER="))
    rest = strchr (before, '\n') + 1;
  if (driver != NULL)
    snprintf (after, sizeof after, "DRIVER=%s\n", driver);
  strcat (after, rest);
  strcat (after, "\n");
  put (self->folder, "uevent", after);
}

static gboolean
is_listed (const Device *self, const char *path)
{
  char text[BERTH_SYSFS_SIZE];

  return berth_sysfs_read (self->root, path, text, sizeof text) > 0
         && strstr (text, self->name) != NULL;
}

static void
list (const Device *self, const char *path)
{
  char text[BERTH_SYSFS_SIZE];

  if (is_listed (self, path))
    return;
  if (berth_sysfs_read (self->root, path, text, sizeof text) > 0)
    strcat (text, "\n");
  strcat (text, self->name);
  strcat (text, "\n");
  put (self->root, path, text);
}

static void
unlist (const Device *self, const char *path)
{
  char before[BERTH_SYSFS_SIZE], after[BERTH_SYSFS_SIZE] = "";
  char *rest = before;
  char *line;

  if (berth_sysfs_read (self->root, path, before, sizeof before) <= 0)
    return;
  while ((line = strsep (&rest, "\n")) != NULL)
    {
      if (*line == '\0' || strcmp (line, self->name) == 0)
        continue;
      strcat (after, line);
      strcat (after, "\n");
    }
  put (self->root, path, after);
}

static void
device_bind (const Device *self, const char *driver)
{
  char target[512];

  snprintf (target, sizeof target, "%sbus/pci/drivers/%s", self->up, driver);
  if (symlinkat (target, self->folder, "driver") != 0)
    abort ();
  device_write_uevent (self, driver);
  /* pcistub_seize() puts it on the list, and nothing but remove_slot takes it off. */
  if (strcmp (driver, "pciback") == 0)
    list (self, SLOTS);
}

static void
device_unbind (const Device *self)
{
  if (unlinkat (self->folder, "driver", 0) != 0)
    return;
  device_write_uevent (self, NULL);
  if (is_loaded (self->root, "pciback"))
    unlist (self, PERMISSIVE);
}

/* Which driver would take it, as far as the kernel has it. */
static gboolean
device_find_driver (const Device *self, char *driver, gsize size)
{
  char path[64];

  if (berth_sysfs_read (self->folder, "driver_override", driver, size) <= 0
      || strcmp (driver, "(null)") == 0)
    {
      snprintf (path, sizeof path, "mock/%s", self->name);
      if (is_listed (self, SLOTS))
        g_strlcpy (driver, "pciback", size);
      else if (berth_sysfs_read (self->root, path, driver, size) <= 0)
        return FALSE;
    }
  return is_loaded (self->root, driver);
}

/* That nobody takes it is no error (drivers/base/bus.c). */
static int
device_probe (const Device *self)
{
  char driver[64];

  if (device_read_driver (self, driver, sizeof driver)
      || !device_find_driver (self, driver, sizeof driver))
    return 0;
  if (strcmp (driver, "vfio-pci") == 0 && faccessat (self->folder, "iommu_group", F_OK, 0) != 0)
    return EINVAL;
  device_bind (self, driver);
  return 0;
}

/* udev loads the module of whatever was added, if there is one, and a new driver takes what it
 * finds. */
static void
device_add (const Device *self)
{
  char path[64], driver[64];
  char installed[128], folder[128];

  snprintf (path, sizeof path, "mock/%s", self->name);
  if (berth_sysfs_read (self->root, path, driver, sizeof driver) <= 0)
    return;
  snprintf (installed, sizeof installed, "mock/modules/%s", driver);
  snprintf (folder, sizeof folder, DRIVERS "%s", driver);
  if (faccessat (self->root, installed, F_OK, 0) == 0 && mkdirat (self->root, folder, 0755) == 0)
    device_probe (self);
}

static void
device_unplug (const Device *self)
{
  static const char *const entries[]
      = { "uevent", "driver_override", "revision", "numa_node", "driver", "iommu_group", "enable" };
  char path[64];

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    unlinkat (self->folder, entries[i], 0);
  snprintf (path, sizeof path, "sys/bus/pci/devices/%s", self->name);
  unlinkat (self->root, path, 0);
}

static int
device_set_override (const Device *self, const char *text)
{
  char line[128];

  snprintf (line, sizeof line, "%s\n", strcmp (text, "\n") == 0 ? "(null)" : text);
  put (self->folder, "driver_override", line);
  return 0;
}

static int
device_do (const Device *self, BerthKernelFile file, const char *text)
{
  char driver[64];
  gboolean has_driver = device_read_driver (self, driver, sizeof driver);
  gboolean is_pciback = has_driver && strcmp (driver, "pciback") == 0;

  switch (file)
    {
    case BERTH_KERNEL_DRIVER_OVERRIDE:
      return device_set_override (self, text);
    case BERTH_KERNEL_UNBIND:
      if (!has_driver)
        return ENOENT;
      device_unbind (self);
      return 0;
    case BERTH_KERNEL_UEVENT:
      device_add (self);
      return 0;
    case BERTH_KERNEL_PROBE:
      return device_probe (self);
    case BERTH_KERNEL_REMOVE_SLOT:
      if (!is_listed (self, SLOTS))
        return ENOENT;
      unlist (self, SLOTS);
      return 0;
    case BERTH_KERNEL_PERMISSIVE:
      if (!is_pciback)
        return ENODEV;
      list (self, PERMISSIVE);
      return 0;
    default:
      return EINVAL;
    }
}

static void
hang (Shared *shared)
{
  shared->hung[shared->n_hung++] = getpid ();
  while (TRUE)
    pause ();
}

static int
device_do_wrongly (const Device *self,
                   BerthKernelFile file,
                   const char *text,
                   MockFault fault,
                   int error_number)
{
  int answer = 0;

  if (fault == MOCK_FAULT_HUNG_AFTER || fault == MOCK_FAULT_REFUSED_AFTER
      || fault == MOCK_FAULT_LOST)
    answer = device_do (self, file, text);

  switch (fault)
    {
    case MOCK_FAULT_REFUSED:
    case MOCK_FAULT_REFUSED_AFTER:
      return error_number;
    case MOCK_FAULT_HUNG:
    case MOCK_FAULT_HUNG_AFTER:
      hang (get_shared ());
      return 0;
    case MOCK_FAULT_GONE:
      device_unplug (self);
      return ENODEV;
    case MOCK_FAULT_LOST:
      device_unbind (self);
      return answer;
    case MOCK_FAULT_DEAD:
      kill (getpid (), SIGKILL);
      return 0;
    case MOCK_FAULT_NOTHING:
    default:
      return 0;
    }
}

int
mock_kernel_write (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  Shared *shared = get_shared ();
  guint nth = ++shared->n_writes;
  Device device;
  int answer = -1;

  if (!berth_kernel_file_takes (file, address, text))
    return EINVAL;
  if (!device_open (&device, root, address))
    return errno;

  for (guint i = 0; i < shared->n_faults && answer < 0; i++)
    {
      if (shared->faults[i].nth != nth)
        continue;
      shared->was_hit = TRUE;
      answer = device_do_wrongly (&device, file, text, shared->faults[i].fault,
                                  shared->faults[i].error_number);
    }
  if (answer < 0)
    answer = device_do (&device, file, text);
  close (device.folder);
  return answer;
}

/* The kernel has @driver. */
void
mock_kernel_load (MockSysfs *self, const char *driver)
{
  g_autofree char *folder = g_strconcat (DRIVERS, driver, NULL);
  g_autofree char *bind = g_strconcat (folder, "/bind", NULL);

  mock_sysfs_put (self, bind, "");
  if (!g_str_equal (driver, "pciback"))
    return;
  mock_sysfs_put (self, SLOTS, "");
  mock_sysfs_put (self, PERMISSIVE, "");
}

void
mock_kernel_unload (MockSysfs *self, const char *driver)
{
  g_autofree char *folder = g_strconcat (DRIVERS, driver, NULL);

  mock_sysfs_remove (self, folder);
}

/* udev finds a module with @driver in it. */
void
mock_kernel_install (MockSysfs *self, const char *driver)
{
  g_autofree char *path = g_strconcat ("mock/modules/", driver, NULL);

  mock_sysfs_put (self, path, "");
}

/* A network card on the root bus, without a driver as yet. @host_driver: the one that is for such
 * cards, or NULL; @group: its IOMMU group, or BERTH_NO_GROUP. */
void
mock_kernel_add (MockSysfs *self, const BerthAddress *address, const char *host_driver, int group)
{
  g_autofree char *name = berth_address_dup_string (address);
  g_autofree char *path = g_strconcat ("mock/", name, NULL);
  const char *function
      = mock_sysfs_add_function (self, "devices/pci0000:00", name, "8086:10D3", "20000");

  mock_sysfs_set (self, function, "enable", "0");
  if (group >= 0)
    mock_sysfs_set_group (self, function, (guint) group);
  if (host_driver != NULL)
    mock_sysfs_put (self, path, host_driver);
}

static void
open_device (MockSysfs *self, const BerthAddress *address, Device *device)
{
  int root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (self));

  g_assert_cmpint (root, >=, 0);
  g_assert_true (device_open (device, root, address));
}

static void
close_device (Device *device)
{
  close (device->folder);
  close (device->root);
}

/* Whatever it had before; @driver NULL: none. */
void
mock_kernel_give (MockSysfs *self, const BerthAddress *address, const char *driver)
{
  Device device;

  open_device (self, address, &device);
  device_unbind (&device);
  if (driver != NULL)
    device_bind (&device, driver);
  close_device (&device);
}

char *
mock_kernel_dup_driver (MockSysfs *self, const BerthAddress *address)
{
  char driver[64];
  Device device;
  gboolean has_driver;

  open_device (self, address, &device);
  has_driver = device_read_driver (&device, driver, sizeof driver);
  close_device (&device);
  return has_driver ? g_strdup (driver) : NULL;
}

char *
mock_kernel_dup_override (MockSysfs *self, const BerthAddress *address)
{
  Device device;
  char *text;

  open_device (self, address, &device);
  text = berth_sysfs_dup_text (device.folder, "driver_override");
  close_device (&device);
  return text;
}

/* The @nth write from now on, from 1, goes wrong; may be said of several. */
void
mock_kernel_plan (guint nth, MockFault fault, int error_number)
{
  Shared *shared = get_shared ();

  g_assert_cmpuint (shared->n_faults, <, MAX_FAULTS);
  shared->faults[shared->n_faults].nth = shared->n_writes + nth;
  shared->faults[shared->n_faults].fault = fault;
  shared->faults[shared->n_faults].error_number = error_number;
  shared->n_faults++;
}

/* Counts from the beginning again, and nothing goes wrong. */
void
mock_kernel_plan_nothing (void)
{
  Shared *shared = get_shared ();

  shared->n_writes = 0;
  shared->n_faults = 0;
  shared->was_hit = FALSE;
}

/* Whether one of the planned faults came to pass. */
gboolean
mock_kernel_was_hit (void)
{
  return get_shared ()->was_hit;
}

guint
mock_kernel_count_writes (void)
{
  return get_shared ()->n_writes;
}

static gboolean
look_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The kernel has finished at last what hung. Waits until that was noticed. */
void
mock_kernel_end_hung (void)
{
  Shared *shared = get_shared ();
  guint look = g_timeout_add (1, look_cb, NULL);

  while (berth_kernel_write_count_stuck () > 0)
    {
      for (guint i = 0; i < shared->n_hung; i++)
        kill (shared->hung[i], SIGKILL);
      shared->n_hung = 0;
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (look);
}
