/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-boot-binding.h"
#include "helper/berth-request.h"

G_BEGIN_DECLS

gboolean
berth_refusals_check (const BerthFacts *facts, const BerthRequest *request, GError **error);

G_END_DECLS
