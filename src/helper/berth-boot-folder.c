/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-boot-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "facts/berth-facts-boot.h"
#include "helper/berth-whole-file.h"

/* Only root can open it, and so only root can make root wait: the folders themselves may be opened,
 * and locked, by everybody. Not in the folder of the bindings, which holds nothing else. */
#define LOCK_FOLDER "/run/berth"
#define LOCK "lock"

static gboolean
set_folder_error (GError **error, const char *folder)
{
  int error_number = errno;

  g_set_error (error, BERTH_ERROR,
               error_number == EPERM || error_number == ELOOP || error_number == ENOTDIR
                   ? BERTH_ERROR_DENIED
                   : BERTH_ERROR_FAILED,
               _ ("The folder “%s” cannot be used: %s. It and the folders above it have to be "
                  "root's own, no links, and closed to others for writing. Nothing was changed."),
               folder, g_strerror (error_number));
  return FALSE;
}

static gboolean
set_write_error (GError **error, const BerthAddress *address, gboolean is_new)
{
  int error_number = errno;
  g_autofree char *text = berth_address_dup_string (address);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               is_new ? _ ("The boot binding of %s was changed, but the disk does not say that it "
                           "will last: %s. Look after the disk, then do it again.")
                      : _ ("The boot binding of %s could not be changed: %s. It is as it was. Look "
                           "after the disk, then do it again."),
               text, g_strerror (error_number));
  return FALSE;
}

/* One writer at a time: the helper on the bus and the units of a start are programs of their own.
 * The lock ends with the descriptor. */
static BerthFd
take_lock (int root, GError **error)
{
  g_auto (BerthFd) folder = berth_whole_file_open_folder (root, LOCK_FOLDER, TRUE);
  g_auto (BerthFd) lock = -1;
  int result = -1;

  if (folder >= 0)
    lock = openat (folder, LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (lock >= 0)
    {
      do
        result = flock (lock, LOCK_EX);
      while (result != 0 && errno == EINTR);
    }
  if (result == 0)
    return g_steal_fd (&lock);

  set_folder_error (error, LOCK_FOLDER);
  return -1;
}

static gboolean
write_file (int root,
            const char *path,
            const BerthBootBinding *binding,
            const char *text,
            GError **error)
{
  g_auto (BerthFd) folder = berth_whole_file_open_folder (root, path, TRUE);
  g_autofree char *name = berth_boot_binding_dup_name (&binding->address);
  gboolean is_new;

  if (folder < 0)
    return set_folder_error (error, path);

  berth_whole_file_clean (folder);
  if (!berth_whole_file_write (folder, name, text, &is_new))
    return set_write_error (error, &binding->address, is_new);
  return TRUE;
}

/* What the reader would refuse is not written. */
static char *
print_checked (const BerthBootBinding *binding, GError **error)
{
  g_autofree char *name = berth_boot_binding_dup_name (&binding->address);
  g_autofree char *text = berth_boot_binding_print (binding);
  BerthBootBinding read;

  if (text == NULL)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("The boot binding “%s” is none. Nothing was changed."), name);
      return NULL;
    }
  if (!berth_boot_binding_parse (name, text, -1, &read, error))
    return NULL;
  return g_steal_pointer (&text);
}

/**
 * berth_boot_folder_read:
 * @root: an open folder: "/", or a test's
 *
 * Reads what is bound at every start, and what became of it at this one. A file that is not as
 * Berth writes it is left out, with a line in the log.
 *
 * Returns: (transfer full) (element-type BerthBootBinding): sorted by address, empty where the
 *   folder is not there; or %NULL with %BERTH_ERROR_DENIED where the folder is not root's own, or
 *   %BERTH_ERROR_FAILED
 */
GPtrArray *
berth_boot_folder_read (int root, GError **error)
{
  g_auto (BerthFd) folder = berth_whole_file_open_folder (root, BERTH_BOOT_FOLDER, FALSE);

  if (folder < 0 && errno != ENOENT)
    {
      set_folder_error (error, BERTH_BOOT_FOLDER);
      return NULL;
    }
  return berth_facts_boot_list (root);
}

/* What became of an earlier binding of this address says nothing about a new one. */
static void
forget_outcome (int root, const char *name)
{
  g_auto (BerthFd) folder = berth_whole_file_open_folder (root, BERTH_BOOT_RUN_FOLDER, FALSE);
  gboolean is_gone;

  if (folder >= 0)
    berth_whole_file_remove (folder, name, &is_gone);
}

/**
 * berth_boot_folder_write:
 * @root: an open folder: "/", or a test's
 * @binding: what became of it at this start is not written
 *
 * Writes a boot binding, new or in the place of an earlier one of the same address, of which
 * nothing is left. When it returns %TRUE it is on the disk.
 *
 * Returns: %FALSE with %BERTH_ERROR_DENIED where the folder is not root's own, %BERTH_ERROR_INVALID
 *   for what is no binding, or %BERTH_ERROR_FAILED with a sentence that says whether it was changed
 */
gboolean
berth_boot_folder_write (int root, const BerthBootBinding *binding, GError **error)
{
  g_autofree char *text = print_checked (binding, error);
  g_auto (BerthFd) lock = text != NULL ? take_lock (root, error) : -1;
  g_autofree char *name = berth_boot_binding_dup_name (&binding->address);

  if (lock < 0 || !write_file (root, BERTH_BOOT_FOLDER, binding, text, error))
    return FALSE;
  forget_outcome (root, name);
  return TRUE;
}

/**
 * berth_boot_folder_set_trial:
 * @root: an open folder: "/", or a test's
 * @seen: as it was read
 * @trial: how far it is trusted from now on
 *
 * As berth_boot_folder_write(), but only if nobody has changed or removed it since.
 *
 * Returns: %FALSE with %BERTH_ERROR_CONFLICT where somebody has, or as berth_boot_folder_write()
 */
gboolean
berth_boot_folder_set_trial (int root,
                             const BerthBootBinding *seen,
                             BerthBootTrial trial,
                             GError **error)
{
  g_auto (BerthFd) lock = take_lock (root, error);
  g_autoptr (GPtrArray) bindings = NULL;
  BerthBootBinding changed = *seen;
  const BerthBootBinding *now;
  g_autofree char *text = NULL;

  if (lock < 0)
    return FALSE;
  bindings = berth_boot_folder_read (root, error);
  if (bindings == NULL)
    return FALSE;

  now = berth_boot_binding_find (bindings, &seen->address);
  if (now == NULL || !berth_boot_binding_is_same (now, seen) || now->trial != seen->trial)
    {
      g_autofree char *address = berth_address_dup_string (&seen->address);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
                   _ ("The boot binding of %s was changed or removed meanwhile. It is left as it "
                      "is; look at it again."),
                   address);
      return FALSE;
    }

  changed.trial = trial;
  text = print_checked (&changed, error);
  return text != NULL && write_file (root, BERTH_BOOT_FOLDER, &changed, text, error);
}

static void
set_not_found (GError **error, const BerthAddress *address)
{
  g_autofree char *text = berth_address_dup_string (address);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               _ ("There is no boot binding of %s. Nothing was changed."), text);
}

/**
 * berth_boot_folder_remove:
 * @root: an open folder: "/", or a test's
 *
 * Removes the boot binding of @address, also one whose file is broken. When it returns %TRUE it is
 * gone from the disk. What is bound now stays bound.
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_FOUND where there is none, %BERTH_ERROR_DENIED where the
 *   folder is not root's own, or %BERTH_ERROR_FAILED with a sentence that says whether it is gone
 */
gboolean
berth_boot_folder_remove (int root, const BerthAddress *address, GError **error)
{
  g_auto (BerthFd) lock = take_lock (root, error);
  g_auto (BerthFd) folder = -1;
  g_autofree char *name = berth_boot_binding_dup_name (address);
  gboolean is_gone = FALSE;

  if (lock < 0)
    return FALSE;

  folder = berth_whole_file_open_folder (root, BERTH_BOOT_FOLDER, FALSE);
  if (folder < 0 && errno != ENOENT)
    return set_folder_error (error, BERTH_BOOT_FOLDER);
  if (folder >= 0)
    berth_whole_file_clean (folder);
  if (folder >= 0 && berth_whole_file_remove (folder, name, &is_gone))
    {
      forget_outcome (root, name);
      return TRUE;
    }
  if (folder >= 0 && (is_gone || errno != ENOENT))
    return set_write_error (error, address, is_gone);

  set_not_found (error, address);
  return FALSE;
}

/**
 * berth_boot_folder_write_outcome:
 * @root: an open folder: "/", or a test's
 *
 * Writes down what became of @binding at this start, until the next one.
 *
 * Returns: %FALSE with %BERTH_ERROR_DENIED or %BERTH_ERROR_FAILED
 */
gboolean
berth_boot_folder_write_outcome (int root, const BerthBootBinding *binding, GError **error)
{
  g_autofree char *text = berth_boot_binding_print_outcome (binding);
  g_auto (BerthFd) lock = take_lock (root, error);

  return lock >= 0 && write_file (root, BERTH_BOOT_RUN_FOLDER, binding, text, error);
}
