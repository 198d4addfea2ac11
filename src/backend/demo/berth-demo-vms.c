/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The VMs of a recorded computer as groups of a key file, in both directions. The format is
 * described in docs/demo.md. */

#include "backend/demo/berth-demo-vms.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-number.h"
#include "base/berth-text.h"
#include "facts/berth-facts-words.h"

#define CONFIGURED_SUFFIX " configured"
#define LIVE_SUFFIX " live"

static const BerthFactsWord takes_words[] = {
  { "pci", BERTH_VM_TAKES_PCI },
  { "usb", BERTH_VM_TAKES_USB },
  { NULL, 0 },
};

static const BerthFactsWord role_words[] = {
  { "companion", BERTH_ROLE_COMPANION },
  { NULL, 0 },
};

static const BerthFactsWord form_words[] = {
  { "interface", BERTH_FORM_INTERFACE },
  { "disk", BERTH_FORM_DISK },
  { "network", BERTH_FORM_NETWORK },
  { "other", BERTH_FORM_OTHER },
  { NULL, 0 },
};

static const BerthFactsWord option_words[] = {
  { "permissive", BERTH_OPTION_PERMISSIVE },
  { "no-strict-reset", BERTH_OPTION_NO_STRICT_RESET },
  { "managed", BERTH_OPTION_MANAGED },
  { "hide-rom", BERTH_OPTION_HIDE_ROM },
  { "optional", BERTH_OPTION_OPTIONAL },
  { NULL, 0 },
};

/* Before what another program set. */
#define OTHERS_PREFIX "others:"

static void
set_invalid (GError **error, const char *group, const char *key, const char *expected)
{
  g_autofree char *shown_group = berth_text_dup_name (group);
  g_autofree char *shown_key = berth_text_dup_name (key);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               /* Translators: a key and a group of a file, and what should stand there. */
               _ ("The key “%s” of the group “%s” makes no sense. Write %s."), shown_key,
               shown_group, expected);
}

/* A name may be any bytes; a key file gives back as text only what is UTF-8. */
static char *
dup_text (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  g_autofree char *raw = NULL;

  if (text != NULL)
    return g_steal_pointer (&text);

  raw = g_key_file_get_value (file, group, key, NULL);
  return raw != NULL ? g_utf8_make_valid (raw, -1) : NULL;
}

/* One word of an assignment's value: its identity, role, form, one of its options, or what others
 * set. */
static gboolean
take_word (BerthAssignment *assignment, const char *word)
{
  guint value;

  if (berth_facts_words_find_value (role_words, word, &value))
    assignment->role = (BerthAssignmentRole) value;
  else if (berth_facts_words_find_value (form_words, word, &value))
    assignment->form = (BerthAssignmentForm) value;
  else if (berth_facts_words_find_value (option_words, word, &value))
    assignment->options |= value;
  else if (assignment->others == NULL && g_str_has_prefix (word, OTHERS_PREFIX))
    assignment->others = g_strdup (word + strlen (OTHERS_PREFIX));
  else
    return berth_identity_parse (word, &assignment->identity);
  return TRUE;
}

static gboolean
take_words (GKeyFile *file, const char *group, const char *key, BerthAssignment *assignment)
{
  g_auto (GStrv) words = g_key_file_get_string_list (file, group, key, NULL, NULL);

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      if (!take_word (assignment, words[i]))
        return FALSE;
    }
  return words != NULL;
}

/* Every key of @group is the address of a device that the VM has. */
static gboolean
parse_assignments (GKeyFile *file, const char *group, GPtrArray *assignments, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      BerthAddress address;
      BerthAssignment *assignment;

      if (!berth_address_parse (keys[i], &address, NULL)
          || berth_assignment_list_lookup (assignments, &address) != NULL)
        {
          set_invalid (error, group, keys[i],
                       _ ("an address like 0000:03:00.0 as the key, each device once"));
          return FALSE;
        }

      assignment = berth_assignment_new (&address);
      g_ptr_array_add (assignments, assignment);
      if (!take_words (file, group, keys[i], assignment))
        {
          set_invalid (error, group, keys[i], _ ("only the words that docs/demo.md lists"));
          return FALSE;
        }
    }
  return TRUE;
}

/* What changes while a computer is used: the state and what the VM has. */
static gboolean
parse_condition (GKeyFile *file, BerthVm *vm, GError **error)
{
  g_autofree char *configured = g_strconcat (vm->uuid, CONFIGURED_SUFFIX, NULL);
  g_autofree char *live = g_strconcat (vm->uuid, LIVE_SUFFIX, NULL);
  g_autofree char *state = dup_text (file, vm->uuid, "state");
  gboolean known = state == NULL;

  for (guint i = BERTH_VM_HALTED; state != NULL && i <= BERTH_VM_CRASHED; i++)
    {
      if (g_str_equal (state, berth_vm_state_get_nick ((BerthVmState) i)))
        {
          vm->state = (BerthVmState) i;
          known = TRUE;
        }
    }

  if (!known)
    {
      set_invalid (error, vm->uuid, "state", _ ("halted, running, paused, transition or crashed"));
      return FALSE;
    }
  return parse_assignments (file, configured, vm->configured, error)
         && parse_assignments (file, live, vm->live, error);
}

static gboolean
parse_takes (GKeyFile *file, BerthVm *vm, GError **error)
{
  g_auto (GStrv) words = g_key_file_get_string_list (file, vm->uuid, "takes", NULL, NULL);
  g_autofree char *reason = dup_text (file, vm->uuid, "cannot-take");

  if (reason != NULL)
    vm->cannot_take = berth_text_dup_shown (reason, BERTH_TEXT_SENTENCE_LENGTH);
  if (words == NULL)
    return TRUE;

  vm->takes = 0;
  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint bit;

      if (!berth_facts_words_find_value (takes_words, words[i], &bit))
        {
          set_invalid (error, vm->uuid, "takes", _ ("pci, usb, both or nothing"));
          return FALSE;
        }
      vm->takes |= bit;
    }
  return TRUE;
}

/* A misspelt key would be a silent "no". */
static gboolean
check_keys (GKeyFile *file, const char *group, GError **error)
{
  static const char *const known[]
      = { "name", "state", "persistent", "autostart", "takes", "cannot-take", "label",
          "foreign-elements", "memory", "balloons", "free-ports", NULL };
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (!g_strv_contains (known, keys[i]))
        {
          set_invalid (error, group, keys[i], _ ("only the keys that docs/demo.md lists"));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
parse_flag (GKeyFile *file, const char *group, const char *key, gboolean *flag, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_key_file_has_key (file, group, key, NULL))
    *flag = g_key_file_get_boolean (file, group, key, &local_error);
  if (local_error == NULL)
    return TRUE;

  set_invalid (error, group, key, _ ("true or false"));
  return FALSE;
}

/* A missing key leaves @number as it is. */
static gboolean
parse_number (GKeyFile *file,
              const char *group,
              const char *key,
              gint64 max,
              guint64 *number,
              GError **error)
{
  g_autofree char *text = dup_text (file, group, key);
  gint64 parsed = (gint64) *number;

  if (text == NULL || berth_number_parse (text, 10, 0, max, &parsed))
    {
      *number = (guint64) parsed;
      return TRUE;
    }
  set_invalid (error, group, key, _ ("a whole number"));
  return FALSE;
}

static gboolean
parse_figures (GKeyFile *file, BerthVm *vm, GError **error)
{
  gboolean balloons = FALSE;
  guint64 foreign_elements = 0;
  guint64 free_ports = 0;

  if (!parse_number (file, vm->uuid, "foreign-elements", G_MAXINT, &foreign_elements, error)
      || !parse_number (file, vm->uuid, "memory", G_MAXINT64 - 1, &vm->memory, error)
      || !parse_number (file, vm->uuid, "free-ports", G_MAXINT, &free_ports, error)
      || !parse_flag (file, vm->uuid, "balloons", &balloons, error))
    return FALSE;

  vm->foreign_elements = (guint) foreign_elements;
  if (g_key_file_has_key (file, vm->uuid, "free-ports", NULL))
    vm->free_ports = (int) free_ports;
  if (g_key_file_has_key (file, vm->uuid, "balloons", NULL))
    vm->balloons = balloons ? BERTH_TRUTH_YES : BERTH_TRUTH_NO;
  return TRUE;
}

/* What a VM is, whatever happens to it. A missing key leaves what berth_vm_new() begins with. */
static BerthVm *
parse_vm (GKeyFile *file, const char *uuid, const char *connection, GError **error)
{
  g_autofree char *name = dup_text (file, uuid, "name");
  g_autoptr (BerthVm) vm = berth_vm_new (connection, uuid, name != NULL ? name : uuid);

  vm->label_color = dup_text (file, uuid, "label");
  if (!check_keys (file, uuid, error)
      || !parse_flag (file, uuid, "autostart", &vm->autostart, error)
      || !parse_flag (file, uuid, "persistent", &vm->persistent, error)
      || !parse_figures (file, vm, error) || !parse_takes (file, vm, error))
    return NULL;
  return g_steal_pointer (&vm);
}

/* Whether @group holds assignments instead of a VM. @ret_uuid: of which VM. */
static gboolean
is_list_group (const char *group, char **ret_uuid)
{
  static const char *const suffixes[] = { CONFIGURED_SUFFIX, LIVE_SUFFIX };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_str_has_suffix (group, suffixes[i]))
        {
          *ret_uuid = g_strndup (group, strlen (group) - strlen (suffixes[i]));
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
check_list_group (GKeyFile *file, const char *group, const char *uuid, GError **error)
{
  g_autofree char *shown = NULL;

  if (g_key_file_has_group (file, uuid))
    return TRUE;

  shown = berth_text_dup_name (group);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("The group “%s” belongs to a VM that has no group of its own. Add that group."),
               shown);
  return FALSE;
}

/* @changed as in berth_demo_vms_parse(). */
static gboolean
parse_group (GKeyFile *recorded,
             GKeyFile *changed,
             const char *group,
             const char *connection,
             GPtrArray *vms,
             GError **error)
{
  g_autofree char *list_uuid = NULL;
  gboolean is_changed = changed != NULL && g_key_file_has_group (changed, group);
  BerthVm *vm;

  if (is_list_group (group, &list_uuid))
    return check_list_group (recorded, group, list_uuid, error);

  vm = parse_vm (recorded, group, connection, error);
  if (vm == NULL)
    return FALSE;

  g_ptr_array_add (vms, vm);
  return parse_condition (is_changed ? changed : recorded, vm, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const BerthVm *const *left = a;
  const BerthVm *const *right = b;
  int order = berth_text_compare ((*left)->name, (*right)->name);

  return order != 0 ? order : strcmp ((*left)->uuid, (*right)->uuid);
}

/**
 * berth_demo_vms_parse:
 * @recorded: the VMs as they came with the recorded computer
 * @changed: (nullable): what was changed since; a VM that stands here too has its state and all its
 *   assignments from here. VMs that are not in @recorded do not count
 * @connection: URI that the VMs belong to
 *
 * Returns: (transfer full) (element-type BerthVm): sorted by name; or %NULL with
 *   %BERTH_ERROR_INVALID and a sentence that names group and key
 */
GPtrArray *
berth_demo_vms_parse (GKeyFile *recorded,
                      GKeyFile *changed,
                      const char *connection,
                      GError **error)
{
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  g_auto (GStrv) groups = g_key_file_get_groups (recorded, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      if (!parse_group (recorded, changed, groups[i], connection, vms, error))
        return NULL;
    }

  g_ptr_array_sort (vms, compare_names);
  return g_steal_pointer (&vms);
}

static void
add_flag_words (GPtrArray *words, const BerthFactsWord *table, guint flags)
{
  for (; table->word != NULL; table++)
    {
      if ((flags & table->value) != 0)
        g_ptr_array_add (words, g_strdup (table->word));
    }
}

static void
write_assignment (const BerthAssignment *assignment, GKeyFile *file, const char *group)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *key = berth_address_dup_string (&assignment->address);
  const char *role = berth_facts_words_find_word (role_words, assignment->role);
  const char *form = berth_facts_words_find_word (form_words, assignment->form);

  if (assignment->identity.known != 0)
    g_ptr_array_add (words, berth_identity_dup_string (&assignment->identity));
  if (role != NULL)
    g_ptr_array_add (words, g_strdup (role));
  if (form != NULL)
    g_ptr_array_add (words, g_strdup (form));
  add_flag_words (words, option_words, assignment->options);
  if (assignment->others != NULL)
    g_ptr_array_add (words, g_strconcat (OTHERS_PREFIX, assignment->others, NULL));

  g_key_file_set_string_list (file, group, key, (const char *const *) words->pdata, words->len);
}

static void
write_assignments (GPtrArray *assignments, const char *uuid, const char *suffix, GKeyFile *file)
{
  g_autofree char *group = g_strconcat (uuid, suffix, NULL);

  g_key_file_remove_group (file, group, NULL);
  for (guint i = 0; i < assignments->len; i++)
    write_assignment (g_ptr_array_index (assignments, i), file, group);
}

/**
 * berth_demo_vms_write:
 * @changed: file of what was changed; other VMs in it stay as they are
 *
 * Puts the state and the assignments of @vm into @changed.
 */
void
berth_demo_vms_write (const BerthVm *vm, GKeyFile *changed)
{
  g_key_file_set_string (changed, vm->uuid, "state", berth_vm_state_get_nick (vm->state));
  write_assignments (vm->configured, vm->uuid, CONFIGURED_SUFFIX, changed);
  write_assignments (vm->live, vm->uuid, LIVE_SUFFIX, changed);
}

/**
 * berth_demo_vms_find:
 * @vms: (element-type BerthVm)
 * @uuid: foreign text
 *
 * Returns: (nullable) (transfer none): %NULL with %BERTH_ERROR_NOT_FOUND
 */
BerthVm *
berth_demo_vms_find (GPtrArray *vms, const char *uuid, GError **error)
{
  g_autofree char *shown = NULL;

  for (guint i = 0; i < vms->len; i++)
    {
      BerthVm *vm = g_ptr_array_index (vms, i);

      if (g_str_equal (vm->uuid, uuid))
        return vm;
    }

  shown = berth_text_dup_name (uuid);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               _ ("There is no VM “%s” any more. Look at the list of VMs again."), shown);
  return NULL;
}

/**
 * berth_demo_vms_copy:
 *
 * Returns: (transfer full): a deep copy that the caller may still change
 */
BerthVm *
berth_demo_vms_copy (const BerthVm *vm)
{
  BerthVm *copy = berth_vm_new (vm->connection, vm->uuid, vm->name);

  copy->state = vm->state;
  copy->persistent = vm->persistent;
  copy->autostart = vm->autostart;
  copy->takes = vm->takes;
  copy->cannot_take = g_strdup (vm->cannot_take);
  copy->label_color = g_strdup (vm->label_color);
  copy->foreign_elements = vm->foreign_elements;
  copy->memory = vm->memory;
  copy->balloons = vm->balloons;
  copy->free_ports = vm->free_ports;
  g_ptr_array_unref (copy->configured);
  copy->configured = berth_assignment_list_copy (vm->configured);
  g_ptr_array_unref (copy->live);
  copy->live = berth_assignment_list_copy (vm->live);
  return copy;
}
