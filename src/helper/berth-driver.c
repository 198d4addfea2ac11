/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-driver.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "helper/berth-driver-steps.h"

/* Between two looks whether a driver has taken the device, in milliseconds. */
#define LOOK_AGAIN 10

typedef struct
{
  BerthDriverSetup setup;
  BerthDriverAim aim;
  gboolean is_open;
  const BerthDriverStep *step;
  void (*finish) (GTask *task);
  gint64 patience_end; /* 0: nothing was waited for yet */
  GError *refusal;     /* the first thing that did not work */
} Action;

/* (element-type BerthAddress): whose driver is being changed. Of the one thread that does. */
static GHashTable *busy;

/* Nobody is at the device any more. */
static void
let_go (Action *self)
{
  if (!self->is_open)
    return;

  g_hash_table_remove (busy, &self->aim.state.address);
  berth_driver_state_close (&self->aim.state);
  self->is_open = FALSE;
}

static void
action_free (gpointer data)
{
  Action *self = data;

  let_go (self);
  g_clear_error (&self->refusal);
  g_free (self->aim.old_override);
  g_free (self->aim.old_driver);
  g_free (self->aim.name);
  g_free (self);
}

/* Each action ends in one of these four. Whoever hears of it may begin the next one at once. */

static void
end_with_error (GTask *task, GError *error)
{
  let_go (g_task_get_task_data (task));
  g_task_return_error (task, error);
}

G_GNUC_PRINTF (3, 4)
static void
end_with (GTask *task, BerthError code, const char *format, ...)
{
  va_list words;

  va_start (words, format);
  end_with_error (task, g_error_new_valist (BERTH_ERROR, (int) code, format, words));
  va_end (words);
}

static void
end_with_driver (GTask *task, const char *driver)
{
  let_go (g_task_get_task_data (task));
  g_task_return_pointer (task, g_strdup (driver), g_free);
}

static void
end_well (GTask *task)
{
  let_go (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/* Where the device is now, in a sentence; @ret_is_old: whether all is as it was. */
static char *
dup_whereabouts (const BerthDriverAim *aim, gboolean *ret_is_old)
{
  g_autofree char *driver = berth_driver_state_dup_driver (&aim->state);
  g_autofree char *override = berth_driver_state_dup_override (&aim->state);
  gboolean has_old_driver = g_strcmp0 (driver, aim->old_driver) == 0;

  *ret_is_old = has_old_driver && g_strcmp0 (override, aim->old_override) == 0;
  if (has_old_driver && !*ret_is_old && override != NULL)
    return g_strdup_printf (_ ("It stayed where it was, but is marked for %s now, which will take "
                               "it at the next occasion. Return it to the host."),
                            override);
  if (has_old_driver && !*ret_is_old)
    return g_strdup_printf (_ ("It stayed where it was, but is not marked for %s any more."),
                            aim->old_override);
  if (has_old_driver && driver == NULL)
    return g_strdup (_ ("It has no driver, as before."));
  if (has_old_driver)
    return g_strdup_printf (_ ("It has the driver %s, as before."), driver);
  if (driver == NULL)
    return g_strdup_printf (_ ("It had the driver %s and has none now. Return it to the host, or "
                               "restart the computer."),
                            aim->old_driver);
  if (aim->old_driver == NULL)
    return g_strdup_printf (_ ("It had no driver and has %s now."), driver);
  return g_strdup_printf (_ ("It had the driver %s and has %s now. Restart the computer if that "
                             "hurts."),
                          aim->old_driver, driver);
}

static void
finish_undo (GTask *task)
{
  Action *self = g_task_get_task_data (task);
  g_autofree char *what = berth_text_dup_error (self->refusal);
  gboolean is_old;
  g_autofree char *where = dup_whereabouts (&self->aim, &is_old);

  end_with (task, is_old ? BERTH_ERROR_FAILED : BERTH_ERROR_NOT_VERIFIED, "%s %s", what, where);
}

static void
finish_bind (GTask *task)
{
  const Action *self = g_task_get_task_data (task);

  end_with_driver (task, self->aim.target);
}

static void
finish_return (GTask *task)
{
  Action *self = g_task_get_task_data (task);
  g_autofree char *driver = berth_driver_state_dup_driver (&self->aim.state);

  if (driver == NULL)
    end_with (task, BERTH_ERROR_NOT_VERIFIED,
              _ ("%s is free, but no driver of this computer took it: it has none now. If it "
                 "worked before, load the module of its driver, or restart the computer. If it "
                 "never had a driver here, there is nothing to do."),
              self->aim.name);
  else if (berth_driver_puts_aside (driver))
    end_with (task, BERTH_ERROR_NOT_VERIFIED,
              _ ("%s did not come back to the host: %s took it again. Something else binds it, "
                 "like vfio-pci.ids= or xen-pciback.hide= on the kernel command line. Take that "
                 "out and restart the computer."),
              self->aim.name, driver);
  else
    end_with_driver (task, driver);
}

static void
finish_permissive (GTask *task)
{
  Action *self = g_task_get_task_data (task);
  g_autofree char *what = NULL;

  /* What sysfs did not show was kept as a refusal. */
  if (self->refusal == NULL)
    {
      end_well (task);
      return;
    }

  what = berth_text_dup_error (self->refusal);
  end_with (task, BERTH_ERROR_NOT_VERIFIED, "%s %s", what,
            _ ("It is not permissive. Check that its driver is still pciback, and try again."));
}

static void go_on (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Action *self = g_task_get_task_data (task);
  const BerthDriverStep *step = self->step;
  g_autoptr (GError) error = NULL;
  gboolean is_done = berth_kernel_write_finish (result, &error);

  /* Nothing can be undone either. */
  if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_STUCK))
    {
      end_with_error (task, g_steal_pointer (&error));
      return;
    }

  if (step->is_done != NULL)
    is_done = step->is_done (&self->aim);
  if (!is_done && error == NULL)
    g_set_error (&error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
                 _ ("The kernel was asked to change the driver of %s, and did not."),
                 self->aim.name);
  if (!is_done && self->refusal == NULL)
    self->refusal = g_steal_pointer (&error);

  self->step++;
  if (!is_done && step->must)
    {
      self->step = berth_driver_undo_steps;
      self->finish = finish_undo;
    }
  go_on (task);
}

static gboolean
look_again_cb (gpointer user_data)
{
  go_on (user_data);
  return G_SOURCE_REMOVE;
}

/* FALSE when patience is over. */
static gboolean
wait_on (GTask *task)
{
  Action *self = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;

  if (self->patience_end == 0)
    self->patience_end = now + self->setup.patience * G_TIME_SPAN_MILLISECOND;
  if (now >= self->patience_end)
    return FALSE;

  source = g_timeout_source_new (LOOK_AGAIN);
  g_task_attach_source (task, source, look_again_cb);
  return TRUE;
}

/* Does the next step that is needed. */
static void
go_on (GTask *task)
{
  Action *self = g_task_get_task_data (task);
  const BerthDriverAim *aim = &self->aim;

  if (!berth_driver_state_is_there (&aim->state))
    {
      end_with (task, BERTH_ERROR_NOT_FOUND,
                _ ("The device at %s vanished meanwhile: it was unplugged, or does not answer any "
                   "more. Look at the devices again."),
                aim->name);
      return;
    }

  for (; self->step->is_needed != NULL; self->step++)
    {
      const BerthDriverStep *step = self->step;

      if (!step->is_needed (aim))
        continue;
      if (step->waits && wait_on (task))
        return;
      if (step->waits)
        continue;
      berth_kernel_write_async (self->setup.root, self->setup.write, self->setup.deadline,
                                step->file, &aim->state.address, step->get_text (aim), written_cb,
                                g_object_ref (task));
      return;
    }
  self->finish (task);
}

/* Opens the device, and makes sure that it is the one that is meant. */
static gboolean
open_device (Action *self,
             const BerthAddress *address,
             const BerthPciIdentity *identity,
             GError **error)
{
  BerthDriverAim *aim = &self->aim;
  BerthPciIdentity is_now;

  if (busy == NULL)
    busy = g_hash_table_new_full (berth_address_hash, berth_address_equal_pointers, g_free, NULL);
  if (g_hash_table_contains (busy, address))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("The driver of %s is being changed already. Wait until that is done."),
                   aim->name);
      return FALSE;
    }

  if (!berth_kernel_write_check (address, error)
      || !berth_driver_state_open (self->setup.root, address, &aim->state, error))
    return FALSE;
  self->is_open = TRUE;
  g_hash_table_add (busy, berth_address_copy (address));

  if (!berth_driver_state_read_identity (&aim->state, &is_now)
      || !berth_pci_identity_equal (&is_now, identity))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT,
                   _ ("At %s sits another device than the one that was meant. Nothing was done to "
                      "it; look at the devices again."),
                   aim->name);
      return FALSE;
    }
  return TRUE;
}

/* Returns NULL when it has ended already. */
static Action *
begin (GTask *task,
       const BerthDriverSetup *setup,
       const BerthAddress *address,
       const BerthPciIdentity *identity)
{
  Action *self = g_new0 (Action, 1);
  GError *error = NULL;

  g_task_set_task_data (task, self, action_free);
  self->setup = *setup;
  self->aim.name = berth_address_dup_string (address);
  if (!open_device (self, address, identity, &error))
    {
      end_with_error (task, error);
      return NULL;
    }

  self->aim.old_driver = berth_driver_state_dup_driver (&self->aim.state);
  self->aim.old_override = berth_driver_state_dup_override (&self->aim.state);
  return self;
}

/* Taking a device from vfio-pci while a VM has it hangs until the VM ends (vfio_main.c). */
static gboolean
refuse_held (GTask *task)
{
  const Action *self = g_task_get_task_data (task);

  if (!berth_driver_puts_aside (self->aim.old_driver)
      || !berth_driver_state_is_enabled (&self->aim.state))
    return FALSE;

  end_with (task, BERTH_ERROR_REFUSED,
            _ ("%s is in use: a VM has it through %s. Shut down the VM first."), self->aim.name,
            self->aim.old_driver);
  return TRUE;
}

/* What would leave the device without any driver, found while it still has one. */
static gboolean
refuse_impossible (GTask *task)
{
  const Action *self = g_task_get_task_data (task);
  const BerthDriverAim *aim = &self->aim;
  gboolean is_vfio = g_str_equal (aim->target, "vfio-pci");

  if (!berth_driver_is_loaded (self->setup.root, aim->target))
    end_with (task, BERTH_ERROR_NOT_SUPPORTED,
              _ ("%s cannot be bound to %s: the kernel does not have this driver. Load it with "
                 "“modprobe %s”."),
              aim->name, aim->target, is_vfio ? "vfio-pci" : "xen-pciback");
  else if (is_vfio && !berth_driver_state_has_group (&aim->state))
    end_with (task, BERTH_ERROR_NOT_SUPPORTED,
              _ ("%s cannot be bound to vfio-pci: it is in no IOMMU group. Switch on the IOMMU "
                 "(VT-d, AMD-Vi) in the firmware's setup and on the kernel command line."),
              aim->name);
  else
    return FALSE;
  return TRUE;
}

/**
 * berth_driver_bind_async:
 * @identity: which device has to sit at @address
 *
 * Takes a device from its driver and gives it to that of @target. One that is there already stays
 * as it is. What cannot end well is found before anything is written; when it fails on the way, all
 * is put back. One action for a device at a time, and all in one thread.
 */
void
berth_driver_bind_async (const BerthDriverSetup *setup,
                         const BerthAddress *address,
                         const BerthPciIdentity *identity,
                         BerthBindTarget target,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Action *self;

  g_task_set_source_tag (task, berth_driver_bind_async);
  self = begin (task, setup, address, identity);
  if (self == NULL)
    return;

  self->aim.target = berth_bind_target_get_driver (target);
  self->step = berth_driver_bind_steps;
  self->finish = finish_bind;
  if (g_strcmp0 (self->aim.old_driver, self->aim.target) == 0)
    finish_bind (task);
  else if (!refuse_impossible (task) && !refuse_held (task))
    go_on (task);
}

/**
 * berth_driver_bind_finish:
 *
 * Returns: (transfer full): the driver that has it now, or %NULL with %BERTH_ERROR_CONFLICT
 *   (another device sits there), %BERTH_ERROR_NOT_FOUND (none), %BERTH_ERROR_NOT_SUPPORTED (no
 *   driver, no IOMMU), %BERTH_ERROR_REFUSED (a VM has it), %BERTH_ERROR_STUCK, %BERTH_ERROR_FAILED
 *   (it is as before) or %BERTH_ERROR_NOT_VERIFIED (it is not, and the message says how it is)
 */
char *
berth_driver_bind_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * berth_driver_return_async:
 * @identity: which device has to sit at @address
 *
 * Gives a device back to a driver of the host's, whose module udev loads. One that the host has
 * stays there.
 */
void
berth_driver_return_async (const BerthDriverSetup *setup,
                           const BerthAddress *address,
                           const BerthPciIdentity *identity,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Action *self;

  g_task_set_source_tag (task, berth_driver_return_async);
  self = begin (task, setup, address, identity);
  if (self == NULL)
    return;

  self->step = berth_driver_return_steps;
  self->finish = finish_return;
  if (!refuse_held (task))
    go_on (task);
}

/**
 * berth_driver_return_finish:
 *
 * Returns: (transfer full): the host's driver that has it now, or %NULL with an error as of
 *   berth_driver_bind_finish(); %BERTH_ERROR_NOT_VERIFIED also when no driver took it
 */
char *
berth_driver_return_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * berth_driver_set_permissive_async:
 * @identity: which device has to sit at @address
 *
 * Lets whoever gets a device from pciback write all of its configuration space, until it leaves
 * pciback.
 */
void
berth_driver_set_permissive_async (const BerthDriverSetup *setup,
                                   const BerthAddress *address,
                                   const BerthPciIdentity *identity,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Action *self;

  g_task_set_source_tag (task, berth_driver_set_permissive_async);
  self = begin (task, setup, address, identity);
  if (self == NULL)
    return;

  self->step = berth_driver_permissive_steps;
  self->finish = finish_permissive;
  if (g_strcmp0 (self->aim.old_driver, "pciback") == 0)
    go_on (task);
  else
    end_with (task, BERTH_ERROR_REFUSED,
              _ ("%s cannot be made permissive: its driver is not pciback. Bind it to pciback "
                 "first."),
              self->aim.name);
}

/**
 * berth_driver_set_permissive_finish:
 *
 * Returns: %FALSE with an error as of berth_driver_bind_finish(); %BERTH_ERROR_REFUSED when pciback
 *   does not have it
 */
gboolean
berth_driver_set_permissive_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
