/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-device-action.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

typedef struct
{
  const char *action; /* its name, in the group "host" */
  const char *label;  /* in a menu */
  const char *title;  /* of the window that asks */
  const char *button; /* that does it */
} Words;

static const Words words[BERTH_N_HOST_ACTIONS] = {
  [BERTH_HOST_ACTION_BIND] = { "bind", N_ ("_Bind…"), N_ ("Bind"), N_ ("_Bind") },
  [BERTH_HOST_ACTION_RETURN]
  = { "return", N_ ("_Return to Host…"), N_ ("Return to Host"), N_ ("_Return to Host") },
  [BERTH_HOST_ACTION_PERMISSIVE]
  = { "permissive", N_ ("_Permissive…"), N_ ("Permissive"), N_ ("Make _Permissive") },
  [BERTH_HOST_ACTION_BOOT_ADD]
  = { "boot-add", N_ ("Bind at B_oot…"), N_ ("Bind at Boot"), N_ ("Bind at B_oot") },
  [BERTH_HOST_ACTION_BOOT_REMOVE] = { "boot-remove", N_ ("Do _Not Bind at Boot…"),
                                      N_ ("Do Not Bind at Boot"), N_ ("Do _Not Bind at Boot") },
  [BERTH_HOST_ACTION_BOOT_CONFIRM] = { "boot-confirm", N_ ("Con_firm Boot Binding"),
                                       N_ ("Confirm Boot Binding"), N_ ("Con_firm") },
};

/**
 * berth_device_action_get_label:
 *
 * Returns: (transfer none): of an entry in a menu or a button that asks first, with a mnemonic
 */
const char *
berth_device_action_get_label (BerthHostActionKind kind)
{
  return _ (words[kind].label);
}

/**
 * berth_device_action_get_title:
 *
 * Returns: (transfer none): of the window that asks
 */
const char *
berth_device_action_get_title (BerthHostActionKind kind)
{
  return _ (words[kind].title);
}

/**
 * berth_device_action_get_button:
 *
 * Returns: (transfer none): of the button that does it, with a mnemonic
 */
const char *
berth_device_action_get_button (BerthHostActionKind kind)
{
  return _ (words[kind].button);
}

/**
 * berth_device_action_get_name:
 *
 * Returns: (transfer none): of the GAction, without its group
 */
const char *
berth_device_action_get_name (BerthHostActionKind kind)
{
  return words[kind].action;
}

static gboolean
is_of_boot (BerthHostActionKind kind)
{
  return kind == BERTH_HOST_ACTION_BOOT_ADD || kind == BERTH_HOST_ACTION_BOOT_REMOVE
         || kind == BERTH_HOST_ACTION_BOOT_CONFIRM;
}

/**
 * berth_device_action_get_progress:
 *
 * Returns: (transfer none): what goes on while it is being done
 */
const char *
berth_device_action_get_progress (BerthHostActionKind kind)
{
  return is_of_boot (kind) ? _ ("It is being written down…") : _ ("The kernel is asked…");
}

/**
 * berth_device_action_find_binding:
 *
 * Returns: (transfer none) (nullable): the boot binding for that address, whichever device it means
 */
const BerthBootBinding *
berth_device_action_find_binding (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; i < facts->boot_bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (facts->boot_bindings, i);

      if (berth_address_equal (&binding->address, address))
        return binding;
    }
  return NULL;
}

static char *
dup_why_not_bind (const BerthDevice *device, const BerthFacts *facts)
{
  BerthHostAction action = berth_host_action_of (BERTH_HOST_ACTION_BIND, facts, device->pci);
  const char *driver = berth_bind_target_get_driver (action.target);

  if (g_strcmp0 (device->pci->driver, driver) != 0)
    return NULL;
  /* Translators: %s is the name of a driver that keeps devices for VMs */
  return g_strdup_printf (_ ("It is bound to %s already."), driver);
}

/* Without a driver, and told to wait for one of them alone, it can be given back too. */
static char *
dup_why_not_return (const BerthDevice *device)
{
  const char *override = device->pci->driver_override;
  g_autofree char *driver = NULL;

  if (berth_device_is_put_aside (device)
      || (device->pci->driver == NULL && override != NULL && *override != '\0'))
    return NULL;
  if (device->pci->driver == NULL)
    return g_strdup (_ ("It is not kept for VMs: this computer just has no driver for it."));

  driver = berth_text_dup_name (device->pci->driver);
  /* Translators: %s is the name of a kernel driver */
  return g_strdup_printf (_ ("This computer has it already, with its driver %s."), driver);
}

static char *
dup_why_not (BerthHostActionKind kind,
             const BerthDevice *device,
             const BerthFacts *facts,
             const BerthBootBinding *binding)
{
  switch (kind)
    {
    case BERTH_HOST_ACTION_BIND:
      return dup_why_not_bind (device, facts);
    case BERTH_HOST_ACTION_RETURN:
      return dup_why_not_return (device);
    case BERTH_HOST_ACTION_PERMISSIVE:
      return device->pci->permissive == BERTH_TRUTH_YES
                 ? g_strdup (_ ("It is permissive already, until it leaves pciback."))
                 : NULL;
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return binding->trial == BERTH_BOOT_TRIAL_NEW
                 ? g_strdup (_ ("It has not been tried yet: that happens at the next boot."))
                 : NULL;
    case BERTH_HOST_ACTION_BOOT_ADD:
    case BERTH_HOST_ACTION_BOOT_REMOVE:
    default:
      return NULL;
    }
}

static gboolean
is_offered (BerthHostActionKind kind, const BerthDevice *device, const BerthBootBinding *binding)
{
  switch (kind)
    {
    case BERTH_HOST_ACTION_PERMISSIVE:
      return device->pci->driver != NULL && strstr (device->pci->driver, "pciback") != NULL;
    case BERTH_HOST_ACTION_BOOT_ADD:
      return binding == NULL;
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return binding != NULL;
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return binding != NULL && binding->trial != BERTH_BOOT_TRIAL_CONFIRMED;
    case BERTH_HOST_ACTION_BIND:
    case BERTH_HOST_ACTION_RETURN:
    default:
      return TRUE;
    }
}

static void
action_free (gpointer data)
{
  BerthDeviceAction *self = data;

  g_free (self->why_not);
  g_free (self);
}

/**
 * berth_device_action_list:
 * @facts: of the computer that @device belongs to
 * @able: `1 << BerthHostActionKind` of what somebody can do on that computer
 *
 * Returns: (transfer full) (element-type BerthDeviceAction): what belongs into a menu for @device,
 *   in its order; nothing for what is never bound: USB devices and bridges. Whether a rule refuses
 *   it is another question, asked when somebody wants it
 */
GPtrArray *
berth_device_action_list (const BerthDevice *device, const BerthFacts *facts, guint able)
{
  GPtrArray *actions = g_ptr_array_new_with_free_func (action_free);
  const BerthBootBinding *binding = berth_device_action_find_binding (facts, &device->address);

  if (device->pci == NULL || berth_device_is_bridge (device))
    return actions;

  for (guint kind = 0; kind < BERTH_N_HOST_ACTIONS; kind++)
    {
      BerthDeviceAction *action;

      if (!is_offered (kind, device, binding))
        continue;
      action = g_new0 (BerthDeviceAction, 1);
      action->kind = kind;
      action->why_not
          = (able & (1u << kind)) != 0
                ? dup_why_not (kind, device, facts, binding)
                : g_strdup (_ ("Nobody can do this on that computer from here."));
      g_ptr_array_add (actions, action);
    }
  return actions;
}

/**
 * berth_device_action_dup_now:
 * @kind: what was tried
 * @inventory: as read afterwards
 *
 * Returns: (transfer full): how things stand now, as one sentence, for somebody whose action
 *   failed; safe to show
 */
char *
berth_device_action_dup_now (BerthHostActionKind kind,
                             BerthInventory *inventory,
                             const BerthAddress *address)
{
  const BerthDevice *device = berth_inventory_lookup (inventory, address);
  const BerthFacts *facts = berth_inventory_get_facts (inventory);
  g_autofree char *driver = NULL;

  if (is_of_boot (kind))
    return g_strdup (berth_device_action_find_binding (facts, address) != NULL
                         ? _ ("Now it has a boot binding.")
                         : _ ("Now it has no boot binding."));
  if (device == NULL || device->pci == NULL)
    return g_strdup (_ ("Now it is not in this computer any more."));
  if (device->pci->driver == NULL)
    return g_strdup (_ ("Now it has no driver."));

  driver = berth_text_dup_name (device->pci->driver);
  /* Translators: %s is the name of a kernel driver */
  return g_strdup_printf (_ ("Now the driver %s has it."), driver);
}
