/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "rules/berth-rule.h"

#define KIB_IN_GIB (1024.0 * 1024.0)

/* What QEMU needs beside the memory of the VM, in KiB; more with many devices. */
#define OVERHEAD (256 * 1024)

static BerthFinding *
never_finding (const BerthRule *self, const char *name, double needed, double total)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, NULL);

  finding->what = g_strdup_printf (_ ("“%s” needs %.1f GiB of memory, and this computer has %.1f "
                                      "GiB."),
                                   name, needed, total);
  finding->why = g_strdup (_ ("A VM with a PCI device gets all of its memory at the start, so it "
                              "will not start."));
  finding->remedy = g_strdup (_ ("Give it less memory."));
  finding->stops_start = TRUE;
  return finding;
}

static BerthFinding *
not_now_finding (const BerthRule *self, const char *name, double needed, double available)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);

  finding->what = g_strdup_printf (_ ("“%s” needs %.1f GiB of memory, and %.1f GiB are free now."),
                                   name, needed, available);
  finding->why = g_strdup (_ ("A VM with a PCI device gets all of its memory at the start. The "
                              "start may fail, or programs here may be ended."));
  finding->remedy = g_strdup (_ ("Close programs or shut down other VMs before it starts, or give "
                                 "it less memory."));
  return finding;
}

/* Under Xen this computer's memory is not what VMs are made of, so its figures say nothing. */
static void
check_vm (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);
  const BerthVm *vm = situation->vm;
  double needed = (double) vm->memory / KIB_IN_GIB;
  g_autofree char *name = NULL;
  BerthFinding *finding = NULL;

  if (facts->platform != BERTH_PLATFORM_BARE || vm->memory == 0 || berth_vm_is_active (vm)
      || !berth_situation_wants_pci (situation))
    return;

  name = berth_text_dup_name (vm->name);
  if (facts->memory_total != 0 && vm->memory > facts->memory_total)
    finding = never_finding (self, name, needed, (double) facts->memory_total / KIB_IN_GIB);
  else if (facts->memory_available != 0 && vm->memory + OVERHEAD > facts->memory_available)
    finding = not_now_finding (self, name, needed, (double) facts->memory_available / KIB_IN_GIB);
  if (finding == NULL)
    return;

  finding->words = g_strdup (_ ("not enough memory"));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_memory_pin = {
  .id = "memory-pin",
  .link = "https://libvirt.org/formatdomain.html",
  .check_vm = check_vm,
};
