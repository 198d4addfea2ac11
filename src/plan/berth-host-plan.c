/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plan/berth-host-plan.h"

#include <glib/gi18n-lib.h>

/**
 * berth_host_plan_dup_question:
 * @device: which the action is about
 *
 * Returns: (transfer full): what is asked before it is done, as the heading of a dialog: “Return
 *   “Intel I350” to the host?”
 */
char *
berth_host_plan_dup_question (const BerthHostAction *action, const BerthDevice *device)
{
  g_autofree char *title = berth_device_dup_title (device);

  return g_strdup (title);
}

/**
 * berth_host_plan_dup_steps:
 *
 * Returns: (transfer full): what will happen, in order, one sentence each
 */
GStrv
berth_host_plan_dup_steps (const BerthHostAction *action, const BerthDevice *device)
{
  return g_new0 (char *, 1);
}

/**
 * berth_host_plan_dup_done:
 *
 * Returns: (transfer full): one sentence for afterwards
 */
char *
berth_host_plan_dup_done (const BerthHostAction *action, const BerthDevice *device)
{
  return berth_device_dup_title (device);
}

/**
 * berth_host_plan_dup_boot_line:
 *
 * Returns: (transfer full): how a boot binding stands, as one sentence: its trial, what became of
 *   it at this start, and whether it is switched off
 */
char *
berth_host_plan_dup_boot_line (const BerthBootBinding *binding, const BerthFacts *facts)
{
  return g_strdup ("");
}

/**
 * berth_host_plan_dup_kernel_text:
 *
 * Returns: (transfer full): what to add to the kernel command line where a driver of the host's is
 *   always first
 */
char *
berth_host_plan_dup_kernel_text (const BerthBootBinding *binding)
{
  return g_strdup ("");
}
