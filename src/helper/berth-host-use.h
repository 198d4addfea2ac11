/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

char *berth_host_use_dup_refusal (const BerthFacts *facts, const BerthPciFacts *pci);
char *berth_host_use_dup_doubt (const BerthFacts *facts, const BerthPciFacts *pci);

G_END_DECLS
