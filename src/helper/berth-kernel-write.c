/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for O_PATH and close_range() */
#define _GNU_SOURCE

#include "helper/berth-kernel-write.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "facts/berth-sysfs.h"

#define MAX_SLOT 31
#define MAX_FUNCTION 7
#define ADDRESS_SIZE 32
#define BUS "sys/bus/pci/"
/* Longer than any driver's name in Linux. */
#define MAX_DRIVER_LENGTH 63

/* Which file a write means; of a device: below its own folder, else below sys/bus/pci. */
static const struct
{
  const char *path;
  gboolean is_of_device;
} files[BERTH_KERNEL_N_FILES] = {
  [BERTH_KERNEL_DRIVER_OVERRIDE] = { "driver_override", TRUE },
  [BERTH_KERNEL_UNBIND] = { "driver/unbind", TRUE },
  [BERTH_KERNEL_UEVENT] = { "uevent", TRUE },
  [BERTH_KERNEL_PROBE] = { BUS "drivers_probe", FALSE },
  [BERTH_KERNEL_REMOVE_SLOT] = { BUS "drivers/pciback/remove_slot", FALSE },
  [BERTH_KERNEL_PERMISSIVE] = { BUS "drivers/pciback/permissive", FALSE },
};

/* A write that the kernel has not finished. */
typedef struct
{
  BerthAddress address;
  GTask *task;       /* NULL as soon as the caller has an answer: then it is stuck */
  GSource *deadline; /* NULL together with @task */
} Child;

/* BerthAddress of the Child → Child; one for each device. Of the thread that writes. */
static GHashTable *children;

/* The kernel's form, without memory that would have to be asked for. glibc's snprintf() of plain
 * numbers takes neither memory nor a lock, so it may be called after fork(). */
static gboolean
print_address (const BerthAddress *address, char *buffer, gsize size)
{
  int length;

  if (address->bus_kind != BERTH_BUS_PCI || address->slot > MAX_SLOT
      || address->function > MAX_FUNCTION)
    return FALSE;
  length = snprintf (buffer, size, "%04x:%02x:%02x.%x", address->domain, address->bus,
                     address->slot, address->function);
  return length > 0 && (gsize) length < size;
}

static gboolean
is_driver_name (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalnum (text[length]) || text[length] == '_' || text[length] == '-')
    length++;
  return text[length] == '\0' && length > 0 && length <= MAX_DRIVER_LENGTH;
}

/**
 * berth_kernel_file_takes:
 *
 * The last gate before sysfs. A USB address, a number out of its range, a wildcard, or a text that
 * does not belong into @file comes through neither here nor in berth_kernel_write(). Safe in a
 * signal handler.
 *
 * Returns: whether @text is of the kind that Berth writes to @file about @address: the address
 *   itself, "add", or the name of a driver
 */
gboolean
berth_kernel_file_takes (BerthKernelFile file, const BerthAddress *address, const char *text)
{
  char name[ADDRESS_SIZE];

  if (!print_address (address, name, sizeof name))
    return FALSE;

  switch (file)
    {
    case BERTH_KERNEL_DRIVER_OVERRIDE:
      return strcmp (text, BERTH_KERNEL_NO_OVERRIDE) == 0 || is_driver_name (text);
    case BERTH_KERNEL_UEVENT:
      return strcmp (text, "add") == 0;
    case BERTH_KERNEL_UNBIND:
    case BERTH_KERNEL_PROBE:
    case BERTH_KERNEL_REMOVE_SLOT:
    case BERTH_KERNEL_PERMISSIVE:
      return strcmp (text, name) == 0;
    default:
      return FALSE;
    }
}

/* A folder in @folder that is there itself: a link, which fails as no folder here, is ELOOP. */
static int
open_folder (int folder, const char *name)
{
  int fd = openat (folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0 && errno == ENOTDIR)
    errno = ELOOP;
  return fd;
}

/* Opens what lies below @root on a way without a single link, one folder after the other. openat2()
 * would do it at once, but it is kept from the helper (ENOSYS) by systemd's RestrictSUIDSGID=: a
 * filter cannot look into its arguments. */
static int
open_below (int root, const char *path, gboolean is_folder)
{
  g_auto (BerthFd) folder = open_folder (root, ".");
  char name[BERTH_SYSFS_SIZE];

  for (const char *end = strchr (path, '/'); end != NULL; end = strchr (path, '/'))
    {
      gsize length = end - path;
      int next;

      if (length >= sizeof name)
        {
          errno = ENAMETOOLONG;
          return -1;
        }
      memcpy (name, path, length);
      name[length] = '\0';
      next = open_folder (folder, name);
      if (next < 0)
        return -1;
      close (folder);
      folder = next;
      path = end + 1;
    }

  return is_folder ? open_folder (folder, path)
                   : openat (folder, path, O_WRONLY | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
}

/**
 * berth_kernel_open_device:
 * @root: an open folder: "/", or a test's
 *
 * Opens a device's own folder below sys/devices/pci…, where the link of its address leads. What is
 * opened below it belongs to this device even if another one takes its address in between. Nothing
 * of the way there is a link. Safe in a signal handler.
 *
 * Returns: a descriptor to open files below, or -1 with errno; EINVAL for what is no address of a
 *   PCI function, EXDEV where the link leads elsewhere
 */
int
berth_kernel_open_device (int root, const BerthAddress *address)
{
  static const char from_here[] = "../../../devices/pci";
  char name[ADDRESS_SIZE];
  char link[ADDRESS_SIZE + sizeof BUS "devices/"];
  char path[BERTH_SYSFS_SIZE] = "sys/";
  char *target = path + strlen ("sys/");
  gssize length;

  if (!print_address (address, name, sizeof name))
    {
      errno = EINVAL;
      return -1;
    }

  snprintf (link, sizeof link, BUS "devices/%s", name);
  length = readlinkat (root, link, target, sizeof path - strlen ("sys/") - 1);
  if (length < 0)
    return -1;
  target[length] = '\0';

  if (strncmp (target, from_here, strlen (from_here)) != 0
      || strstr (target + strlen (from_here), "/../") != NULL
      || strcmp (strrchr (target, '/') + 1, name) != 0)
    {
      errno = EXDEV;
      return -1;
    }

  target += strlen ("../../../");
  memmove (path + strlen ("sys/"), target, strlen (target) + 1);
  return open_below (root, path, TRUE);
}

static int
open_file (int root, BerthKernelFile file, const BerthAddress *address)
{
  g_auto (BerthFd) folder = -1;

  if (!files[file].is_of_device)
    return open_below (root, files[file].path, FALSE);

  folder = berth_kernel_open_device (root, address);
  if (folder < 0)
    return -1;
  /* "driver" is a link of the kernel's from the device to its driver. */
  return openat (folder, files[file].path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW);
}

/* Below this computer's root it has to be sysfs that is written to; a test's folder is none. */
static gboolean
lies_in_sysfs (int root, int fd)
{
  struct stat given, real;
  struct statfs system;

  if (fstat (root, &given) != 0 || stat ("/", &real) != 0)
    return FALSE;
  if (given.st_dev != real.st_dev || given.st_ino != real.st_ino)
    return TRUE;
  return fstatfs (fd, &system) == 0 && system.f_type == SYSFS_MAGIC;
}

/**
 * berth_kernel_write:
 * @root: an open folder: "/", or a test's
 *
 * The kernel's own #BerthKernelWriteFunc: writes to sysfs, once and as a whole.
 *
 * Returns: 0, or an errno; EINVAL also for what is not to be written, EXDEV where it would not
 *   reach sysfs
 */
int
berth_kernel_write (int root, BerthKernelFile file, const BerthAddress *address, const char *text)
{
  g_auto (BerthFd) fd = -1;
  gsize length = strlen (text);
  gssize written;

  if (!berth_kernel_file_takes (file, address, text))
    return EINVAL;

  fd = open_file (root, file, address);
  if (fd < 0)
    return errno;
  if (!lies_in_sysfs (root, fd))
    return EXDEV;

  /* Not again on EINTR: the kernel may have begun, and the child takes no signals. */
  written = write (fd, text, length);
  if (written < 0)
    return errno;
  return (gsize) written == length ? 0 : EIO;
}

/* A child may hang for as long as the computer runs. It must not keep the bus, a lock or a file
 * open for so long, and what the C library prints when it dies must not land in a file. */
static gboolean
keep_only (int root)
{
  int copy = fcntl (root, F_DUPFD, STDERR_FILENO + 2);

  if (copy < 0)
    return FALSE;
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO + 1; fd++)
    {
      if (dup2 (copy, fd) < 0)
        return FALSE;
    }
  return close_range (STDERR_FILENO + 2, ~0U, 0) == 0;
}

/* Between fork() and _exit(). Returns an errno. */
static int
run_in_child (int root,
              BerthKernelWriteFunc write_file,
              BerthKernelFile file,
              const BerthAddress *address,
              const char *text)
{
  if (!keep_only (root))
    return errno;
  return write_file (STDERR_FILENO + 1, file, address, text);
}

/* The child starts with all signals blocked: vfio waits for a VM in a way that the first signal
 * makes endless (drivers/vfio/vfio_main.c), and a write that is begun is not to be cut short.
 * Returns -1 with errno. */
static GPid
start_child (int root,
             BerthKernelWriteFunc write_file,
             BerthKernelFile file,
             const BerthAddress *address,
             const char *text)
{
  sigset_t all, before;
  int error_number;
  GPid pid;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  pid = fork ();
  if (pid == 0)
    _exit (run_in_child (root, write_file, file, address, text) & 0xff);

  error_number = errno;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = error_number;
  return pid;
}

static void
child_free (gpointer data)
{
  Child *self = data;

  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_object (&self->task);
  g_free (self);
}

/* The caller's task, which is answered once. */
static GTask *
take_task (Child *self)
{
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  return g_steal_pointer (&self->task);
}

static GError *
stuck_error_new (const BerthAddress *address)
{
  g_autofree char *name = berth_address_dup_string (address);

  return g_error_new (BERTH_ERROR, BERTH_ERROR_STUCK,
                      _ ("The kernel does not finish what it was asked to do with %s. Nothing more "
                         "is done to this device until it does. Shut down the VM that has it; if "
                         "that does not help, save your work and restart the computer."),
                      name);
}

static GError *
refused_error_new (const BerthAddress *address, BerthKernelFile file, int error_number)
{
  g_autofree char *name = berth_address_dup_string (address);
  const char *path = files[file].path;

  if (g_str_has_prefix (path, BUS))
    path += strlen (BUS);
  return g_error_new (BERTH_ERROR,
                      berth_sysfs_is_gone (error_number) ? BERTH_ERROR_NOT_FOUND
                                                         : BERTH_ERROR_FAILED,
                      /* Translators: the second %s is a file of the kernel's, like
                       * “driver_override”, the third its answer, like “Permission denied”. */
                      _ ("The kernel refused what was asked for %s (%s): %s."), name, path,
                      g_strerror (error_number));
}

static gboolean
deadline_cb (gpointer user_data)
{
  Child *self = user_data;
  g_autoptr (GTask) task = take_task (self);

  g_task_return_error (task, stuck_error_new (&self->address));
  return G_SOURCE_REMOVE;
}

static void
ended_cb (GPid pid, int wait_status, gpointer user_data)
{
  Child *self = user_data;
  BerthAddress address = self->address;
  g_autoptr (GTask) task = take_task (self);
  int error_number;

  /* From here on its device is free. */
  g_hash_table_remove (children, &address);
  if (task == NULL)
    return;

  /* Died: a fault in the kernel ends the process whose call it was. */
  error_number = WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : EFAULT;
  if (error_number == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (
        task, refused_error_new (&address, GPOINTER_TO_INT (g_task_get_task_data (task)),
                                 error_number));
}

/* What stands against one more write, whatever the kernel says. */
static GError *
find_obstacle (BerthKernelFile file, const BerthAddress *address, const char *text)
{
  g_autofree char *name = berth_address_dup_string (address);
  const Child *child = children != NULL ? g_hash_table_lookup (children, address) : NULL;

  if (!berth_kernel_file_takes (file, address, text))
    return g_error_new (BERTH_ERROR, BERTH_ERROR_INVALID,
                        _ ("What was to be written about %s is nothing that Berth writes. Give the "
                           "address of one PCI function, like 0000:03:00.0."),
                        name);
  if (child != NULL && child->task == NULL)
    return stuck_error_new (address);
  if (child != NULL)
    return g_error_new (BERTH_ERROR, BERTH_ERROR_FAILED,
                        _ ("The driver of %s is being changed already. Wait until that is done."),
                        name);
  if (children != NULL && g_hash_table_size (children) >= BERTH_KERNEL_MAX_WRITES)
    return g_error_new (BERTH_ERROR, BERTH_ERROR_STUCK,
                        _ ("The kernel is still busy with other devices, so nothing is done to %s. "
                           "Try again; if it stays so, save your work and restart the computer."),
                        name);
  return NULL;
}

static void
watch (Child *self, GPid pid, guint deadline)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (GSource) ended = g_child_watch_source_new (pid);

  self->deadline = g_timeout_source_new (deadline);
  /* Whoever has an answer when both are looked at was in time. */
  g_source_set_priority (self->deadline, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, context);

  g_source_set_callback (ended, G_SOURCE_FUNC (ended_cb), self, NULL);
  g_source_attach (ended, context);
}

/**
 * berth_kernel_write_async:
 * @root: an open folder: "/", or a test's; may be closed as soon as this returns
 * @write: how; berth_kernel_write() outside of tests
 * @deadline: in milliseconds; after it the device is stuck
 * @text: see berth_kernel_file_takes()
 *
 * Writes in a child process, which is never killed: when the kernel hangs in a driver, killing the
 * writer makes it worse. One write for a device at a time, and %BERTH_KERNEL_MAX_WRITES in all.
 * Only to be called in one thread.
 */
void
berth_kernel_write_async (int root,
                          BerthKernelWriteFunc write,
                          guint deadline,
                          BerthKernelFile file,
                          const BerthAddress *address,
                          const char *text,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  GError *obstacle = find_obstacle (file, address, text);
  Child *child;
  GPid pid;

  g_task_set_source_tag (task, berth_kernel_write_async);
  g_task_set_task_data (task, GINT_TO_POINTER (file), NULL);
  if (obstacle != NULL)
    {
      g_task_return_error (task, obstacle);
      return;
    }

  pid = start_child (root, write, file, address, text);
  if (pid < 0)
    {
      g_task_return_error (task, refused_error_new (address, file, errno));
      return;
    }

  if (children == NULL)
    children = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, NULL,
                                      child_free);
  child = g_new0 (Child, 1);
  child->address = *address;
  child->task = g_steal_pointer (&task);
  g_hash_table_insert (children, &child->address, child);
  watch (child, pid, deadline);
}

/**
 * berth_kernel_write_finish:
 *
 * Returns: %FALSE with %BERTH_ERROR_STUCK when the kernel does not finish, %BERTH_ERROR_NOT_FOUND
 *   when the file or its device is not there, %BERTH_ERROR_FAILED with the kernel's answer, or
 *   %BERTH_ERROR_INVALID for what is not to be written
 */
gboolean
berth_kernel_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * berth_kernel_write_check:
 *
 * To be asked before a device is only looked at, too: who reads its `driver_override` waits for the
 * lock that the kernel holds while a driver does not let go (drivers/pci/pci-sysfs.c).
 *
 * Returns: %FALSE with %BERTH_ERROR_STUCK while the kernel has not finished a write for this device
 */
gboolean
berth_kernel_write_check (const BerthAddress *address, GError **error)
{
  const Child *child = children != NULL ? g_hash_table_lookup (children, address) : NULL;

  if (child == NULL || child->task != NULL)
    return TRUE;
  g_propagate_error (error, stuck_error_new (address));
  return FALSE;
}

/**
 * berth_kernel_write_count_stuck:
 *
 * Returns: how many devices are stuck. As long as it is above 0 the process must not end: whoever
 *   came after it would know of nothing, and what stops it might kill the children
 */
guint
berth_kernel_write_count_stuck (void)
{
  g_autoptr (GArray) stuck = berth_kernel_write_list_stuck ();

  return stuck->len;
}

/**
 * berth_kernel_write_list_stuck:
 *
 * Returns: (transfer full) (element-type BerthAddress): the devices that are stuck, in no order
 */
GArray *
berth_kernel_write_list_stuck (void)
{
  GArray *stuck = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  GHashTableIter iter;
  gpointer value;

  if (children == NULL)
    return stuck;
  g_hash_table_iter_init (&iter, children);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Child *child = value;

      if (child->task == NULL)
        g_array_append_val (stuck, child->address);
    }
  return stuck;
}
