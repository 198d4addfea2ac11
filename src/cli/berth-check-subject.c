/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-check-subject.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "cli/berth-device-lines.h"
#include "cli/berth-json-finding.h"

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const BerthFinding *left = *(const BerthFinding *const *) a;
  const BerthFinding *right = *(const BerthFinding *const *) b;

  if (left->stops_start != right->stops_start)
    return left->stops_start ? -1 : 1;
  return (int) right->severity - (int) left->severity;
}

static BerthCheckSubject *
subject_new (BerthComputer *computer, GPtrArray *findings)
{
  BerthCheckSubject *self = g_new0 (BerthCheckSubject, 1);

  self->computer = g_object_ref (computer);
  self->findings = findings;
  g_ptr_array_sort (self->findings, compare_findings);
  return self;
}

/**
 * berth_check_subject_new_computer:
 *
 * Returns: (transfer full): the computer itself, checked
 */
BerthCheckSubject *
berth_check_subject_new_computer (BerthComputer *computer)
{
  return subject_new (computer, berth_check_computer (computer));
}

/**
 * berth_check_subject_new_vm:
 *
 * Returns: (transfer full): the VM with what it has configured, checked
 */
BerthCheckSubject *
berth_check_subject_new_vm (BerthComputer *computer, BerthVm *vm)
{
  BerthCheckSubject *self = subject_new (computer, berth_check_vm (computer, vm));

  self->vm = berth_vm_ref (vm);
  return self;
}

/**
 * berth_check_subject_new_device:
 * @bundle: of the device
 * @address: of the device
 *
 * Returns: (transfer full): the device and what goes with it, checked for whichever VM
 */
BerthCheckSubject *
berth_check_subject_new_device (BerthComputer *computer,
                                BerthBundle *bundle,
                                const BerthAddress *address)
{
  BerthCheckSubject *self = subject_new (computer, berth_check_bundle (computer, bundle));

  self->bundle = berth_bundle_ref (bundle);
  self->address = *address;
  return self;
}

void
berth_check_subject_free (BerthCheckSubject *self)
{
  g_object_unref (self->computer);
  g_clear_pointer (&self->vm, berth_vm_unref);
  g_clear_pointer (&self->bundle, berth_bundle_unref);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

/**
 * berth_check_subject_list_new:
 *
 * Returns: (transfer full) (element-type BerthCheckSubject): an empty list
 */
GPtrArray *
berth_check_subject_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) berth_check_subject_free);
}

/* How soon somebody should read it: a VM that does not start comes before everything else. */
static int
measure_urgency (const BerthCheckSubject *self)
{
  const BerthFinding *worst = berth_check_subject_get_worst (self);
  int urgency = worst != NULL ? (int) worst->severity + 1 : 0;

  return berth_check_subject_stops_start (self) ? urgency + BERTH_SEVERITY_REFUSED + 1 : urgency;
}

static int
compare_subjects (gconstpointer a, gconstpointer b)
{
  return measure_urgency (*(const BerthCheckSubject *const *) b)
         - measure_urgency (*(const BerthCheckSubject *const *) a);
}

/**
 * berth_check_subject_list_sort:
 * @subjects: (element-type BerthCheckSubject)
 *
 * Puts what is worst first; the rest stays in its order.
 */
void
berth_check_subject_list_sort (GPtrArray *subjects)
{
  g_ptr_array_sort (subjects, compare_subjects);
}

/**
 * berth_check_subject_get_worst:
 *
 * Returns: (nullable): the worst of its findings
 */
const BerthFinding *
berth_check_subject_get_worst (const BerthCheckSubject *self)
{
  return berth_finding_list_get_worst (self->findings);
}

/**
 * berth_check_subject_stops_start:
 *
 * Returns: whether it is a VM that will not start as things are
 */
gboolean
berth_check_subject_stops_start (const BerthCheckSubject *self)
{
  return self->vm != NULL && self->findings->len > 0
         && ((const BerthFinding *) g_ptr_array_index (self->findings, 0))->stops_start;
}

static char *
dup_computer (const BerthCheckSubject *self)
{
  return berth_text_dup_line (berth_computer_get_id (self->computer), BERTH_TEXT_NAME_LENGTH);
}

/* What is checked, in words: one line. */
static char *
dup_heading (const BerthCheckSubject *self)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  if (self->vm != NULL)
    {
      name = berth_text_dup_line (self->vm->name, BERTH_TEXT_NAME_LENGTH);
      /* Translators: the heading above what is said about a VM; %s is its name. */
      return g_strdup_printf (_ ("VM %s"), name);
    }
  if (self->bundle != NULL)
    {
      address = berth_address_dup_short (&self->address);
      name = berth_device_lines_dup_name (
          berth_bundle_lookup_function (self->bundle, &self->address));
      /* Translators: the heading above what is said about a device: its address and its name. */
      return g_strdup_printf (_ ("Device %s  %s"), address, name);
    }
  name = dup_computer (self);
  /* Translators: the heading above what is said about a computer; %s is its name. */
  return g_strdup_printf (_ ("Computer %s"), name);
}

static BerthRemedyTerms
get_terms (const BerthCheckSubject *self, gboolean names_connection)
{
  return (BerthRemedyTerms){ .vm = self->vm, .names_connection = names_connection };
}

/**
 * berth_check_subject_append_findings:
 * @names_connection: commands must name the connection
 * @indent: how many columns they stand to the right
 *
 * Appends what there is to say, if anything.
 */
void
berth_check_subject_append_findings (const BerthCheckSubject *self,
                                     const BerthTerminal *terminal,
                                     gboolean names_connection,
                                     guint indent,
                                     GString *output)
{
  BerthRemedyTerms terms = get_terms (self, names_connection);
  BerthFindingForm form = {
    .terminal = terminal,
    .terms = &terms,
    .indent = indent,
    .tells_start = self->vm != NULL,
  };

  berth_finding_lines_append (output, &form, self->findings);
}

/**
 * berth_check_subject_append:
 * @names_connection: commands must name the connection
 * @names_computer: there are several computers, so that each heading must say which one it means
 *
 * Appends what there is to say below a heading.
 */
void
berth_check_subject_append (const BerthCheckSubject *self,
                            const BerthTerminal *terminal,
                            gboolean names_connection,
                            gboolean names_computer,
                            GString *output)
{
  g_autofree char *heading = dup_heading (self);
  g_autofree char *computer = dup_computer (self);
  gboolean is_computer = self->vm == NULL && self->bundle == NULL;

  g_string_append_printf (output, "%s%s%s%s%s\n",
                          berth_terminal_get_begin (terminal, BERTH_STYLE_HEADING), heading,
                          berth_terminal_get_end (terminal, BERTH_STYLE_HEADING),
                          names_computer && !is_computer ? "  " : "",
                          names_computer && !is_computer ? computer : "");
  if (self->findings->len == 0)
    g_string_append_printf (output, "  %s\n", _ ("The rules have nothing to say about it."));
  berth_check_subject_append_findings (self, terminal, names_connection, 2, output);
}

static const char *
get_kind_nick (const BerthCheckSubject *self)
{
  if (self->vm != NULL)
    return "vm";
  return self->bundle != NULL ? "device" : "computer";
}

static const char *
get_name (const BerthCheckSubject *self)
{
  if (self->vm != NULL)
    return self->vm->name;
  if (self->bundle != NULL)
    return berth_bundle_lookup_function (self->bundle, &self->address)->name;
  return berth_computer_get_id (self->computer);
}

/**
 * berth_check_subject_add_json:
 * @names_connection: commands must name the connection
 *
 * Adds one object to the open array.
 */
void
berth_check_subject_add_json (const BerthCheckSubject *self,
                              gboolean names_connection,
                              JsonBuilder *builder)
{
  BerthRemedyTerms terms = get_terms (self, names_connection);
  const BerthFinding *worst = berth_check_subject_get_worst (self);

  json_builder_begin_object (builder);
  berth_json_add_text (builder, "about", get_kind_nick (self));
  berth_json_add_text (builder, "name", get_name (self));
  berth_json_add_text (builder, "computer", berth_computer_get_id (self->computer));
  berth_json_add_text (builder, "connection", self->vm != NULL ? self->vm->connection : NULL);
  berth_json_add_text (builder, "uuid", self->vm != NULL ? self->vm->uuid : NULL);
  berth_json_add_address (builder, "address", self->bundle != NULL ? &self->address : NULL);
  berth_json_add_text (builder, "worst",
                       worst != NULL ? berth_severity_get_nick (worst->severity) : NULL);
  berth_json_add_boolean (builder, "stops_start", berth_check_subject_stops_start (self));
  berth_json_add_findings (builder, "findings", self->findings, &terms);
  json_builder_end_object (builder);
}
