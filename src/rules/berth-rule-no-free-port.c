/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

/* Companions are taken from the host and not shown to the guest, so they need no port. */
static gboolean
wants_one_more (const BerthSituation *situation)
{
  GPtrArray *wanted = berth_situation_get_wanted (situation);

  for (guint i = 0; i < wanted->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (wanted, i);

      if (assignment->address.bus_kind == BERTH_BUS_PCI && assignment->role == BERTH_ROLE_GIVEN
          && berth_assignment_list_lookup (situation->vm->live, &assignment->address) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthVm *vm = situation->vm;
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (vm->free_ports != 0 || !berth_vm_is_active (vm) || !wants_one_more (situation))
    return;

  name = berth_text_dup_name (vm->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, NULL);
  finding->words = g_strdup (_ ("no free port"));
  finding->what = g_strdup_printf (_ ("“%s” runs and has no free port: nothing can be plugged in "
                                      "now."),
                                   name);
  finding->why = g_strdup (_ ("Each device needs a port of its own, and ports are made at the "
                              "start."));
  finding->remedy = g_strdup_printf (_ ("Shut “%s” down and start it again: then it has what is "
                                        "new."),
                                     name);
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_no_free_port = {
  .id = "no-free-port",
  .link = "https://libvirt.org/pci-hotplug.html",
  .check_vm = check_vm,
};
