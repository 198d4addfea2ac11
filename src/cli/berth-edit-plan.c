/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-edit-plan.h"

#include <glib/gi18n-lib.h>

#include "cli/berth-json-finding.h"
#include "plan/berth-plan.h"

static const char *
get_step_nick (BerthStepKind kind)
{
  switch (kind)
    {
    case BERTH_STEP_ASSIGN:
      return "assign";
    case BERTH_STEP_COMPANION:
      return "companion";
    case BERTH_STEP_PIN:
      return "pin";
    case BERTH_STEP_OPTION:
      return "option";
    case BERTH_STEP_TAKE_BACK:
      return "take-back";
    case BERTH_STEP_RESTART:
    default:
      return "restart";
    }
}

static void
append_json (BerthInvocation *invocation,
             const BerthVm *vm,
             GPtrArray *steps,
             GPtrArray *findings,
             GStrv commands)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  BerthRemedyTerms terms = berth_invocation_get_terms (invocation);

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  berth_json_add_text (builder, "vm", vm->name);
  berth_json_add_text (builder, "uuid", vm->uuid);
  berth_json_add_text (builder, "connection", vm->connection);

  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < steps->len; i++)
    {
      const BerthStep *step = g_ptr_array_index (steps, i);

      json_builder_begin_object (builder);
      berth_json_add_text (builder, "step", get_step_nick (step->kind));
      berth_json_add_address (builder, "address",
                              step->kind == BERTH_STEP_RESTART ? NULL : &step->address);
      berth_json_add_text (builder, "words", step->words);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  berth_json_add_findings (builder, "findings", findings, &terms);

  json_builder_set_member_name (builder, "commands");
  json_builder_begin_array (builder);
  for (guint i = 0; commands != NULL && commands[i] != NULL; i++)
    berth_json_add_text (builder, NULL, commands[i]);
  json_builder_end_array (builder);

  json_builder_end_object (builder);
  json_builder_end_array (builder);
  berth_json_append (invocation->output, builder, TRUE);
}

/* At the beginning of the line and with its own line breaks: the end of a here-document is found
 * nowhere else when the command is copied. */
static void
append_command (GString *output, const char *command)
{
  g_auto (GStrv) lines = g_strsplit (command, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = berth_terminal_dup_sentence (lines[i]);

      if (*line != '\0')
        g_string_append_printf (output, "%s\n", line);
    }
}

/**
 * berth_edit_plan_append_commands:
 * @commands: (nullable) (array zero-terminated=1): foreign text
 *
 * Appends, for people, how the same is done with other tools, if that is known.
 */
void
berth_edit_plan_append_commands (GString *output, const char *const *commands)
{
  if (commands == NULL || commands[0] == NULL)
    return;

  g_string_append_printf (output, "%s\n", _ ("These commands would do the same:"));
  for (guint i = 0; commands[i] != NULL; i++)
    append_command (output, commands[i]);
}

static void
append_words (GString *output, GPtrArray *steps, GStrv commands)
{
  g_string_append_printf (output, "%s\n", _ ("This would be done:"));
  for (guint i = 0; i < steps->len; i++)
    {
      const BerthStep *step = g_ptr_array_index (steps, i);
      g_autofree char *words = berth_terminal_dup_sentence (step->words);

      g_string_append_printf (output, "  %s\n", words);
    }
  berth_edit_plan_append_commands (output, (const char *const *) commands);
}

/**
 * berth_edit_plan_answer:
 * @findings: (element-type BerthFinding): what the rules say about it
 *
 * Appends to the answer what applying @draft would do, in order, and how a person would do it with
 * other tools.
 */
void
berth_edit_plan_answer (BerthInvocation *invocation, BerthDraft *draft, GPtrArray *findings)
{
  g_autoptr (GPtrArray) steps = berth_draft_list_steps (draft);
  g_auto (GStrv) commands = berth_draft_dup_commands (draft);

  if (invocation->json)
    append_json (invocation, berth_draft_get_vm (draft), steps, findings, commands);
  else
    append_words (invocation->output, steps, commands);
}
