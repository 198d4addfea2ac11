/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/demo/berth-demo-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "backend/demo/berth-demo-host.h"
#include "backend/demo/berth-demo-power.h"
#include "backend/demo/berth-demo-refusal.h"
#include "backend/demo/berth-demo-vms.h"
#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-facts-recorded.h"
#include "model/berth-change.h"

#define STATE_FOLDER_MODE 0700
#define STATE_FILE_MODE 0600

#define STATE_HEADER                                                                               \
  "# What was changed on a recorded computer of Berth. Delete this file, or start Berth with\n"    \
  "# --demo=reset, to begin again.\n\n"

/* An open file whose lock goes with it, also when the process dies. */
typedef int LockFd;

static void
lock_release (LockFd lock)
{
  close (lock);
}
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (LockFd, lock_release, -1)

static BerthError
error_code_for_errno (int number)
{
  return number == EACCES || number == EPERM || number == EROFS ? BERTH_ERROR_DENIED
                                                                : BERTH_ERROR_FAILED;
}

static void
set_not_saved (GError **error, const char *path, int number, const char *reason)
{
  g_autofree char *shown_path = berth_text_dup_shown (path, BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *shown = berth_text_dup_shown (reason, BERTH_TEXT_SENTENCE_LENGTH);

  g_set_error (error, BERTH_ERROR, error_code_for_errno (number),
               /* Translators: a path and the system's reason. */
               _ ("Nothing was changed: “%s” could not be written (%s). Make sure that you may "
                  "write there and that the disk is not full."),
               shown_path, shown);
}

/* Waits until no other program changes the same computer. Changes take milliseconds. */
static LockFd
lock_acquire (const BerthDemoPlace *place, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (place->lock_path);
  g_auto (LockFd) lock = -1;
  LockFd taken;
  int result;

  if (g_mkdir_with_parents (folder, STATE_FOLDER_MODE) == 0)
    lock = g_open (place->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, STATE_FILE_MODE);

  if (lock < 0)
    {
      set_not_saved (error, place->lock_path, errno, g_strerror (errno));
      return -1;
    }

  do
    result = flock (lock, LOCK_EX);
  while (result < 0 && errno == EINTR);

  if (result < 0)
    {
      set_not_saved (error, place->lock_path, errno, g_strerror (errno));
      return -1;
    }

  taken = lock;
  lock = -1;
  return taken;
}

/* Returns: (nullable): %NULL without @error when there is no such file; with an error of
 * %G_KEY_FILE_ERROR when it makes no sense, of %G_IO_ERROR when nobody can tell. */
static GKeyFile *
load_file (GFile *file, GError **error)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *data = NULL;
  gsize length;

  if (g_file_load_contents (file, NULL, &data, &length, NULL, &local_error)
      && g_key_file_load_from_data (key_file, data, length, G_KEY_FILE_NONE, &local_error))
    return g_steal_pointer (&key_file);

  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* A recorded computer without the file is one without VMs. */
static GKeyFile *
load_recorded (const BerthDemoPlace *place, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (place->folder, BERTH_DEMO_VMS);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GKeyFile) recorded = load_file (file, &local_error);
  g_autofree char *shown = NULL;

  if (local_error == NULL)
    return recorded != NULL ? g_steal_pointer (&recorded) : g_key_file_new ();

  shown = berth_text_dup_shown (local_error->message, BERTH_TEXT_SENTENCE_LENGTH);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("The file “%s” of “%s” cannot be read: %s. Repair it and open it again."),
               BERTH_DEMO_VMS, place->title, shown);
  return NULL;
}

static GKeyFile *
load_changed (const BerthDemoPlace *place, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (place->state_path);

  return load_file (file, error);
}

static gboolean
makes_no_sense (const GError *error)
{
  return error->domain == G_KEY_FILE_ERROR
         || g_error_matches (error, BERTH_ERROR, BERTH_ERROR_INVALID);
}

static void
set_not_read (GError **error, const BerthDemoPlace *place, const GError *reason)
{
  g_autofree char *path = berth_text_dup_shown (place->state_path, BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *shown = berth_text_dup_shown (reason->message, BERTH_TEXT_SENTENCE_LENGTH);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               _ ("What was changed on “%s” could not be read from “%s” (%s). Make sure that it is "
                  "a file that you may read."),
               place->title, path, shown);
}

static char *
dup_free_path (const char *state_path)
{
  char *path = g_strconcat (state_path, ".broken", NULL);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s.broken-%u", state_path, i);
    }
  return path;
}

/* Begins again without losing what is in a file that nobody can read any more. Nobody but the one
 * who started the program can be told: the VMs are there, as recorded, so no call has failed. */
static gboolean
set_aside (const BerthDemoPlace *place, const char *reason, GError **error)
{
  g_autofree char *path = dup_free_path (place->state_path);
  g_autofree char *shown = berth_text_dup_line (path, BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *shown_reason = berth_text_dup_line (reason, BERTH_TEXT_SENTENCE_LENGTH);
  g_autofree char *title = berth_text_dup_line (place->title, BERTH_TEXT_NAME_LENGTH);

  if (g_rename (place->state_path, path) != 0)
    {
      set_not_saved (error, place->state_path, errno, g_strerror (errno));
      return FALSE;
    }

  g_message (_ ("What was changed on “%s” could not be read (%s). It is kept in “%s”, and the "
                "computer is as it was recorded."),
             title, shown_reason, shown);
  return TRUE;
}

/* What is there now: the VMs, and in @ret_changed the file of changes, %NULL when there is none.
 * @ret_broken is set, and the VMs are as recorded, when that file makes no sense. */
static GPtrArray *
read_all (const BerthDemoPlace *place,
          GKeyFile **ret_changed,
          GError **ret_broken,
          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GKeyFile) recorded = load_recorded (place, error);
  g_autoptr (GKeyFile) changed = NULL;
  g_autoptr (GPtrArray) vms = NULL;

  if (recorded == NULL)
    return NULL;

  changed = load_changed (place, &local_error);
  if (local_error == NULL
      && (changed == NULL || berth_demo_host_check (changed, &local_error)))
    vms = berth_demo_vms_parse (recorded, changed, place->uri, &local_error);
  if (vms != NULL)
    {
      *ret_changed = g_steal_pointer (&changed);
      return g_steal_pointer (&vms);
    }

  if (!makes_no_sense (local_error))
    {
      set_not_read (error, place, local_error);
      return NULL;
    }

  /* Either of the two files may be the one that is broken. */
  vms = berth_demo_vms_parse (recorded, NULL, place->uri, error);
  if (vms != NULL)
    g_propagate_error (ret_broken, g_steal_pointer (&local_error));
  return g_steal_pointer (&vms);
}

/* The same under the lock, where a file that makes no sense can be set aside. */
static GPtrArray *
read_locked (const BerthDemoPlace *place, GKeyFile **ret_changed, GError **error)
{
  g_autoptr (GError) broken = NULL;
  g_autoptr (GPtrArray) vms = read_all (place, ret_changed, &broken, error);

  if (broken != NULL && !set_aside (place, broken->message, error))
    return NULL;
  return g_steal_pointer (&vms);
}

/* All as it is now, as in read_all(), without holding the lock. The file is replaced in one step,
 * so reading it needs none, unless it must be set aside. */
static GPtrArray *
read_unlocked (const BerthDemoPlace *place, GKeyFile **ret_changed, GError **error)
{
  g_autoptr (GError) broken = NULL;
  g_autoptr (GPtrArray) vms = read_all (place, ret_changed, &broken, error);
  g_auto (LockFd) lock = -1;

  if (broken == NULL)
    return g_steal_pointer (&vms);

  g_clear_pointer (ret_changed, g_key_file_unref);
  lock = lock_acquire (place, error);
  return lock >= 0 ? read_locked (place, ret_changed, error) : NULL;
}

/**
 * berth_demo_store_read:
 *
 * Reads all VMs of a recorded computer as they are now. A broken file of changes is set aside and
 * the VMs are as recorded. Blocks: call it in a thread.
 *
 * Returns: (transfer full) (element-type BerthVm): sorted by name; or %NULL with
 *   %BERTH_ERROR_INVALID when the recording itself is broken, %BERTH_ERROR_FAILED when a file
 *   cannot be read
 */
GPtrArray *
berth_demo_store_read (const BerthDemoPlace *place, GError **error)
{
  g_autoptr (GKeyFile) changed = NULL;

  return read_unlocked (place, &changed, error);
}

static void
make_present (BerthFacts *facts, GKeyFile *changed, GPtrArray *vms)
{
  berth_demo_host_put (changed, facts);
  berth_demo_power_take_from_host (facts, vms);
}

/**
 * berth_demo_store_fill_facts:
 * @facts: of the computer as recorded, not yet shared; changed in place
 *
 * Makes of the devices as recorded the devices as they are now: what VMs hold and what was bound is
 * not with the host. Blocks: call it in a thread.
 *
 * Returns: %FALSE with an error of berth_demo_store_read()
 */
gboolean
berth_demo_store_fill_facts (const BerthDemoPlace *place, BerthFacts *facts, GError **error)
{
  g_autoptr (GKeyFile) changed = NULL;
  g_autoptr (GPtrArray) vms = read_unlocked (place, &changed, error);

  if (vms != NULL)
    make_present (facts, changed, vms);
  return vms != NULL;
}

static gboolean
save (const BerthDemoPlace *place, GKeyFile *changed, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *groups = g_key_file_to_data (changed, NULL, NULL);
  g_autofree char *data = g_strconcat (STATE_HEADER, groups, NULL);

  if (g_file_set_contents_full (place->state_path, data, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                STATE_FILE_MODE, &local_error))
    return TRUE;

  set_not_saved (error, place->state_path,
                 g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ? EACCES : EIO,
                 local_error->message);
  return FALSE;
}

static gboolean
says_the_same (const BerthVm *a, const BerthVm *b)
{
  g_autoptr (BerthChange) configured = berth_change_new (a->uuid, a->configured, b->configured);
  g_autoptr (BerthChange) live = berth_change_new (a->uuid, a->live, b->live);

  return a->state == b->state && configured->items->len == 0 && live->items->len == 0;
}

/* What happened is found out by reading, not by remembering what was written. */
static BerthVm *
read_back (const BerthDemoPlace *place, const BerthVm *written, GError **error)
{
  g_autoptr (GKeyFile) changed = NULL;
  g_autoptr (GPtrArray) vms = read_locked (place, &changed, error);
  BerthVm *vm = vms != NULL ? berth_demo_vms_find (vms, written->uuid, error) : NULL;
  g_autofree char *shown = NULL;

  if (vm == NULL)
    return NULL;
  if (says_the_same (vm, written))
    return berth_vm_ref (vm);

  shown = berth_text_dup_name (vm->name);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
               _ ("The change of “%s” was written, but something else was found afterwards. Look "
                  "at its devices as they are now."),
               shown);
  return NULL;
}

/**
 * berth_demo_store_change:
 * @uuid: the VM to change
 * @edit: what to do to it
 * @data: for @edit
 *
 * Changes one VM, whole or not at all, while no other program can change the same computer. Blocks:
 * call it in a thread.
 *
 * Returns: (transfer full): the VM as read back; or %NULL with the error of @edit,
 *   %BERTH_ERROR_NOT_FOUND, %BERTH_ERROR_DENIED, %BERTH_ERROR_NOT_VERIFIED or %BERTH_ERROR_FAILED
 */
BerthVm *
berth_demo_store_change (const BerthDemoPlace *place,
                         const char *uuid,
                         BerthDemoEdit edit,
                         gpointer data,
                         GError **error)
{
  g_auto (LockFd) lock = lock_acquire (place, error);
  g_autoptr (GKeyFile) changed = NULL;
  g_autoptr (GPtrArray) vms = NULL;
  g_autoptr (BerthVm) vm = NULL;
  const BerthVm *present;

  if (lock < 0)
    return NULL;

  vms = read_locked (place, &changed, error);
  present = vms != NULL ? berth_demo_vms_find (vms, uuid, error) : NULL;
  if (present == NULL)
    return NULL;

  vm = berth_demo_vms_copy (present);
  if (!edit (vm, vms, place, data, error))
    return NULL;

  if (changed == NULL)
    changed = g_key_file_new ();
  berth_demo_vms_write (vm, changed);
  return save (place, changed, error) ? read_back (place, vm, error) : NULL;
}

/* Whether a device given back found a driver: one whose driver nobody knows stays without. */
static gboolean
check_returned (const BerthDemoPlace *place, const BerthHostAction *action, GError **error)
{
  g_autoptr (BerthFacts) facts = berth_facts_read_recorded (place->folder, error);
  g_autofree char *address = NULL;

  if (facts == NULL || !berth_demo_store_fill_facts (place, facts, error))
    return FALSE;
  if (berth_facts_lookup_pci (facts, &action->address)->driver != NULL)
    return TRUE;

  address = berth_address_dup_string (&action->address);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
               _ ("%s was given back, but no driver of this computer took it. Restart the computer "
                  "if it should have one."),
               address);
  return FALSE;
}

/**
 * berth_demo_store_change_host:
 * @action: what to do to one function
 *
 * Does it, unless a real computer would not, while no other program can change the same computer.
 * Blocks: call it in a thread.
 *
 * Returns: %FALSE with an error of berth_demo_refusal_check() or berth_demo_host_write(),
 *   %BERTH_ERROR_DENIED, %BERTH_ERROR_NOT_VERIFIED or %BERTH_ERROR_FAILED
 */
gboolean
berth_demo_store_change_host (const BerthDemoPlace *place,
                              const BerthHostAction *action,
                              GError **error)
{
  g_auto (LockFd) lock = lock_acquire (place, error);
  g_autoptr (GKeyFile) changed = NULL;
  g_autoptr (BerthFacts) recorded = NULL;
  g_autoptr (BerthFacts) now = NULL;
  g_autoptr (GPtrArray) vms = NULL;

  if (lock < 0)
    return FALSE;

  recorded = berth_facts_read_recorded (place->folder, error);
  now = recorded != NULL ? berth_facts_read_recorded (place->folder, error) : NULL;
  vms = now != NULL ? read_locked (place, &changed, error) : NULL;
  if (vms == NULL)
    return FALSE;

  make_present (now, changed, vms);
  if (changed == NULL)
    changed = g_key_file_new ();
  return berth_demo_refusal_check (action, now, vms, error)
         && berth_demo_host_write (action, recorded, now, changed, error)
         && save (place, changed, error)
         && (action->kind != BERTH_HOST_ACTION_RETURN || check_returned (place, action, error));
}

/**
 * berth_demo_store_reset:
 *
 * Forgets what was changed. Blocks: call it in a thread, or before the program has a window.
 *
 * Returns: %FALSE with %BERTH_ERROR_DENIED or %BERTH_ERROR_FAILED
 */
gboolean
berth_demo_store_reset (const BerthDemoPlace *place, GError **error)
{
  g_auto (LockFd) lock = lock_acquire (place, error);

  if (lock < 0)
    return FALSE;
  if (g_unlink (place->state_path) == 0 || errno == ENOENT)
    return TRUE;

  set_not_saved (error, place->state_path, errno, g_strerror (errno));
  return FALSE;
}
