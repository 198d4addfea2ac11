/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-assignment.h"

G_BEGIN_DECLS

/**
 * BerthChangeItem:
 * @before: (nullable): the assignment as it was read; %NULL: there was none
 * @after: (nullable): the assignment as it shall be; %NULL: taken back
 *
 * What happens to one device. A backend finds @before in what it reads afresh; if it is not there
 * any more, somebody else changed the same device and nothing may be written.
 */
typedef struct
{
  BerthAssignment *before;
  BerthAssignment *after;
} BerthChangeItem;

/**
 * BerthChange:
 * @vm_uuid: whose configuration
 * @items: (element-type BerthChangeItem): sorted by address, one for each device
 *
 * All that one Apply does to one VM. Immutable, reference counted, safe to pass between threads.
 */
typedef struct
{
  char *vm_uuid;
  GPtrArray *items;
} BerthChange;

BerthChange *berth_change_new (const char *vm_uuid, GPtrArray *configured, GPtrArray *wanted);
BerthChange *berth_change_ref (BerthChange *self);
void berth_change_unref (BerthChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthChange, berth_change_unref)

const BerthAddress *berth_change_item_get_address (const BerthChangeItem *item);
gboolean berth_change_keeps_others (BerthChange *self, const BerthChangeItem *item);
GPtrArray *berth_change_dup_result (BerthChange *self, GPtrArray *configured, GError **error);

G_END_DECLS
