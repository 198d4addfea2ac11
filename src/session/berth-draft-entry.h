/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-assignment.h"
#include "model/berth-bundle.h"
#include "model/berth-finding.h"

G_BEGIN_DECLS

/**
 * BerthDraftState:
 * @BERTH_DRAFT_AVAILABLE: the VM does not have it and shall not
 * @BERTH_DRAFT_ASSIGNED: the VM has it and shall keep it
 * @BERTH_DRAFT_NEW: shall be assigned by the next Apply
 * @BERTH_DRAFT_TAKEN_BACK: shall be taken back by the next Apply
 * @BERTH_DRAFT_OPTIONS: assigned, the next Apply changes how: its options, which of its functions,
 *   or which device is meant
 *
 * Where one bundle stands between what is configured and what is wanted.
 */
typedef enum
{
  BERTH_DRAFT_AVAILABLE,
  BERTH_DRAFT_ASSIGNED,
  BERTH_DRAFT_NEW,
  BERTH_DRAFT_TAKEN_BACK,
  BERTH_DRAFT_OPTIONS,
} BerthDraftState;

/**
 * BerthDraftRuntime:
 * @BERTH_RUNTIME_SETTLED: the running VM and its configuration agree, or it does not run
 * @BERTH_RUNTIME_AFTER_RESTART: configured, but the running VM gets it at its next start only
 * @BERTH_RUNTIME_UNTIL_RESTART: the running VM has it, its configuration does not any more
 */
typedef enum
{
  BERTH_RUNTIME_SETTLED,
  BERTH_RUNTIME_AFTER_RESTART,
  BERTH_RUNTIME_UNTIL_RESTART,
} BerthDraftRuntime;

/**
 * BerthDraftEntry:
 * @bundle: what the row is about; a ghost bundle for a device that this computer does not have
 * @state: between configured and wanted
 * @runtime: between configured and running
 * @identity: whether the device there is the one that was meant
 * @form: how the VM's configuration says it; only %BERTH_FORM_HOSTDEV can be changed
 * @is_companion: the VM has it only as another bundle's companion
 * @given: (element-type BerthAddress): the functions that the guest sees as wanted; as configured
 *   if it is to be taken back
 * @gives_new: the next Apply gives a function that the guest did not get before, or another device
 *   than was meant
 * @gives_more: that, or it switches on an option that opens the device; only then a rule refuses it
 * @options: #BerthOption as wanted; as configured if it is to be taken back
 * @findings: (element-type BerthFinding): what the rules say about giving it to this VM; see
 *   berth_draft_set_patient()
 * @holders: (element-type utf8): names of the other VMs that have it configured or live
 *
 * One row of the two lists, a snapshot. Owned by the draft, valid until its next "changed".
 */
typedef struct
{
  BerthBundle *bundle;
  BerthDraftState state;
  BerthDraftRuntime runtime;
  BerthIdentityVerdict identity;
  BerthAssignmentForm form;
  gboolean is_companion;
  GArray *given;
  gboolean gives_new;
  gboolean gives_more;
  guint options;
  GPtrArray *findings;
  GPtrArray *holders;
} BerthDraftEntry;

G_END_DECLS
