/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthVm *vm = situation->vm;
  gboolean usb = bundle->address.bus_kind == BERTH_BUS_USB;
  g_autofree char *name = NULL;
  BerthFinding *finding;

  if (vm == NULL || (vm->takes & (usb ? BERTH_VM_TAKES_USB : BERTH_VM_TAKES_PCI)) != 0)
    return;

  name = berth_text_dup_name (vm->name);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_REFUSED, &bundle->address);
  finding->words = g_strdup_printf (_ ("not for %s"), name);
  finding->what = usb ? g_strdup_printf (_ ("“%s” cannot take USB devices."), name)
                      : g_strdup_printf (_ ("“%s” cannot take PCI devices."), name);
  finding->why = vm->cannot_take != NULL
                     ? g_strdup (vm->cannot_take)
                     : g_strdup (_ ("Its kind of virtual hardware has no place for them."));
  finding->remedy = usb ? g_strdup (_ ("Give the whole USB controller instead."))
                        : g_strdup (_ ("Change its machine type first."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_vm_cannot_take = { .id = "vm-cannot-take", .check = check };
