/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-host-action.h"

G_BEGIN_DECLS

char *berth_libvirt_node_dup_name (const BerthAddress *address);
gboolean
berth_libvirt_node_run (const char *uri, const BerthHostAction *action, GError **error);

G_END_DECLS
