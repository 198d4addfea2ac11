/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include "cli/berth-answer.h"

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
  berth_invocation_end (invocation, BERTH_EXIT_DONE);
}
