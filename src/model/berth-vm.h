/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-assignment.h"

G_BEGIN_DECLS

typedef enum
{
  BERTH_VM_HALTED,
  BERTH_VM_RUNNING,
  BERTH_VM_PAUSED,
  BERTH_VM_TRANSITION, /* starting, shutting down, dying: neither may be relied on */
  BERTH_VM_CRASHED,
} BerthVmState;

/**
 * BerthVmAbility:
 *
 * Which devices the VM's kind can take at all, whatever its configuration says about them.
 */
typedef enum
{
  BERTH_VM_TAKES_PCI = 1 << 0,
  BERTH_VM_TAKES_USB = 1 << 1,
} BerthVmAbility;

/**
 * BerthVm:
 * @uuid: never changes; Qubes R4.2 has none, there it is the name; foreign text
 * @name: foreign text
 * @connection: URI of the connection that has it; foreign text
 * @state: what it does now
 * @persistent: has a configuration that outlives it; only such a VM can be changed
 * @autostart: started with the computer
 * @takes: #BerthVmAbility
 * @cannot_take: (nullable): why not, a whole sentence that is safe to show; set when a bit of
 *   @takes is missing
 * @label_color: (nullable): colour name of a qube's label; foreign text
 * @foreign_elements: how many device elements name host devices in a way Berth does not know
 * @memory: in KiB: the most it may have as long as nothing is plugged in; 0 when not known
 * @balloons: its memory is grown and shrunk while it runs, below @memory
 * @free_ports: how many devices could still be plugged in while it runs; -1 when not known or
 *   when its kind needs no ports
 * @configured: (element-type BerthAssignment): what it has from its next start on
 * @live: (element-type BerthAssignment): what it has now; empty unless it runs
 *
 * One VM at one moment, as its backend read it. Immutable once it left the backend, reference
 * counted, safe to pass between threads.
 */
typedef struct
{
  char *uuid;
  char *name;
  char *connection;
  BerthVmState state;
  gboolean persistent;
  gboolean autostart;
  guint takes;
  char *cannot_take;
  char *label_color;
  guint foreign_elements;
  guint64 memory;
  BerthTruth balloons;
  int free_ports;
  GPtrArray *configured;
  GPtrArray *live;
} BerthVm;

BerthVm *berth_vm_new (const char *connection, const char *uuid, const char *name);
BerthVm *berth_vm_ref (BerthVm *self);
void berth_vm_unref (BerthVm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthVm, berth_vm_unref)

gboolean berth_vm_is_same (const BerthVm *a, const BerthVm *b);
gboolean berth_vm_equal (const BerthVm *a, const BerthVm *b);
gboolean berth_vm_is_active (const BerthVm *self);
const char *berth_vm_state_get_nick (BerthVmState state);
const char *berth_vm_state_get_words (BerthVmState state);

G_END_DECLS
