/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-draft.h"

G_BEGIN_DECLS

/**
 * BerthFindingGroup:
 * @title: of the device; safe to show
 * @is_vm: it is about the VM as a whole; @title is the VM's name then
 * @findings: (element-type BerthFinding): about it, the worst first
 *
 * What there is to think of about one device, or about the VM.
 */
typedef struct
{
  char *title;
  gboolean is_vm;
  GPtrArray *findings;
} BerthFindingGroup;

GPtrArray *berth_finding_group_list (BerthDraft *draft);

BerthSeverity berth_finding_group_get_severity (const BerthFindingGroup *self);

G_END_DECLS
