/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "cli/berth-json-vm.h"
#include "cli/berth-table.h"
#include "model/berth-vm-summary.h"

static BerthStyle
get_state_style (const BerthVm *vm)
{
  if (vm->state == BERTH_VM_CRASHED)
    return BERTH_STYLE_DANGER;
  return berth_vm_is_active (vm) ? BERTH_STYLE_GOOD : BERTH_STYLE_DIM;
}

/* The one thing that is most wrong with its devices. */
static char *
dup_note (const BerthVmSummary *summary)
{
  if (summary->n_missing > 0)
    /* Translators: of the devices of a VM, how many the computer does not have. */
    return g_strdup_printf (_ ("%u missing"), summary->n_missing);
  if (summary->n_changed > 0)
    /* Translators: in place of how many of a VM's devices another device sits now. */
    return g_strdup_printf (_ ("%u changed"), summary->n_changed);
  if (summary->n_held > 0)
    {
      g_autofree char *name = berth_text_dup_line (summary->holder->name, BERTH_TEXT_NAME_LENGTH);

      /* Translators: another VM uses devices of this VM now. %s is its name. */
      return g_strdup_printf (_ ("used by %s"), name);
    }
  return NULL;
}

static void
add_row (gpointer to, BerthComputer *computer, const BerthVm *vm)
{
  BerthTable *table = to;
  BerthVmSummary summary = berth_vm_summary_of (vm, berth_computer_get_inventory (computer),
                                                berth_computer_get_roster (computer));
  g_autofree char *name = berth_text_dup_line (vm->name, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *connection = berth_text_dup_line (vm->connection, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *n_devices = g_strdup_printf ("%u", summary.n_devices);
  g_autofree char *note = dup_note (&summary);

  berth_table_begin_row (table, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, name, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, berth_vm_state_get_words (vm->state), get_state_style (vm));
  berth_table_add_cell (table, n_devices, BERTH_STYLE_PLAIN);
  berth_table_add_cell (table, note, BERTH_STYLE_CAUTION);
  berth_table_add_cell (table, connection, BERTH_STYLE_DIM);
}

typedef void (*AddVm) (gpointer to, BerthComputer *computer, const BerthVm *vm);

static void
add_json (gpointer to, BerthComputer *computer, const BerthVm *vm)
{
  berth_json_add_vm (to, berth_computer_get_id (computer), berth_computer_get_inventory (computer),
                     vm);
}

static void
add_all (BerthSession *session, AddVm add, gpointer to)
{
  GListModel *computers = berth_session_get_computers (session);

  for (guint i = 0; i < g_list_model_get_n_items (computers); i++)
    {
      g_autoptr (BerthComputer) computer = g_list_model_get_item (computers, i);
      GListModel *connections = berth_computer_get_connections (computer);

      for (guint j = 0; j < g_list_model_get_n_items (connections); j++)
        {
          g_autoptr (BerthConnection) connection = g_list_model_get_item (connections, j);
          GPtrArray *vms = berth_connection_get_vms (connection);

          for (guint k = 0; vms != NULL && k < vms->len; k++)
            add (to, computer, g_ptr_array_index (vms, k));
        }
    }
}

void
berth_verb_vms (BerthInvocation *invocation)
{
  if (invocation->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_array (builder);
      add_all (invocation->session, add_json, builder);
      json_builder_end_array (builder);
      berth_json_append (invocation->output, builder, TRUE);
    }
  else
    {
      const char *const headings[]
          = { _ ("VM"), _ ("STATE"), _ ("DEVICES"), _ ("NOTE"), _ ("CONNECTION"), NULL };
      g_autoptr (BerthTable) table = berth_table_new (headings, 0);

      add_all (invocation->session, add_row, table);
      berth_table_print (table, &invocation->terminal, invocation->output);
      if (invocation->output->len == 0 && invocation->terminal.is_terminal)
        g_string_append_printf (invocation->output, "%s\n", _ ("There are no VMs here."));
    }
  berth_invocation_end (invocation, berth_invocation_warn_about_gaps (invocation));
}
