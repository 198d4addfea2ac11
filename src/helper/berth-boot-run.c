/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-boot-run.h"

#include <errno.h>
#include <unistd.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-facts-boot.h"
#include "helper/berth-boot-folder.h"
#include "helper/berth-driver-state.h"
#include "helper/berth-good-login.h"
#include "helper/berth-whole-file.h"

/* Is there from a trial on until it is confirmed; data/berth-boot-confirm.path asks for it. */
#define PENDING_FOLDER "/run/berth"
#define PENDING "trial"

/* PCI Code and ID Assignment Specification, 1.7: bridges. */
#define CLASS_BRIDGE 0x06
/* Between two looks whether somebody is in, in milliseconds. */
#define LOOK_AGAIN 100

/* One line in the log for each binding: at the next start somebody may look for it. */
static void
tell (const BerthBootBinding *binding, const char *what, const GError *error)
{
  g_autofree char *address = berth_address_dup_string (&binding->address);
  g_autofree char *reason
      = error != NULL ? berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH) : NULL;

  g_message ("%s: %s%s%s", address, what, reason != NULL ? ": " : "",
             reason != NULL ? reason : "");
}

static void
bound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static gboolean
bind (const BerthDriverSetup *setup, const BerthBootBinding *binding, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *driver = NULL;

  berth_driver_bind_async (setup, &binding->address, &binding->identity, binding->target, bound_cb,
                           &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  driver = berth_driver_bind_finish (result, error);
  return driver != NULL;
}

/* The trial begins on the disk: whatever happens from here on, the next start knows of it. Where
 * the kernel was not asked for anything yet, it has not begun. */
static BerthBootOutcome
try_it (const BerthDriverSetup *setup, BerthBootBinding *binding)
{
  g_autoptr (GError) error = NULL;
  gboolean is_trial = binding->trial == BERTH_BOOT_TRIAL_NEW;

  if (is_trial)
    {
      if (!berth_boot_folder_set_trial (setup->root, binding, BERTH_BOOT_TRIAL_TRIED, &error))
        {
          tell (binding, "not bound, for its trial cannot be written down", error);
          return BERTH_BOOT_OUTCOME_FAILED;
        }
      binding->trial = BERTH_BOOT_TRIAL_TRIED;
    }

  if (bind (setup, binding, &error))
    {
      tell (binding, is_trial ? "bound, on trial" : "bound", NULL);
      return BERTH_BOOT_OUTCOME_BOUND;
    }
  tell (binding, "not bound", error);
  if (is_trial && g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED)
      && berth_boot_folder_set_trial (setup->root, binding, BERTH_BOOT_TRIAL_NEW, NULL))
    binding->trial = BERTH_BOOT_TRIAL_NEW;
  return BERTH_BOOT_OUTCOME_FAILED;
}

static BerthBootOutcome
run_opened (const BerthDriverSetup *setup,
            const BerthDriverState *state,
            BerthBootBinding *binding)
{
  g_autofree char *driver = berth_driver_state_dup_driver (state);
  BerthPciIdentity identity;

  if (!berth_driver_state_read_identity (state, &identity))
    {
      tell (binding, "not bound, for the kernel does not say which device it is", NULL);
      return BERTH_BOOT_OUTCOME_FAILED;
    }
  if (!berth_pci_identity_equal (&identity, &binding->identity))
    {
      tell (binding, "not bound, for another device sits there", NULL);
      return BERTH_BOOT_OUTCOME_CHANGED;
    }
  if (identity.class_code >> 16 == CLASS_BRIDGE)
    {
      tell (binding, "not bound, for it is a bridge", NULL);
      return BERTH_BOOT_OUTCOME_FAILED;
    }
  if (driver != NULL && !g_str_equal (driver, berth_bind_target_get_driver (binding->target)))
    {
      tell (binding, "not bound, for a driver had it already", NULL);
      return BERTH_BOOT_OUTCOME_HELD_BY_HOST;
    }
  if (binding->trial == BERTH_BOOT_TRIAL_TRIED)
    {
      tell (binding, "not bound, for it was tried once and nobody confirmed it", NULL);
      return BERTH_BOOT_OUTCOME_NOT_CONFIRMED;
    }
  return try_it (setup, binding);
}

static BerthBootOutcome
run_one (const BerthDriverSetup *setup, BerthBootBinding *binding)
{
  g_autoptr (GError) error = NULL;
  BerthDriverState state;
  BerthBootOutcome outcome;

  if (!berth_driver_state_open (setup->root, &binding->address, &state, &error))
    {
      tell (binding, "not bound", error);
      return g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND)
                 ? BERTH_BOOT_OUTCOME_MISSING
                 : BERTH_BOOT_OUTCOME_FAILED;
    }
  outcome = run_opened (setup, &state, binding);
  berth_driver_state_close (&state);
  return outcome;
}

static void
set_pending (int root)
{
  g_auto (BerthFd) folder = berth_whole_file_open_folder (root, PENDING_FOLDER, TRUE);
  gboolean is_new;

  if (folder < 0 || !berth_whole_file_write (folder, PENDING, "", &is_new))
    g_message ("A login will not confirm the trial: %s.", g_strerror (errno));
}

static void
clear_pending (int root)
{
  g_auto (BerthFd) folder = berth_whole_file_open_folder (root, PENDING_FOLDER, FALSE);
  gboolean is_gone;

  if (folder >= 0)
    berth_whole_file_remove (folder, PENDING, &is_gone);
}

/**
 * berth_boot_run:
 * @setup: which computer
 *
 * What is done at a start, before any driver of the host's is loaded: each boot binding in the
 * order of the addresses, each for itself. What is not to be bound is left as it is, and what
 * became of each is written down. Blocks, as long as the kernel does and @setup lets it.
 *
 * Returns: %FALSE when the bindings cannot be read, or their outcome cannot be written down
 */
gboolean
berth_boot_run (const BerthDriverSetup *setup, GError **error)
{
  g_autoptr (GPtrArray) bindings = NULL;
  gboolean has_trial = FALSE;
  gboolean told = TRUE;

  if (berth_facts_boot_is_switched_off (setup->root))
    {
      g_message ("Nothing is bound: the kernel command line says so.");
      return TRUE;
    }
  bindings = berth_boot_folder_read (setup->root, error);
  if (bindings == NULL)
    return FALSE;

  for (guint i = 0; i < bindings->len; i++)
    {
      BerthBootBinding *binding = g_ptr_array_index (bindings, i);

      binding->outcome = run_one (setup, binding);
      has_trial |= binding->outcome == BERTH_BOOT_OUTCOME_BOUND
                   && binding->trial == BERTH_BOOT_TRIAL_TRIED;
      told &= berth_boot_folder_write_outcome (setup->root, binding, told ? error : NULL);
    }
  if (has_trial)
    set_pending (setup->root);
  return told;
}

static gboolean
is_somebody_in (int root, guint patience)
{
  gint64 end = g_get_monotonic_time () + (gint64) patience * 1000;
  BerthGoodLogin login = berth_good_login_find (root);

  while (login == BERTH_GOOD_LOGIN_SOON && g_get_monotonic_time () < end)
    {
      g_usleep (LOOK_AGAIN * 1000);
      login = berth_good_login_find (root);
    }
  return login == BERTH_GOOD_LOGIN_THERE;
}

/**
 * berth_boot_confirm:
 * @root: an open folder: "/", or a test's
 * @patience: how long to wait for somebody who is on the way in, in milliseconds
 *
 * Ends the trials of this start once somebody has got into the computer. Does nothing as long as
 * nobody has.
 *
 * Returns: %FALSE when a trial could not be ended
 */
gboolean
berth_boot_confirm (int root, guint patience, GError **error)
{
  g_autoptr (GPtrArray) bindings = NULL;
  gboolean confirmed = FALSE;

  if (!is_somebody_in (root, patience))
    return TRUE;
  bindings = berth_boot_folder_read (root, error);
  if (bindings == NULL)
    return FALSE;

  for (guint i = 0; i < bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (bindings, i);

      if (binding->outcome != BERTH_BOOT_OUTCOME_BOUND
          || binding->trial != BERTH_BOOT_TRIAL_TRIED)
        continue;
      if (!berth_boot_folder_set_trial (root, binding, BERTH_BOOT_TRIAL_CONFIRMED, error))
        return FALSE;
      tell (binding, "confirmed, for somebody got into the computer", NULL);
      confirmed = TRUE;
    }
  /* Where none was found one may not have been readable: the next login looks again. */
  if (confirmed)
    clear_pending (root);
  return TRUE;
}
