/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"
#include "mock-sysfs.h"

G_BEGIN_DECLS

BerthFacts *live_facts_read (MockSysfs *sysfs);
char *live_facts_dup_uses (const BerthFacts *facts, BerthUseKind kind);

G_END_DECLS
