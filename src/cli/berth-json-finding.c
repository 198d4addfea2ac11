/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json-finding.h"

#include "cli/berth-json-option.h"
#include "model/berth-finding.h"

static void
add_remedy (JsonBuilder *builder, const BerthRemedy *remedy, const BerthRemedyTerms *terms)
{
  g_autofree char *label = berth_remedy_dup_label (remedy);
  g_autofree char *command = berth_remedy_command_dup (remedy, terms);
  gboolean opens = remedy->kind == BERTH_REMEDY_OPEN_VM;

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "kind", berth_remedy_kind_get_nick (remedy->kind));
  berth_json_add_text (builder, "label", label);
  berth_json_add_address (builder, "address", opens ? NULL : &remedy->address);
  berth_json_add_address (builder, "target",
                          remedy->kind == BERTH_REMEDY_MOVE ? &remedy->target : NULL);
  berth_json_add_option (builder, "option", remedy->option);
  berth_json_add_text (builder, "vm", opens ? remedy->vm_name : NULL);
  berth_json_add_text (builder, "uuid", opens ? remedy->vm_uuid : NULL);
  berth_json_add_text (builder, "connection", opens ? remedy->connection : NULL);
  berth_json_add_text (builder, "command", command);
  json_builder_end_object (builder);
}

static void
add_finding (JsonBuilder *builder, const BerthFinding *finding, const BerthRemedyTerms *terms)
{
  json_builder_begin_object (builder);
  berth_json_add_text (builder, "id", finding->id);
  berth_json_add_text (builder, "severity", berth_severity_get_nick (finding->severity));
  berth_json_add_address (builder, "address", finding->has_address ? &finding->address : NULL);
  berth_json_add_text (builder, "words", finding->words);
  berth_json_add_text (builder, "what", finding->what);
  berth_json_add_text (builder, "why", finding->why);
  berth_json_add_text (builder, "remedy", finding->remedy);
  berth_json_add_text (builder, "link", finding->link);
  berth_json_add_boolean (builder, "stops_start", finding->stops_start);
  berth_json_add_boolean (builder, "can_force", finding->can_force);

  json_builder_set_member_name (builder, "remedies");
  json_builder_begin_array (builder);
  for (guint i = 0; i < finding->remedies->len; i++)
    add_remedy (builder, g_ptr_array_index (finding->remedies, i), terms);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * berth_json_add_findings:
 * @findings: (element-type BerthFinding)
 *
 * Adds them as an array, each with the commands that its remedies are.
 */
void
berth_json_add_findings (JsonBuilder *builder,
                         const char *member,
                         GPtrArray *findings,
                         const BerthRemedyTerms *terms)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    add_finding (builder, g_ptr_array_index (findings, i), terms);
  json_builder_end_array (builder);
}

/**
 * berth_json_append_error:
 * @nick: the word for the kind of error
 * @findings: (element-type BerthFinding): what it was refused for
 *
 * Appends an error as one object on one line.
 */
void
berth_json_append_error (GString *output,
                         const char *nick,
                         const char *message,
                         GPtrArray *findings,
                         const BerthRemedyTerms *terms)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "error", nick);
  berth_json_add_text (builder, "message", message);
  berth_json_add_findings (builder, "findings", findings, terms);
  json_builder_end_object (builder);
  berth_json_append (output, builder, FALSE);
}
