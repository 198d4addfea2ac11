/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-request.h"

G_BEGIN_DECLS

GVariant *berth_boot_request_list (int root, GError **error);
gboolean berth_boot_request_run (int root, const BerthRequest *request, GError **error);

G_END_DECLS
