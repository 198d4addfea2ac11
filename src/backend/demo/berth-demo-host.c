/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drivers and boot bindings of a recorded computer that are not as recorded any more: groups of the
 * file of changes, in both directions. The format is described in docs/demo.md. */

#include "backend/demo/berth-demo-host.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-facts-words.h"
#include "facts/berth-pci-function.h"
#include "model/berth-identity.h"

#define HOST_PREFIX "host "
#define BOOT_PREFIX "boot "

#define KEY_DRIVER "driver"
#define KEY_PERMISSIVE "permissive"
#define KEY_TARGET "target"
#define KEY_TRIAL "trial"
#define KEY_IDENTITY "identity"

static const BerthFactsWord target_words[] = {
  { "vfio-pci", BERTH_BIND_TARGET_VFIO_PCI },
  { "pciback", BERTH_BIND_TARGET_PCIBACK },
  { NULL, 0 },
};

static const BerthFactsWord trial_words[] = {
  { "new", BERTH_BOOT_TRIAL_NEW },
  { "tried", BERTH_BOOT_TRIAL_TRIED },
  { "confirmed", BERTH_BOOT_TRIAL_CONFIRMED },
  { NULL, 0 },
};

/* Which driver takes a device of a class where nobody else knows: who recorded the computer while a
 * VM had the device saw no other. */
static const struct
{
  guint32 class_code;
  guint32 mask;
  guint16 vendor; /* 0: any */
  const char *driver;
} class_drivers[] = {
  { 0x010802, 0xffffff, 0, "nvme" },     { 0x010600, 0xffff00, 0, "ahci" },
  { 0x020000, 0xffff00, 0x8086, "e1000e" }, { 0x028000, 0xffff00, 0x8086, "iwlwifi" },
  { 0x030000, 0xff0000, 0x8086, "i915" }, { 0x030000, 0xff0000, 0x1002, "amdgpu" },
  { 0x030000, 0xff0000, 0x10de, "nouveau" }, { 0x040300, 0xffff00, 0, "snd_hda_intel" },
  { 0x0c0330, 0xffffff, 0, "xhci_hcd" },
};

static gboolean
parse_group_address (const char *group, const char *prefix, BerthAddress *ret_address)
{
  return g_str_has_prefix (group, prefix)
         && berth_address_parse (group + strlen (prefix), ret_address, NULL)
         && ret_address->bus_kind == BERTH_BUS_PCI;
}

static gboolean
find_word (GKeyFile *file,
           const char *group,
           const char *key,
           const BerthFactsWord *words,
           guint *ret_value)
{
  g_autofree char *word = g_key_file_get_string (file, group, key, NULL);

  return word != NULL && berth_facts_words_find_value (words, word, ret_value);
}

/* The identity as six numbers in hexadecimal, in the order of the fields. */
static gboolean
parse_identity (const char *text, BerthPciIdentity *ret_identity)
{
  static const guint widths[] = { 4, 4, 4, 4, 6, 2 };
  guint32 numbers[G_N_ELEMENTS (widths)] = { 0 };
  g_auto (GStrv) parts = g_strsplit (text, "-", -1);

  if (g_strv_length (parts) != G_N_ELEMENTS (widths))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      if (strlen (parts[i]) != widths[i]
          || strspn (parts[i], "0123456789abcdef") != widths[i])
        return FALSE;
      for (const char *digit = parts[i]; *digit != '\0'; digit++)
        numbers[i] = numbers[i] << 4 | (guint32) g_ascii_xdigit_value (*digit);
    }
  *ret_identity = (BerthPciIdentity){
    .vendor = (guint16) numbers[0],
    .device = (guint16) numbers[1],
    .subsystem_vendor = (guint16) numbers[2],
    .subsystem_device = (guint16) numbers[3],
    .class_code = numbers[4],
    .revision = (guint8) numbers[5],
  };
  return TRUE;
}

static char *
dup_identity (const BerthPciIdentity *identity)
{
  return g_strdup_printf ("%04x-%04x-%04x-%04x-%06x-%02x", identity->vendor, identity->device,
                          identity->subsystem_vendor, identity->subsystem_device,
                          identity->class_code, identity->revision);
}

/* A group without a target: the recorded binding at that address was removed. */
static gboolean
parse_boot (GKeyFile *file, const char *group, BerthBootBinding *binding, gboolean *ret_is_removed)
{
  g_autofree char *identity = g_key_file_get_string (file, group, KEY_IDENTITY, NULL);
  guint target;
  guint trial;

  *ret_is_removed = !g_key_file_has_key (file, group, KEY_TARGET, NULL);
  if (!parse_group_address (group, BOOT_PREFIX, &binding->address))
    return FALSE;
  if (*ret_is_removed)
    return TRUE;
  if (identity == NULL || !parse_identity (identity, &binding->identity)
      || !find_word (file, group, KEY_TARGET, target_words, &target)
      || !find_word (file, group, KEY_TRIAL, trial_words, &trial))
    return FALSE;
  binding->target = (BerthBindTarget) target;
  binding->trial = (BerthBootTrial) trial;
  binding->outcome = BERTH_BOOT_OUTCOME_NONE;
  return TRUE;
}

static gboolean
check_host (GKeyFile *file, const char *group)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *driver = g_key_file_get_string (file, group, KEY_DRIVER, NULL);
  BerthAddress address;

  if (g_key_file_has_key (file, group, KEY_PERMISSIVE, NULL))
    g_key_file_get_boolean (file, group, KEY_PERMISSIVE, &error);
  return error == NULL && driver != NULL && parse_group_address (group, HOST_PREFIX, &address);
}

/**
 * berth_demo_host_check:
 * @changed: file of what was changed
 *
 * Returns: whether what stands in it about drivers and boot bindings makes sense; otherwise %FALSE
 *   with %BERTH_ERROR_INVALID and a sentence that names the group
 */
gboolean
berth_demo_host_check (GKeyFile *changed, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (changed, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      BerthBootBinding binding;
      gboolean is_removed;
      g_autofree char *shown = NULL;

      if (g_str_has_prefix (groups[i], HOST_PREFIX) ? check_host (changed, groups[i])
          : g_str_has_prefix (groups[i], BOOT_PREFIX)
              ? parse_boot (changed, groups[i], &binding, &is_removed)
              : TRUE)
        continue;

      shown = berth_text_dup_name (groups[i]);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("The group “%s” makes no sense. Write only what docs/demo.md lists."), shown);
      return FALSE;
    }
  return TRUE;
}

static void
put_driver (GKeyFile *file, const char *group, const BerthFacts *facts)
{
  g_autofree char *driver = g_key_file_get_string (file, group, KEY_DRIVER, NULL);
  BerthAddress address;
  BerthPciFacts *pci;

  if (driver == NULL || !parse_group_address (group, HOST_PREFIX, &address))
    return;
  pci = (BerthPciFacts *) berth_facts_lookup_pci (facts, &address);
  if (pci == NULL)
    return;

  g_free (pci->driver);
  pci->driver = *driver != '\0' ? g_steal_pointer (&driver) : NULL;
  if (g_key_file_get_boolean (file, group, KEY_PERMISSIVE, NULL))
    pci->permissive = BERTH_TRUTH_YES;
}

static guint
find_boot_index (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; i < facts->boot_bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (facts->boot_bindings, i);

      if (berth_address_equal (&binding->address, address))
        return i;
    }
  return G_MAXUINT;
}

static void
put_boot (GKeyFile *file, const char *group, BerthFacts *facts)
{
  BerthBootBinding binding = { 0 };
  gboolean is_removed;
  guint index;

  if (!parse_boot (file, group, &binding, &is_removed))
    return;
  index = find_boot_index (facts, &binding.address);
  if (index != G_MAXUINT)
    {
      const BerthBootBinding *recorded = g_ptr_array_index (facts->boot_bindings, index);

      /* What became of it at this boot does not change any more. */
      if (recorded->target == binding.target && recorded->trial != BERTH_BOOT_TRIAL_NEW
          && binding.trial != BERTH_BOOT_TRIAL_NEW)
        binding.outcome = recorded->outcome;
      g_ptr_array_remove_index (facts->boot_bindings, index);
    }
  if (!is_removed)
    g_ptr_array_add (facts->boot_bindings, g_memdup2 (&binding, sizeof binding));
}

static int
compare_bindings (gconstpointer a, gconstpointer b)
{
  const BerthBootBinding *const *left = a;
  const BerthBootBinding *const *right = b;

  return berth_address_compare (&(*left)->address, &(*right)->address);
}

/* Where Xen is, its driver is there too, and root told the recorder nothing about it. */
static void
put_pciback (BerthFacts *facts)
{
  if (facts->platform != BERTH_PLATFORM_XEN && facts->platform != BERTH_PLATFORM_QUBES)
    return;
  if (facts->pciback == BERTH_TRUTH_UNKNOWN)
    facts->pciback = BERTH_TRUTH_YES;
  for (guint i = 0; i < facts->pci->len; i++)
    {
      BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (pci->permissive == BERTH_TRUTH_UNKNOWN)
        pci->permissive = BERTH_TRUTH_NO;
    }
}

/**
 * berth_demo_host_put:
 * @changed: (nullable): file of what was changed, that berth_demo_host_check() accepted
 * @facts: of the computer as recorded, not yet shared; changed in place
 *
 * Makes of the recorded drivers and boot bindings those of now.
 */
void
berth_demo_host_put (GKeyFile *changed, BerthFacts *facts)
{
  g_auto (GStrv) groups = changed != NULL ? g_key_file_get_groups (changed, NULL) : NULL;

  put_pciback (facts);
  for (gsize i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], HOST_PREFIX))
        put_driver (changed, groups[i], facts);
      else if (g_str_has_prefix (groups[i], BOOT_PREFIX))
        put_boot (changed, groups[i], facts);
    }
  g_ptr_array_sort (facts->boot_bindings, compare_bindings);
}

/* Returns: (nullable): the driver of the host's that takes @pci when it may */
static const char *
find_host_driver (const BerthPciFacts *pci)
{
  if (pci->driver != NULL && !berth_pci_function_is_put_aside (pci))
    return pci->driver;

  for (gsize i = 0; i < G_N_ELEMENTS (class_drivers); i++)
    {
      if ((pci->class_code & class_drivers[i].mask) == class_drivers[i].class_code
          && (class_drivers[i].vendor == 0 || class_drivers[i].vendor == pci->vendor))
        return class_drivers[i].driver;
    }
  return NULL;
}

static void
write_driver (GKeyFile *file, const char *address, const char *driver)
{
  g_autofree char *group = g_strconcat (HOST_PREFIX, address, NULL);

  /* Being permissive ends when the device leaves pciback. */
  g_key_file_remove_group (file, group, NULL);
  g_key_file_set_string (file, group, KEY_DRIVER, driver != NULL ? driver : "");
}

static void
write_permissive (GKeyFile *file, const char *address)
{
  g_autofree char *group = g_strconcat (HOST_PREFIX, address, NULL);

  g_key_file_set_string (file, group, KEY_DRIVER, "pciback");
  g_key_file_set_boolean (file, group, KEY_PERMISSIVE, TRUE);
}

static void
write_boot (GKeyFile *file, const char *address, const BerthBootBinding *binding)
{
  g_autofree char *group = g_strconcat (BOOT_PREFIX, address, NULL);
  g_autofree char *identity = binding != NULL ? dup_identity (&binding->identity) : NULL;

  g_key_file_remove_group (file, group, NULL);
  if (binding == NULL)
    {
      g_key_file_set_boolean (file, group, "removed", TRUE);
      return;
    }
  g_key_file_set_string (file, group, KEY_TARGET,
                         berth_facts_words_find_word (target_words, binding->target));
  g_key_file_set_string (file, group, KEY_TRIAL,
                         berth_facts_words_find_word (trial_words, binding->trial));
  g_key_file_set_string (file, group, KEY_IDENTITY, identity);
}

/* As the root helper does: adding what is there already, for the same device and driver, leaves its
 * trial as it is, unless it was in vain. */
static void
add_boot (const BerthHostAction *action, const char *address, const BerthFacts *now, GKeyFile *file)
{
  guint index = find_boot_index (now, &action->address);
  const BerthBootBinding *present
      = index != G_MAXUINT ? g_ptr_array_index (now->boot_bindings, index) : NULL;
  BerthBootBinding binding = {
    .address = action->address,
    .identity = action->identity,
    .target = action->target,
    .trial = BERTH_BOOT_TRIAL_NEW,
  };

  if (present == NULL || present->target != action->target
      || berth_boot_binding_is_spent (present)
      || !berth_pci_identity_equal (&present->identity, &action->identity))
    write_boot (file, address, &binding);
}

static gboolean
confirm_boot (const BerthHostAction *action,
              const char *address,
              const BerthFacts *now,
              GKeyFile *file,
              GError **error)
{
  guint index = find_boot_index (now, &action->address);
  BerthBootBinding binding = *(BerthBootBinding *) g_ptr_array_index (now->boot_bindings, index);

  if (binding.trial == BERTH_BOOT_TRIAL_NEW)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("Binding %s at boot was not tried yet. Restart the computer first."),
                   address);
      return FALSE;
    }
  binding.trial = BERTH_BOOT_TRIAL_CONFIRMED;
  write_boot (file, address, &binding);
  return TRUE;
}

/**
 * berth_demo_host_write:
 * @action: allowed
 * @recorded: the computer as recorded
 * @now: the same as it is now
 * @changed: file of what was changed; changed in place
 *
 * Does one thing to one function, as far as a recorded computer can: it never starts again, so that
 * a new boot binding stays on trial.
 *
 * Returns: %FALSE with %BERTH_ERROR_NOT_FOUND or %BERTH_ERROR_REFUSED
 */
gboolean
berth_demo_host_write (const BerthHostAction *action,
                       const BerthFacts *recorded,
                       const BerthFacts *now,
                       GKeyFile *changed,
                       GError **error)
{
  g_autofree char *address = berth_address_dup_string (&action->address);
  const BerthPciFacts *pci = berth_facts_lookup_pci (recorded, &action->address);
  gboolean has_boot = find_boot_index (now, &action->address) != G_MAXUINT;

  if ((action->kind == BERTH_HOST_ACTION_BOOT_REMOVE
       || action->kind == BERTH_HOST_ACTION_BOOT_CONFIRM)
      && !has_boot)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("%s is not bound at boot. Look at the list of devices again."), address);
      return FALSE;
    }

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      if (g_strcmp0 (berth_facts_lookup_pci (now, &action->address)->driver,
                     berth_bind_target_get_driver (action->target))
          != 0)
        write_driver (changed, address, berth_bind_target_get_driver (action->target));
      return TRUE;
    case BERTH_HOST_ACTION_RETURN:
      write_driver (changed, address, find_host_driver (pci));
      return TRUE;
    case BERTH_HOST_ACTION_PERMISSIVE:
      write_permissive (changed, address);
      return TRUE;
    case BERTH_HOST_ACTION_BOOT_ADD:
      add_boot (action, address, now, changed);
      return TRUE;
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      write_boot (changed, address, NULL);
      return TRUE;
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
      return confirm_boot (action, address, now, changed, error);
    }
  g_return_val_if_reached (FALSE);
}
