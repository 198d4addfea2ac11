/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

guint berth_reset_methods_parse (const char *word, gsize length);
char **berth_reset_methods_dup_words (guint methods);

G_END_DECLS
