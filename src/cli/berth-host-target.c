/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-host-target.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "plan/berth-host-plan.h"

static void
target_free (gpointer data)
{
  BerthHostTarget *self = data;

  g_object_unref (self->computer);
  berth_device_unref (self->device);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_strfreev (self->steps);
  g_strfreev (self->commands);
  g_array_unref (self->left_alone);
  g_free (self);
}

/* Of these the binding is meant and not the device, which may be gone. */
static gboolean
is_about_binding (BerthHostActionKind kind)
{
  return kind == BERTH_HOST_ACTION_BOOT_REMOVE || kind == BERTH_HOST_ACTION_BOOT_CONFIRM;
}

static const BerthBootBinding *
find_binding (BerthInventory *inventory, const BerthAddress *address)
{
  return berth_boot_binding_find (berth_inventory_get_facts (inventory)->boot_bindings, address);
}

/* Whether what @action wants of @device is so already. */
static gboolean
is_so (const BerthHostAction *action, BerthInventory *inventory, const BerthDevice *device)
{
  const BerthBootBinding *binding = find_binding (inventory, &device->address);

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      return g_strcmp0 (device->pci->driver, berth_bind_target_get_driver (action->target)) == 0;
    case BERTH_HOST_ACTION_RETURN:
      return device->pci->driver != NULL && !berth_device_is_put_aside (device);
    case BERTH_HOST_ACTION_PERMISSIVE:
      return device->pci->permissive == BERTH_TRUTH_YES;
    case BERTH_HOST_ACTION_BOOT_ADD:
      /* One that would not be bound again: that is a wish. */
      return binding != NULL && binding->target == action->target
             && !berth_boot_binding_is_spent (binding)
             && berth_pci_identity_equal (&binding->identity, &action->identity);
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return binding == NULL;
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
    default:
      return binding == NULL || binding->trial == BERTH_BOOT_TRIAL_CONFIRMED;
    }
}

/* Whether somebody who names one function of a card may expect it of @device too. */
static gboolean
is_left_alone (const BerthHostAction *action, BerthInventory *inventory, const BerthDevice *device)
{
  if (!berth_device_is_endpoint (device))
    return FALSE;

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_RETURN:
      return berth_device_is_put_aside (device);
    case BERTH_HOST_ACTION_PERMISSIVE:
      return device->pci->permissive == BERTH_TRUTH_NO;
    case BERTH_HOST_ACTION_BOOT_ADD:
      return find_binding (inventory, &device->address) == NULL;
    default:
      return !is_so (action, inventory, device);
    }
}

static BerthIdentity
get_identity (const BerthPciIdentity *identity)
{
  return (BerthIdentity){
    .known = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE | BERTH_IDENTITY_SUBSYSTEM
             | BERTH_IDENTITY_CLASS,
    .vendor = identity->vendor,
    .device = identity->device,
    .subsystem_vendor = identity->subsystem_vendor,
    .subsystem_device = identity->subsystem_device,
    .class_code = identity->class_code,
  };
}

/* The device that was bound: what sits there now, unless that is another one. */
static BerthDevice *
get_bound (BerthInventory *inventory, const BerthBootBinding *binding)
{
  BerthDevice *device = berth_inventory_lookup (inventory, &binding->address);
  BerthIdentity identity = get_identity (&binding->identity);
  BerthPciIdentity now;

  if (device == NULL || device->pci == NULL)
    return berth_device_new_ghost (&binding->address, &identity);

  now = berth_pci_identity_of (device->pci);
  return berth_pci_identity_equal (&now, &binding->identity)
             ? berth_device_ref (device)
             : berth_device_new_ghost (&binding->address, &identity);
}

/* What @kind means of the device or binding at @address of @computer. NULL: there is none. */
static BerthHostTarget *
target_new (BerthComputer *computer, BerthHostActionKind kind, const BerthAddress *address)
{
  BerthInventory *inventory = berth_computer_get_inventory (computer);
  const BerthBootBinding *binding = NULL;
  BerthDevice *device = NULL;
  BerthHostTarget *self;

  if (inventory == NULL)
    return NULL;
  if (is_about_binding (kind))
    binding = find_binding (inventory, address);
  else
    device = berth_inventory_lookup (inventory, address);
  if (binding == NULL && (device == NULL || device->pci == NULL))
    return NULL;

  self = g_new0 (BerthHostTarget, 1);
  self->computer = g_object_ref (computer);
  self->left_alone = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  if (binding != NULL)
    {
      self->device = get_bound (inventory, binding);
      self->action = (BerthHostAction){ .kind = kind,
                                        .address = *address,
                                        .identity = binding->identity,
                                        .target = binding->target };
    }
  else
    {
      self->device = berth_device_ref (device);
      self->action
          = berth_host_action_of (kind, berth_inventory_get_facts (inventory), device->pci);
    }
  return self;
}

static gboolean
fail_missing (BerthSession *session, BerthHostActionKind kind, const char *address, GError **error)
{
  GListModel *computers = berth_session_get_computers (session);

  /* It may be where nobody could look. */
  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      const GError *unasked = berth_computer_get_error (computer);

      if (unasked == NULL)
        continue;
      g_propagate_error (error, g_error_copy (unasked));
      return FALSE;
    }

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               is_about_binding (kind)
                   ? _ ("Nothing is bound at boot at %s. “berthctl boot” lists all.")
                   : _ ("There is no device at %s. “berthctl devices” lists all."),
               address);
  return FALSE;
}

/* Finds what one word means: exactly one device of one computer. */
static BerthHostTarget *
find_target (BerthSession *session, BerthHostActionKind kind, const char *word, GError **error)
{
  GListModel *computers = berth_session_get_computers (session);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (target_free);
  g_autofree char *text = NULL;
  BerthAddress address;

  if (!berth_address_parse (word, &address, error))
    return NULL;
  text = berth_address_dup_string (&address);
  if (address.bus_kind != BERTH_BUS_PCI)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("%s is a USB device, and only PCI devices have a driver that keeps them for "
                      "VMs. Name the controller that it hangs on, or assign it as it is."),
                   text);
      return NULL;
    }

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      BerthHostTarget *target = target_new (computer, kind, &address);

      if (target != NULL)
        g_ptr_array_add (found, target);
    }

  if (found->len == 1)
    return g_ptr_array_steal_index (found, 0);
  if (found->len == 0)
    fail_missing (session, kind, text, error);
  else
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                 _ ("Several computers have a device at %s. Say which one is meant with "
                    "--connect."),
                 text);
  return NULL;
}

static gboolean
is_named (GPtrArray *targets, BerthComputer *computer, const BerthAddress *address)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (targets, i);

      if (target->computer == computer && berth_address_equal (&target->action.address, address))
        return TRUE;
    }
  return FALSE;
}

/* What goes together with it when a VM gets it: nobody is to think that it was bound too. */
static void
find_left_alone (BerthHostTarget *self, GPtrArray *targets, GPtrArray *devices)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);

      if (!is_named (targets, self->computer, &device->address)
          && is_left_alone (&self->action, inventory, device))
        g_array_append_val (self->left_alone, device->address);
    }
}

/* Where nobody but Berth does it, the command is the one that is being run. */
static GStrv
dup_commands (const BerthHostTarget *self)
{
  g_auto (GStrv) commands = berth_computer_dup_action_commands (self->computer, &self->action);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; commands[i] != NULL; i++)
    {
      if (!g_str_has_prefix (commands[i], "berthctl "))
        g_strv_builder_add (builder, commands[i]);
    }
  return g_strv_builder_end (builder);
}

/* Looks at it before anything is done. */
static gboolean
look_at (BerthHostTarget *self, GPtrArray *targets, BerthBindTarget driver, GError **error)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &self->action.address);
  g_autofree char *id = NULL;

  if (driver != 0)
    self->action.target = driver;
  if (!berth_computer_can_act (self->computer, self->action.kind))
    {
      id = berth_text_dup_name (berth_computer_get_id (self->computer));
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   /* Translators: %s is the name of a computer. */
                   _ ("Nobody can do that on “%s” from here."), id);
      return FALSE;
    }

  if (bundle != NULL && !is_about_binding (self->action.kind))
    find_left_alone (self, targets, bundle->functions);
  self->result = is_so (&self->action, inventory, self->device) ? BERTH_HOST_RESULT_NOTHING_TO_DO
                                                                : BERTH_HOST_RESULT_PLANNED;
  if (self->result == BERTH_HOST_RESULT_NOTHING_TO_DO)
    {
      self->findings = berth_finding_list_new ();
      self->steps = g_new0 (char *, 1);
      self->commands = g_new0 (char *, 1);
      return TRUE;
    }
  self->findings = berth_computer_check_action (self->computer, &self->action);
  self->steps = berth_host_plan_dup_steps (&self->action, self->device);
  self->commands = dup_commands (self);
  return TRUE;
}

/**
 * berth_host_target_list_find:
 * @driver: which one is wished for; 0: the one that fits the computer
 * @words: (array zero-terminated=1): addresses as typed
 *
 * Returns: (transfer full) (element-type BerthHostTarget) (nullable): what @words mean, each
 *   function once, looked at and nothing done yet; %NULL with @error set when one of them is
 *   nothing that this could be done with
 */
GPtrArray *
berth_host_target_list_find (BerthSession *session,
                             BerthHostActionKind kind,
                             BerthBindTarget driver,
                             const char *const *words,
                             GError **error)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func (target_free);

  for (; *words != NULL; words++)
    {
      BerthHostTarget *target = find_target (session, kind, *words, error);

      if (target == NULL)
        return NULL;
      if (is_named (targets, target->computer, &target->action.address))
        target_free (target);
      else
        g_ptr_array_add (targets, target);
    }
  for (guint i = 0; i < targets->len; i++)
    {
      if (!look_at (g_ptr_array_index (targets, i), targets, driver, error))
        return NULL;
    }
  return g_steal_pointer (&targets);
}

/**
 * berth_host_target_lookup_now:
 *
 * Returns: (transfer none) (nullable): what sits there by the last reading
 */
BerthDevice *
berth_host_target_lookup_now (const BerthHostTarget *self)
{
  BerthInventory *inventory = berth_computer_get_inventory (self->computer);

  return inventory != NULL ? berth_inventory_lookup (inventory, &self->action.address) : NULL;
}

/**
 * berth_host_result_get_nick:
 *
 * Returns: a stable word for programs
 */
const char *
berth_host_result_get_nick (BerthHostResult result)
{
  switch (result)
    {
    case BERTH_HOST_RESULT_PLANNED:
      return "planned";
    case BERTH_HOST_RESULT_NOTHING_TO_DO:
      return "nothing-to-do";
    case BERTH_HOST_RESULT_DONE:
      return "done";
    case BERTH_HOST_RESULT_FAILED:
      return "failed";
    case BERTH_HOST_RESULT_NOT_TRIED:
    default:
      return "not-tried";
    }
}
