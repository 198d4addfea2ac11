/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-draft.h"

G_BEGIN_DECLS

/**
 * BerthFindingSubject:
 * @BERTH_SUBJECT_VM: the VM as a whole
 * @BERTH_SUBJECT_COMPUTER: the computer, whichever VM gets something of it
 * @BERTH_SUBJECT_DEVICE: one device that the VM gets
 */
typedef enum
{
  BERTH_SUBJECT_VM,
  BERTH_SUBJECT_COMPUTER,
  BERTH_SUBJECT_DEVICE,
} BerthFindingSubject;

/**
 * BerthFindingGroup:
 * @subject: what it is about
 * @title: of the device, or the name of the VM; safe to show
 * @findings: (element-type BerthFinding): about it, the worst first
 *
 * What there is to think of about one thing.
 */
typedef struct
{
  BerthFindingSubject subject;
  char *title;
  GPtrArray *findings;
} BerthFindingGroup;

GPtrArray *berth_finding_group_list (BerthDraft *draft);
GPtrArray *berth_finding_group_list_of_computer (BerthDraft *draft);

BerthSeverity berth_finding_group_get_severity (const BerthFindingGroup *self);

G_END_DECLS
