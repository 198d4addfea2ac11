/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/berth-address.h"

G_BEGIN_DECLS

/* The stable form that docs/json.md describes. Each function adds one member to the object that is
 * open, or one element to the array that is. */
void berth_json_add_text (JsonBuilder *builder, const char *member, const char *foreign);
void berth_json_add_address (JsonBuilder *builder, const char *member, const BerthAddress *address);
void berth_json_add_hex (JsonBuilder *builder, const char *member, guint width, guint32 number);
void berth_json_add_boolean (JsonBuilder *builder, const char *member, gboolean value);
void berth_json_add_number (JsonBuilder *builder, const char *member, gint64 number);

void berth_json_append (GString *output, JsonBuilder *builder, gboolean pretty);

G_END_DECLS
