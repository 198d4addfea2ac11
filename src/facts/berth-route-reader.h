/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-routes.h"

G_BEGIN_DECLS

BerthRoutes *berth_route_reader_read (int root, const GPtrArray *peers, gboolean *ret_is_whole);

G_END_DECLS
