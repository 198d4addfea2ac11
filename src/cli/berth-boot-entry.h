/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-host-action.h"
#include "model/berth-inventory.h"

G_BEGIN_DECLS

/**
 * BerthBootEntry:
 * @own: (nullable): a binding of Berth's
 * @foreign: (nullable): one of another program's; exactly one of the two is set
 *
 * Something that is bound at every boot, by whomever. Borrowed from the facts.
 */
typedef struct
{
  const BerthBootBinding *own;
  const BerthForeignBinding *foreign;
} BerthBootEntry;

GArray *berth_boot_entry_list (BerthInventory *inventory, const BerthAddress *address);

const BerthAddress *berth_boot_entry_get_address (const BerthBootEntry *self);
const char *berth_boot_entry_get_by (const BerthBootEntry *self);
const char *berth_boot_entry_get_by_words (const BerthBootEntry *self);
const char *berth_boot_entry_get_driver (const BerthBootEntry *self);
const char *berth_boot_entry_get_trial (const BerthBootEntry *self);
const char *berth_boot_entry_get_trial_words (const BerthBootEntry *self);
const char *berth_boot_entry_get_outcome (const BerthBootEntry *self);
const char *
berth_boot_entry_get_outcome_words (const BerthBootEntry *self, const BerthFacts *facts);
char *berth_boot_entry_dup_line (const BerthBootEntry *self, const BerthFacts *facts);
char *berth_boot_entry_dup_kernel_text (const BerthBootEntry *self);
const BerthDevice *
berth_boot_entry_lookup_device (const BerthBootEntry *self, BerthInventory *inventory);

G_END_DECLS
