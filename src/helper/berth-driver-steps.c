/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-driver-steps.h"

/* What is asked before each write. */

static gboolean
has_driver (const BerthDriverAim *self)
{
  g_autofree char *driver = berth_driver_state_dup_driver (&self->state);

  return driver != NULL;
}

static gboolean
has_no_driver (const BerthDriverAim *self)
{
  return !has_driver (self);
}

/* Put aside, or nobody's. */
static gboolean
is_without_host (const BerthDriverAim *self)
{
  g_autofree char *driver = berth_driver_state_dup_driver (&self->state);

  return driver == NULL || berth_driver_puts_aside (driver);
}

static gboolean
is_put_aside (const BerthDriverAim *self)
{
  return has_driver (self) && is_without_host (self);
}

static gboolean
is_not_put_aside (const BerthDriverAim *self)
{
  return !is_put_aside (self);
}

static gboolean
is_at_target (const BerthDriverAim *self)
{
  g_autofree char *driver = berth_driver_state_dup_driver (&self->state);

  return g_strcmp0 (driver, self->target) == 0;
}

static gboolean
is_not_at_target (const BerthDriverAim *self)
{
  return !is_at_target (self);
}

static gboolean
is_override_target (const BerthDriverAim *self)
{
  g_autofree char *override = berth_driver_state_dup_override (&self->state);

  return g_strcmp0 (override, self->target) == 0;
}

static gboolean
is_override_other (const BerthDriverAim *self)
{
  return !is_override_target (self);
}

static gboolean
is_override_old (const BerthDriverAim *self)
{
  g_autofree char *override = berth_driver_state_dup_override (&self->state);

  return g_strcmp0 (override, self->old_override) == 0;
}

static gboolean
is_override_new (const BerthDriverAim *self)
{
  return !is_override_old (self);
}

static gboolean
has_no_override (const BerthDriverAim *self)
{
  g_autofree char *override = berth_driver_state_dup_override (&self->state);

  return override == NULL;
}

/* A driver of the host's that was chosen for it by somebody, stays chosen. */
static gboolean
has_override_in_the_way (const BerthDriverAim *self)
{
  g_autofree char *override = berth_driver_state_dup_override (&self->state);

  return override != NULL && (is_without_host (self) || berth_driver_puts_aside (override));
}

static gboolean
has_idle_slot (const BerthDriverAim *self)
{
  g_autofree char *driver = berth_driver_state_dup_driver (&self->state);

  return g_strcmp0 (driver, "pciback") != 0
         && (g_strcmp0 (self->old_driver, "pciback") == 0
             || berth_driver_state_has_slot (&self->state));
}

/* With it pciback would take the device at the next occasion. It may be there from earlier: libvirt
 * leaves it behind. */
static gboolean
has_wrong_slot (const BerthDriverAim *self)
{
  return g_strcmp0 (self->old_driver, "pciback") != 0
         && berth_driver_state_has_slot (&self->state);
}

static gboolean
has_lost_driver (const BerthDriverAim *self)
{
  return self->old_driver != NULL && has_no_driver (self);
}

static gboolean
is_override_old_driver (const BerthDriverAim *self)
{
  g_autofree char *override = berth_driver_state_dup_override (&self->state);

  return g_strcmp0 (override, self->old_driver) == 0;
}

static gboolean
can_name_lost_driver (const BerthDriverAim *self)
{
  return has_lost_driver (self) && !is_override_old_driver (self)
         && berth_kernel_file_takes (BERTH_KERNEL_DRIVER_OVERRIDE, &self->state.address,
                                     self->old_driver);
}

static gboolean
is_permissive (const BerthDriverAim *self)
{
  return berth_driver_state_is_permissive (&self->state);
}

static gboolean
is_not_permissive (const BerthDriverAim *self)
{
  return !is_permissive (self);
}

/* What is written. */

static const char *
get_name (const BerthDriverAim *self)
{
  return self->name;
}

static const char *
get_target (const BerthDriverAim *self)
{
  return self->target;
}

static const char *
get_no_override (const BerthDriverAim *self)
{
  return BERTH_KERNEL_NO_OVERRIDE;
}

static const char *
get_old_driver (const BerthDriverAim *self)
{
  return self->old_driver;
}

/* What somebody wrote there that Berth would not write, cannot be put back. */
static const char *
get_old_override (const BerthDriverAim *self)
{
  if (self->old_override != NULL
      && berth_kernel_file_takes (BERTH_KERNEL_DRIVER_OVERRIDE, &self->state.address,
                                  self->old_override))
    return self->old_override;
  return BERTH_KERNEL_NO_OVERRIDE;
}

static const char *
get_add (const BerthDriverAim *self)
{
  return "add";
}

/* Both targets take a device by driver_override: nothing but this one device can be meant. */
const BerthDriverStep berth_driver_bind_steps[] = {
  { BERTH_KERNEL_DRIVER_OVERRIDE, is_override_other, get_target, is_override_target, .must = TRUE },
  { BERTH_KERNEL_UNBIND, has_driver, get_name, has_no_driver, .must = TRUE },
  { BERTH_KERNEL_PROBE, is_not_at_target, get_name, is_at_target, .must = TRUE },
  { 0 },
};

/* "add" makes udev load the module that the host has for the device; root's helper itself may not.
 * The driver takes the device when it is loaded, or by the second question. */
const BerthDriverStep berth_driver_return_steps[] = {
  { BERTH_KERNEL_DRIVER_OVERRIDE, has_override_in_the_way, get_no_override, has_no_override,
    .must = TRUE },
  { BERTH_KERNEL_UNBIND, is_put_aside, get_name, is_not_put_aside, .must = TRUE },
  { BERTH_KERNEL_REMOVE_SLOT, has_idle_slot, get_name, NULL },
  { BERTH_KERNEL_UEVENT, has_no_driver, get_add, NULL },
  { BERTH_KERNEL_PROBE, has_no_driver, get_name, has_driver },
  { .is_needed = has_no_driver, .waits = TRUE },
  { BERTH_KERNEL_PROBE, has_no_driver, get_name, has_driver },
  { 0 },
};

/* The old driver is asked by its name: it may have had the device for another reason than that it
 * is the one for it (vfio-pci.ids=, a slot of pciback's, the order in which drivers were loaded).
 * What stood in driver_override comes last. */
const BerthDriverStep berth_driver_undo_steps[] = {
  { BERTH_KERNEL_DRIVER_OVERRIDE, can_name_lost_driver, get_old_driver, is_override_old_driver },
  { BERTH_KERNEL_REMOVE_SLOT, has_wrong_slot, get_name, NULL },
  { BERTH_KERNEL_UEVENT, has_lost_driver, get_add, NULL },
  { BERTH_KERNEL_PROBE, has_lost_driver, get_name, has_driver },
  { BERTH_KERNEL_DRIVER_OVERRIDE, is_override_new, get_old_override, is_override_old },
  { .is_needed = has_lost_driver, .waits = TRUE },
  { BERTH_KERNEL_PROBE, has_lost_driver, get_name, has_driver },
  { 0 },
};

const BerthDriverStep berth_driver_permissive_steps[] = {
  { BERTH_KERNEL_PERMISSIVE, is_not_permissive, get_name, is_permissive },
  { 0 },
};
