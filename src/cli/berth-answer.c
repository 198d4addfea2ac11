/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-answer.h"

#include "cli/berth-json-vm.h"
#include "cli/berth-vm-lines.h"

/**
 * berth_answer_vm:
 * @computer: on which it runs
 *
 * Appends one VM and what it has to the answer, in the form that was asked for.
 */
void
berth_answer_vm (BerthInvocation *invocation, BerthComputer *computer, const BerthVm *vm)
{
  BerthInventory *inventory = berth_computer_get_inventory (computer);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!invocation->json)
    {
      berth_vm_lines_append (invocation->output, &invocation->terminal, inventory, vm);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  berth_json_add_vm (builder, berth_computer_get_id (computer), inventory, vm);
  json_builder_end_array (builder);
  berth_json_append (invocation->output, builder, TRUE);
}
