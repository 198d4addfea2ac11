/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan/berth-host-plan.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-boot-words.h"

/* What sits at an address of the list of boot bindings may be gone. */
static char *
dup_title (const BerthHostAction *action, const BerthDevice *device)
{
  return device != NULL ? berth_device_dup_title (device)
                        : berth_address_dup_string (&action->address);
}

/**
 * berth_host_plan_dup_question:
 * @device: (nullable): which the action is about; %NULL: it is not in this computer any more
 *
 * Returns: (transfer full): what is asked before it is done, as the heading of a dialog: “Return
 *   Intel I350 (05:00.0) to the host?”
 */
char *
berth_host_plan_dup_question (const BerthHostAction *action, const BerthDevice *device)
{
  g_autofree char *title = dup_title (action, device);
  const char *target = berth_bind_target_get_driver (action->target);

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      /* Translators: a device, then the name of a driver. */
      return g_strdup_printf (_ ("Bind %s to %s?"), title, target);
    case BERTH_HOST_ACTION_RETURN:
      return g_strdup_printf (_ ("Return %s to the host?"), title);
    case BERTH_HOST_ACTION_PERMISSIVE:
      return g_strdup_printf (_ ("Make %s permissive?"), title);
    case BERTH_HOST_ACTION_BOOT_ADD:
      /* Translators: a device, then the name of a driver. */
      return g_strdup_printf (_ ("Bind %s to %s at every boot?"), title, target);
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return g_strdup_printf (_ ("Bind %s at boot no more?"), title);
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return g_strdup_printf (_ ("Keep on binding %s at boot?"), title);
    }
  g_return_val_if_reached (g_steal_pointer (&title));
}

static const char *
get_driver (const BerthDevice *device)
{
  return device != NULL && device->pci != NULL ? device->pci->driver : NULL;
}

/* Takes @step. */
static void
add_step (GStrvBuilder *builder, char *step)
{
  g_strv_builder_add (builder, step);
  g_free (step);
}

static void
add_bind_steps (GStrvBuilder *builder, const BerthHostAction *action, const BerthDevice *device)
{
  const char *target = berth_bind_target_get_driver (action->target);
  g_autofree char *driver = berth_text_dup_name (get_driver (device));

  if (get_driver (device) != NULL && g_strcmp0 (get_driver (device), target) != 0)
    add_step (builder,
              g_strdup_printf (_ ("The driver “%s” lets go of it, and this computer uses it no "
                                  "more."),
                               driver));
  add_step (builder, g_strdup_printf (_ ("%s takes it and keeps it for VMs, until it is returned "
                                         "or this computer restarts."),
                                      target));
}

static void
add_return_steps (GStrvBuilder *builder, const BerthDevice *device)
{
  g_autofree char *driver = berth_text_dup_name (get_driver (device));

  if (get_driver (device) != NULL)
    add_step (builder, g_strdup_printf (_ ("The driver “%s” lets go of it."), driver));
  g_strv_builder_add (builder, _ ("This computer looks for a driver of its own, and that one takes "
                                  "it."));
}

static void
add_boot_steps (GStrvBuilder *builder, const BerthHostAction *action)
{
  const char *target = berth_bind_target_get_driver (action->target);

  g_strv_builder_add (builder, _ ("It is added to the list of what is bound at every boot."));
  add_step (builder, g_strdup_printf (_ ("The next boot is a trial: %s takes it before any driver "
                                         "of this computer can."),
                                      target));
  g_strv_builder_add (builder, _ ("When this computer has started well, the trial is confirmed, by "
                                  "a login or by you. If not, later boots leave the device "
                                  "alone."));
  g_strv_builder_add (builder, _ ("Until the next boot nothing changes."));
}

/**
 * berth_host_plan_dup_steps:
 * @device: (nullable): which the action is about, as it is before
 *
 * Returns: (transfer full): what will happen, in order, one sentence each
 */
GStrv
berth_host_plan_dup_steps (const BerthHostAction *action, const BerthDevice *device)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      add_bind_steps (builder, action, device);
      break;
    case BERTH_HOST_ACTION_RETURN:
      add_return_steps (builder, device);
      break;
    case BERTH_HOST_ACTION_PERMISSIVE:
      g_strv_builder_add (builder, _ ("pciback lets the VM that has it write all of its "
                                      "settings."));
      g_strv_builder_add (builder, _ ("That lasts until it leaves pciback, for every VM that gets "
                                      "it."));
      break;
    case BERTH_HOST_ACTION_BOOT_ADD:
      add_boot_steps (builder, action);
      break;
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      g_strv_builder_add (builder, _ ("It is taken out of the list of what is bound at every "
                                      "boot."));
      g_strv_builder_add (builder, _ ("If it is bound now, it stays bound until it is returned or "
                                      "this computer restarts."));
      break;
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      g_strv_builder_add (builder, _ ("The trial is over: it is bound at every boot."));
      break;
    }
  return g_strv_builder_end (builder);
}

/**
 * berth_host_plan_dup_done:
 * @device: (nullable): which the action was about
 *
 * Returns: (transfer full): one sentence for afterwards
 */
char *
berth_host_plan_dup_done (const BerthHostAction *action, const BerthDevice *device)
{
  g_autofree char *title = dup_title (action, device);
  const char *target = berth_bind_target_get_driver (action->target);

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      /* Translators: a device, then the name of a driver. */
      return g_strdup_printf (_ ("%s is bound to %s."), title, target);
    case BERTH_HOST_ACTION_RETURN:
      return g_strdup_printf (_ ("%s is with the host again."), title);
    case BERTH_HOST_ACTION_PERMISSIVE:
      return g_strdup_printf (_ ("%s is permissive until it leaves pciback."), title);
    case BERTH_HOST_ACTION_BOOT_ADD:
      /* Translators: a device, then the name of a driver. */
      return g_strdup_printf (_ ("%s is bound to %s from the next boot on, on trial at first."),
                              title, target);
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return g_strdup_printf (_ ("%s is bound at boot no more."), title);
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return g_strdup_printf (_ ("%s is bound at every boot; its trial is over."), title);
    }
  g_return_val_if_reached (g_steal_pointer (&title));
}

/* A host driver that is a part of the kernel or of the initial RAM disk is always first. */
static char *
dup_held_line (const BerthBootBinding *binding, const BerthFacts *facts)
{
  g_autofree char *remedy = berth_boot_words_dup_earlier (binding, facts);

  /* Translators: a sentence that says what to do follows. */
  return g_strdup_printf (_ ("It was not bound at this boot, because a driver of this computer had "
                             "it first. %s"),
                          remedy);
}

static char *
dup_outcome_line (const BerthBootBinding *binding, const BerthFacts *facts)
{
  g_autofree char *address = berth_address_dup_string (&binding->address);

  switch (binding->outcome)
    {
    case BERTH_BOOT_OUTCOME_NOT_CONFIRMED:
      /* What became of it at this boot stays; that it was confirmed since then counts. */
      return binding->trial == BERTH_BOOT_TRIAL_CONFIRMED
                 ? NULL
                 : g_strdup (_ ("It was bound at one boot that nobody confirmed, so that it is "
                                "left alone. Confirm it to have it bound again, or remove it "
                                "from boot."));
    case BERTH_BOOT_OUTCOME_HELD_BY_HOST:
      return dup_held_line (binding, facts);
    case BERTH_BOOT_OUTCOME_CHANGED:
      return g_strdup_printf (_ ("It was not bound at this boot, because another device sits at "
                                 "%s. Remove it from boot, and bind the right device."),
                              address);
    case BERTH_BOOT_OUTCOME_MISSING:
      return g_strdup_printf (_ ("It was not bound at this boot, because there was no device at "
                                 "%s. Put it back there, or remove it from boot."),
                              address);
    case BERTH_BOOT_OUTCOME_FAILED:
      return g_strdup (_ ("It was not bound at this boot: the kernel did not do it. The system’s "
                          "journal says why."));
    case BERTH_BOOT_OUTCOME_NONE:
    case BERTH_BOOT_OUTCOME_BOUND:
    default:
      return NULL;
    }
}

/**
 * berth_host_plan_dup_boot_line:
 * @facts: of the computer at this boot
 *
 * Returns: (transfer full): how a boot binding stands, as one or two sentences: its trial, what
 *   became of it at this boot, and whether it is switched off
 */
char *
berth_host_plan_dup_boot_line (const BerthBootBinding *binding, const BerthFacts *facts)
{
  const char *target = berth_bind_target_get_driver (binding->target);
  char *outcome;

  if (facts->boot_switched_off)
    return g_strdup_printf (_ ("It is bound to %s at boot, but not at this boot: that was "
                               "switched off on the kernel command line (berth.disable=1)."),
                            target);
  outcome = dup_outcome_line (binding, facts);
  if (outcome != NULL)
    return outcome;

  switch (binding->trial)
    {
    case BERTH_BOOT_TRIAL_NEW:
      return g_strdup_printf (_ ("It is bound to %s at the next boot, on trial."), target);
    case BERTH_BOOT_TRIAL_TRIED:
      return g_strdup_printf (_ ("It is bound to %s at boot, on trial: confirm it if this computer "
                                 "started well."),
                              target);
    case BERTH_BOOT_TRIAL_CONFIRMED:
    default:
      return binding->outcome == BERTH_BOOT_OUTCOME_BOUND
                 ? g_strdup_printf (_ ("It is bound to %s at every boot."), target)
                 : g_strdup_printf (_ ("It is bound to %s at every boot from the next one on."),
                                    target);
    }
}

/**
 * berth_host_plan_dup_foreign_line:
 *
 * Returns: (transfer full): who else binds something at every boot, and to what, as one sentence
 */
char *
berth_host_plan_dup_foreign_line (const BerthForeignBinding *foreign)
{
  g_autofree char *driver
      = berth_text_dup_name (foreign->driver != NULL ? foreign->driver : _ ("another driver"));

  switch (foreign->kind)
    {
    case BERTH_FOREIGN_BINDING_DRIVERCTL:
      /* Translators: %s is the name of a driver, here and in the next three. */
      return g_strdup_printf (_ ("driverctl binds it to %s at every boot."), driver);
    case BERTH_FOREIGN_BINDING_VFIO_IDS:
      return g_strdup_printf (_ ("The kernel command line binds every device of its kind to %s "
                                 "(vfio-pci.ids=)."),
                              driver);
    case BERTH_FOREIGN_BINDING_MODPROBE_IDS:
      return g_strdup_printf (_ ("A file in modprobe.d binds every device of its kind to %s."),
                              driver);
    case BERTH_FOREIGN_BINDING_PCIBACK_HIDE:
    default:
      return g_strdup_printf (_ ("The kernel command line binds it to %s at every boot "
                                 "(xen-pciback.hide=)."),
                              driver);
    }
}
