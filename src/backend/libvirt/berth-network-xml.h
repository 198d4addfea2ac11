/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/berth-address.h"

G_BEGIN_DECLS

GArray *berth_network_xml_list_pool (const char *text);

G_END_DECLS
