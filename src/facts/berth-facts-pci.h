/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

gboolean berth_facts_pci_read (int root, BerthFacts *facts, GError **error);

G_END_DECLS
