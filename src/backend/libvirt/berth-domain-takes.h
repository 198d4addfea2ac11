/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "model/berth-vm.h"

G_BEGIN_DECLS

guint berth_domain_takes_get (xmlDoc *doc, const char **ret_reason);

G_END_DECLS
