/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-block.h"
#include "facts/berth-facts.h"

G_BEGIN_DECLS

typedef struct _BerthDiskUses BerthDiskUses;

BerthDiskUses *berth_disk_uses_new (BerthFacts *facts);
void berth_disk_uses_free (BerthDiskUses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthDiskUses, berth_disk_uses_free)

void berth_disk_uses_add (BerthDiskUses *self,
                          BerthUseKind kind,
                          const BerthBlockCarrier *carrier,
                          const char *purpose);
gboolean berth_disk_uses_has (BerthDiskUses *self, const char *name);

G_END_DECLS
