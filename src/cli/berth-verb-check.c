/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-check-subject.h"

/* Adds the device at @address of every computer that has one there. Returns whether one has. */
static gboolean
add_devices (GPtrArray *subjects, BerthSession *session, const BerthAddress *address)
{
  GListModel *computers = berth_session_get_computers (session);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      BerthInventory *inventory = berth_computer_get_inventory (computer);
      BerthBundle *bundle
          = inventory != NULL ? berth_inventory_lookup_bundle (inventory, address) : NULL;

      if (bundle == NULL)
        continue;
      g_ptr_array_add (subjects, berth_check_subject_new_device (computer, bundle, address));
      found = TRUE;
    }
  return found;
}

/* Adds the VM, unless nobody can tell what there is to say about it. */
static gboolean
add_vm (GPtrArray *subjects, BerthComputer *computer, BerthVm *vm, GError **error)
{
  if (berth_computer_get_inventory (computer) != NULL)
    {
      g_ptr_array_add (subjects, berth_check_subject_new_vm (computer, vm));
      return TRUE;
    }

  g_propagate_error (error, g_error_copy (berth_computer_get_error (computer)));
  return FALSE;
}

static gboolean
refuse_both (const char *word, GError **error)
{
  g_autofree char *shown = berth_text_dup_name (word);

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
               _ ("“%s” is the name of a VM and the address of a device, so that nobody can tell "
                  "which one is meant. Name the VM by its UUID, or write the address in its long "
                  "form, such as pci_0000_03_00_0 or usb_1_2."),
               shown);
  return FALSE;
}

static gboolean
refuse_neither (const char *word, gboolean is_address, const GError *vm_error, GError **error)
{
  g_autofree char *shown = berth_text_dup_name (word);

  if (is_address)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                 _ ("There is no device at %s. “berthctl devices” lists all."), shown);
  else if (vm_error->code == BERTH_ERROR_NOT_FOUND)
    {
      g_autofree char *sentence = berth_text_dup_error (vm_error);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   /* Translators: %s is a whole sentence. */
                   _ ("%s It is not the address of a device either."), sentence);
    }
  else
    g_propagate_error (error, g_error_copy (vm_error));
  return FALSE;
}

/* Adds what was meant by @word: a VM or a device. */
static gboolean
add_named (GPtrArray *subjects, BerthSession *session, const char *word, GError **error)
{
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (GError) vm_error = NULL;
  BerthAddress address;
  gboolean is_address = berth_address_parse (word, &address, NULL);
  gboolean is_device = is_address && add_devices (subjects, session, &address);

  berth_session_find_vm (session, word, &computer, NULL, &vm, &vm_error);
  if (vm != NULL)
    return is_device ? refuse_both (word, error) : add_vm (subjects, computer, vm, error);
  return is_device || refuse_neither (word, is_address, vm_error, error);
}

/* Adds a computer and then its VMs, the worst of these first. */
static void
add_computer (GPtrArray *subjects, BerthComputer *computer)
{
  GListModel *connections = berth_computer_get_connections (computer);
  g_autoptr (GPtrArray) vms = berth_check_subject_list_new ();

  /* Nobody can tell what there is to say about it; why, is said as a gap. */
  if (berth_computer_get_inventory (computer) == NULL)
    return;

  g_ptr_array_add (subjects, berth_check_subject_new_computer (computer));
  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, i);
      GPtrArray *all = berth_connection_get_vms (connection);

      for (guint j = 0; all != NULL && j < all->len; j++)
        g_ptr_array_add (vms, berth_check_subject_new_vm (computer, g_ptr_array_index (all, j)));
    }
  berth_check_subject_list_sort (vms);
  g_ptr_array_extend_and_steal (subjects, g_steal_pointer (&vms));
}

static void
add_all (GPtrArray *subjects, BerthSession *session)
{
  GListModel *computers = berth_session_get_computers (session);

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);

      add_computer (subjects, computer);
    }
}

static void
print_json (BerthInvocation *invocation, GPtrArray *subjects)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < subjects->len; i++)
    berth_check_subject_add_json (g_ptr_array_index (subjects, i), invocation->names_connection,
                                  builder);
  json_builder_end_array (builder);
  berth_json_append (invocation->output, builder, TRUE);
}

/* What nobody asked for by name is left out when there is nothing to say about it. */
static void
print_words (BerthInvocation *invocation, GPtrArray *subjects, BerthExit gaps)
{
  GListModel *computers = berth_session_get_computers (invocation->session);
  gboolean is_named = invocation->arguments[0] != NULL;
  GString *output = invocation->output;

  for (guint i = 0; i < subjects->len; i++)
    {
      const BerthCheckSubject *subject = g_ptr_array_index (subjects, i);

      if (!is_named && subject->findings->len == 0)
        continue;
      if (output->len > 0)
        g_string_append_c (output, '\n');
      berth_check_subject_append (subject, &invocation->terminal, invocation->names_connection,
                                  g_list_model_get_n_items (computers) > 1, output);
    }

  if (output->len == 0 && gaps == BERTH_EXIT_DONE)
    g_string_append_printf (
        output, "%s\n",
        _ ("The rules have nothing to say about the computer and what its VMs have."));
}

static gboolean
is_any_refused (GPtrArray *subjects)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const BerthFinding *worst = berth_check_subject_get_worst (g_ptr_array_index (subjects, i));

      if (worst != NULL && worst->severity == BERTH_SEVERITY_REFUSED)
        return TRUE;
    }
  return FALSE;
}

void
berth_verb_check (BerthInvocation *invocation)
{
  g_autoptr (GPtrArray) subjects = berth_check_subject_list_new ();
  g_autoptr (GError) error = NULL;
  BerthExit exit;

  for (char **word = invocation->arguments; *word != NULL; word++)
    {
      if (!add_named (subjects, invocation->session, *word, &error))
        {
          berth_invocation_fail (invocation, error);
          return;
        }
    }
  if (invocation->arguments[0] == NULL)
    add_all (subjects, invocation->session);

  exit = berth_invocation_warn_about_gaps (invocation);
  if (invocation->json)
    print_json (invocation, subjects);
  else
    print_words (invocation, subjects, exit);
  /* A refusal is certain whatever could not be asked. */
  berth_invocation_end (invocation, is_any_refused (subjects) ? BERTH_EXIT_REFUSED : exit);
}
