/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-change.h"
#include "model/berth-finding.h"
#include "session/berth-computer.h"

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
 * @options: #BerthOption as wanted; as configured if it is to be taken back
 * @findings: (element-type BerthFinding): what the rules say about giving it to this VM
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
  guint options;
  GPtrArray *findings;
  GPtrArray *holders;
} BerthDraftEntry;

#define BERTH_TYPE_DRAFT (berth_draft_get_type ())
G_DECLARE_FINAL_TYPE (BerthDraft, berth_draft, BERTH, DRAFT, GObject)

BerthDraft *
berth_draft_new (BerthComputer *computer, BerthConnection *connection, const char *vm_uuid);

BerthComputer *berth_draft_get_computer (BerthDraft *self);
BerthConnection *berth_draft_get_connection (BerthDraft *self);
const char *berth_draft_get_vm_uuid (BerthDraft *self);
BerthVm *berth_draft_get_vm (BerthDraft *self);
gboolean berth_draft_is_editable (BerthDraft *self, char **ret_reason);

GPtrArray *berth_draft_get_entries (BerthDraft *self);
const BerthDraftEntry *berth_draft_lookup_entry (BerthDraft *self, const BerthAddress *bundle);

gboolean berth_draft_assign (BerthDraft *self, const BerthAddress *bundle, GError **error);
gboolean berth_draft_take_back (BerthDraft *self, const BerthAddress *bundle, GError **error);
void berth_draft_take_back_all (BerthDraft *self);
gboolean berth_draft_set_option (BerthDraft *self,
                                 const BerthAddress *bundle,
                                 BerthOption option,
                                 gboolean on,
                                 GError **error);
gboolean berth_draft_set_functions (BerthDraft *self,
                                    const BerthAddress *bundle,
                                    const GArray *functions,
                                    GError **error);
gboolean berth_draft_can_split (const BerthDraftEntry *entry);
gboolean berth_draft_pin (BerthDraft *self, const BerthAddress *bundle, GError **error);
gboolean berth_draft_move (BerthDraft *self,
                           const BerthAddress *from,
                           const BerthAddress *to,
                           GError **error);
gboolean
berth_draft_take_remedy (BerthDraft *self, const BerthRemedy *remedy, GError **error);
void berth_draft_force (BerthDraft *self, const BerthAddress *bundle);
void berth_draft_discard (BerthDraft *self);

BerthChange *berth_draft_dup_change (BerthDraft *self);
guint berth_draft_get_n_changes (BerthDraft *self);
GPtrArray *berth_draft_list_steps (BerthDraft *self);
GPtrArray *berth_draft_get_vm_findings (BerthDraft *self);
GPtrArray *berth_draft_list_findings (BerthDraft *self);
GStrv berth_draft_dup_commands (BerthDraft *self);

void berth_draft_apply_async (BerthDraft *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean berth_draft_apply_finish (BerthDraft *self, GAsyncResult *result, GError **error);
gboolean berth_draft_is_applying (BerthDraft *self);

G_END_DECLS
