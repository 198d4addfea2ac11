/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-facts.h"

G_BEGIN_DECLS

BerthFacts *berth_facts_read_recorded (GFile *folder, GError **error);
gboolean berth_facts_write_recorded (const BerthFacts *facts, GFile *folder, GError **error);

G_END_DECLS
