/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include "cli/berth-answer.h"
#include "cli/berth-check-subject.h"
#include "cli/berth-vm-lines.h"

/* For people: what has no place in a row, and what there is to say. Programs have "check". */
static void
append_more (BerthInvocation *invocation, BerthComputer *computer, BerthVm *vm)
{
  BerthCheckSubject *subject = berth_check_subject_new_vm (computer, vm);

  berth_vm_lines_append_remarks (invocation->output, berth_computer_get_inventory (computer), vm);
  if (subject->findings->len > 0)
    g_string_append_c (invocation->output, '\n');
  berth_check_subject_append_findings (subject, &invocation->terminal,
                                       invocation->names_connection, 0, invocation->output);
  berth_check_subject_free (subject);
}

void
berth_verb_show (BerthInvocation *invocation)
{
  g_autoptr (BerthComputer) computer = NULL;
  g_autoptr (BerthConnection) connection = NULL;
  g_autoptr (BerthVm) vm = NULL;
  g_autoptr (GError) error = NULL;

  if (!berth_session_find_vm (invocation->session, invocation->arguments[0], &computer,
                              &connection, &vm, &error))
    {
      berth_invocation_fail (invocation, error);
      return;
    }

  berth_invocation_warn_about_gaps (invocation);
  berth_answer_vm (invocation, computer, vm);
  if (!invocation->json)
    append_more (invocation, computer, vm);
  berth_invocation_end (invocation, BERTH_EXIT_DONE);
}
