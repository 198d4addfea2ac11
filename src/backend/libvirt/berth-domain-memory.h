/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "model/berth-vm.h"

G_BEGIN_DECLS

guint64 berth_domain_memory_get_size (xmlDoc *doc);
BerthTruth berth_domain_memory_get_balloons (xmlDoc *doc);

G_END_DECLS
