/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-finding-lines.h"
#include "cli/berth-json.h"
#include "session/berth-check.h"

G_BEGIN_DECLS

/**
 * BerthCheckSubject:
 * @computer: which one, or on which one it is
 * @vm: (nullable): the VM
 * @bundle: (nullable): what goes together with the device; neither this nor a VM: the computer
 *   itself
 * @address: of the device that was named; counts only with a bundle
 * @findings: (element-type BerthFinding): what there is to say; first what stops the start of the
 *   VM, then the worst
 *
 * Something that was checked.
 */
typedef struct
{
  BerthComputer *computer;
  BerthVm *vm;
  BerthBundle *bundle;
  BerthAddress address;
  GPtrArray *findings;
} BerthCheckSubject;

BerthCheckSubject *berth_check_subject_new_computer (BerthComputer *computer);
BerthCheckSubject *berth_check_subject_new_vm (BerthComputer *computer, BerthVm *vm);
BerthCheckSubject *berth_check_subject_new_device (BerthComputer *computer,
                                                   BerthBundle *bundle,
                                                   const BerthAddress *address);
void berth_check_subject_free (BerthCheckSubject *self);

GPtrArray *berth_check_subject_list_new (void);
void berth_check_subject_list_sort (GPtrArray *subjects);

const BerthFinding *berth_check_subject_get_worst (const BerthCheckSubject *self);
gboolean berth_check_subject_stops_start (const BerthCheckSubject *self);

void berth_check_subject_append_findings (const BerthCheckSubject *self,
                                          const BerthTerminal *terminal,
                                          gboolean names_connection,
                                          guint indent,
                                          GString *output);
void berth_check_subject_append (const BerthCheckSubject *self,
                                 const BerthTerminal *terminal,
                                 gboolean names_connection,
                                 gboolean names_computer,
                                 GString *output);
void berth_check_subject_add_json (const BerthCheckSubject *self,
                                   gboolean names_connection,
                                   JsonBuilder *builder);

G_END_DECLS
