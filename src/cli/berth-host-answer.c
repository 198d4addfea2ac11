/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-host-answer.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "cli/berth-device-lines.h"
#include "cli/berth-edit-plan.h"
#include "cli/berth-json-boot.h"
#include "cli/berth-json-finding.h"
#include "plan/berth-host-plan.h"

static void
add_lines (JsonBuilder *builder, const char *member, const char *const *lines)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (; *lines != NULL; lines++)
    berth_json_add_text (builder, NULL, *lines);
  json_builder_end_array (builder);
}

/* How it is by the last reading; what is not there has no driver. */
static void
add_state (JsonBuilder *builder, const BerthHostTarget *target)
{
  const BerthDevice *now = berth_host_target_lookup_now (target);
  const BerthPciFacts *pci = now != NULL ? now->pci : NULL;

  berth_json_add_text (builder, "driver", pci != NULL ? pci->driver : NULL);
  berth_json_add_truth (builder, "permissive",
                        pci != NULL ? pci->permissive : BERTH_TRUTH_UNKNOWN);
  berth_json_add_boot_entries (builder, "boot_bindings", berth_computer_get_id (target->computer),
                               berth_computer_get_inventory (target->computer),
                               &target->action.address);
}

static void
add_target (JsonBuilder *builder, const BerthHostTarget *target, const BerthRemedyTerms *terms)
{
  BerthHostActionKind kind = target->action.kind;
  gboolean binds = kind == BERTH_HOST_ACTION_BIND || kind == BERTH_HOST_ACTION_BOOT_ADD;

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "action", berth_host_action_kind_get_nick (kind));
  berth_json_add_address (builder, "address", &target->action.address);
  berth_json_add_text (builder, "computer", berth_computer_get_id (target->computer));
  berth_json_add_text (builder, "name", target->device->name);
  berth_json_add_text (builder, "target",
                       binds ? berth_bind_target_get_driver (target->action.target) : NULL);
  berth_json_add_text (builder, "result", berth_host_result_get_nick (target->result));
  add_lines (builder, "steps", (const char *const *) target->steps);
  berth_json_add_findings (builder, "findings", target->findings, terms);
  add_lines (builder, "commands", (const char *const *) target->commands);
  json_builder_set_member_name (builder, "left_alone");
  json_builder_begin_array (builder);
  for (guint i = 0; i < target->left_alone->len; i++)
    berth_json_add_address (builder, NULL, &g_array_index (target->left_alone, BerthAddress, i));
  json_builder_end_array (builder);
  add_state (builder, target);
  json_builder_end_object (builder);
}

static void
append_json (BerthInvocation *invocation, GPtrArray *targets)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  BerthRemedyTerms terms = berth_invocation_get_terms (invocation);

  json_builder_begin_array (builder);
  for (guint i = 0; i < targets->len; i++)
    add_target (builder, g_ptr_array_index (targets, i), &terms);
  json_builder_end_array (builder);
  berth_json_append (invocation->output, builder, TRUE);
}

static gboolean
contains (GArray *addresses, const BerthAddress *address)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      if (berth_address_equal (&g_array_index (addresses, BerthAddress, i), address))
        return TRUE;
    }
  return FALSE;
}

/* What goes together with what was named: it stays as it is, because only what was named is
 * touched, and a VM may need all of it. */
static void
append_left_alone (GString *output, GPtrArray *targets)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (BerthAddress));

  for (guint i = 0; i < targets->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (targets, i);

      for (guint j = 0; j < target->left_alone->len; j++)
        {
          const BerthAddress *address = &g_array_index (target->left_alone, BerthAddress, j);
          g_autofree char *text = berth_address_dup_short (address);

          if (contains (told, address))
            continue;
          g_array_append_vals (told, address, 1);
          g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", text);
        }
    }
  if (words->len > 0)
    {
      /* Translators: %s is a list of addresses. */
      g_string_append_printf (output, _ ("Left as it is, because it was not named: %s. A VM gets "
                                         "all of a bundle together."),
                              words->str);
      g_string_append_c (output, '\n');
    }
}

static void
append_sentence (GString *output, const char *sentence)
{
  g_autofree char *shown = berth_terminal_dup_sentence (sentence);

  g_string_append_printf (output, "  %s\n", shown);
}

/**
 * berth_host_answer_plan:
 * @targets: (element-type BerthHostTarget): with nothing done yet
 *
 * Appends to the answer what would be done, in order, and how a person would do it with other
 * tools.
 */
void
berth_host_answer_plan (BerthInvocation *invocation, GPtrArray *targets)
{
  GString *output = invocation->output;
  g_autoptr (GPtrArray) planned = g_ptr_array_new ();
  g_autoptr (GPtrArray) commands = g_ptr_array_new ();

  if (invocation->json)
    {
      append_json (invocation, targets);
      return;
    }

  append_left_alone (output, targets);
  for (guint i = 0; i < targets->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (targets, i);

      if (target->result == BERTH_HOST_RESULT_PLANNED)
        g_ptr_array_add (planned, (gpointer) target);
    }
  g_string_append_printf (output, "%s\n", planned->len > 0 ? _ ("This would be done:")
                                                           : _ ("There is nothing to change."));
  for (guint i = 0; i < planned->len; i++)
    {
      const BerthHostTarget *target = g_ptr_array_index (planned, i);

      for (guint j = 0; target->steps[j] != NULL; j++)
        append_sentence (output, target->steps[j]);
      for (guint j = 0; target->commands[j] != NULL; j++)
        g_ptr_array_add (commands, target->commands[j]);
    }
  g_ptr_array_add (commands, NULL);
  berth_edit_plan_append_commands (output, (const char *const *) commands->pdata);
}

static char *
dup_result (const BerthHostTarget *target)
{
  switch (target->result)
    {
    case BERTH_HOST_RESULT_DONE:
      return berth_host_plan_dup_done (&target->action, target->device);
    case BERTH_HOST_RESULT_NOTHING_TO_DO:
      return g_strdup (_ ("There was nothing to change."));
    case BERTH_HOST_RESULT_FAILED:
      return g_strdup (_ ("That failed. As it is now:"));
    case BERTH_HOST_RESULT_NOT_TRIED:
    case BERTH_HOST_RESULT_PLANNED:
    default:
      return g_strdup (_ ("Not tried, because something before it failed. As it is now:"));
    }
}

static void
append_target (BerthInvocation *invocation, const BerthHostTarget *target)
{
  const BerthTerminal *terminal = &invocation->terminal;
  const BerthDevice *now = berth_host_target_lookup_now (target);
  BerthInventory *inventory = berth_computer_get_inventory (target->computer);
  g_autofree char *address = berth_address_dup_short (&target->action.address);
  g_autofree char *name = berth_device_lines_dup_name (target->device);
  g_autofree char *result = dup_result (target);

  g_string_append_printf (invocation->output, "%s%s  %s%s\n",
                          berth_terminal_get_begin (terminal, BERTH_STYLE_HEADING), address, name,
                          berth_terminal_get_end (terminal, BERTH_STYLE_HEADING));
  append_sentence (invocation->output, result);
  if (inventory == NULL)
    return;
  if (now == NULL)
    append_sentence (invocation->output, _ ("There is no device there now."));
  berth_device_lines_append_host_side (invocation->output, inventory, &target->action.address);
}

/**
 * berth_host_answer_results:
 * @targets: (element-type BerthHostTarget): with what became of each
 *
 * Appends to the answer what was done, and how each function is by the last reading.
 */
void
berth_host_answer_results (BerthInvocation *invocation, GPtrArray *targets)
{
  if (invocation->json)
    {
      append_json (invocation, targets);
      return;
    }

  append_left_alone (invocation->output, targets);
  for (guint i = 0; i < targets->len; i++)
    append_target (invocation, g_ptr_array_index (targets, i));
}
