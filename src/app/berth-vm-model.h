/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-session.h"

G_BEGIN_DECLS

/**
 * BerthVmModelState:
 * @BERTH_VM_MODEL_WAITING: nothing to show yet
 * @BERTH_VM_MODEL_FAILED: the only connection failed; berth_vm_model_get_only_connection()
 * @BERTH_VM_MODEL_EMPTY: the only connection has no VMs
 * @BERTH_VM_MODEL_NO_MATCH: there are VMs, none is what is searched for
 * @BERTH_VM_MODEL_LIST: there are items
 */
typedef enum
{
  BERTH_VM_MODEL_WAITING,
  BERTH_VM_MODEL_FAILED,
  BERTH_VM_MODEL_EMPTY,
  BERTH_VM_MODEL_NO_MATCH,
  BERTH_VM_MODEL_LIST,
} BerthVmModelState;

#define BERTH_TYPE_VM_MODEL (berth_vm_model_get_type ())
G_DECLARE_FINAL_TYPE (BerthVmModel, berth_vm_model, BERTH, VM_MODEL, GObject)

BerthVmModel *berth_vm_model_new (BerthSession *session);

void berth_vm_model_set_search (BerthVmModel *self, const char *typed);
BerthVmModelState berth_vm_model_get_state (BerthVmModel *self);
BerthConnection *berth_vm_model_get_only_connection (BerthVmModel *self);

G_END_DECLS
