/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *berth_search_words_dup_folded (const char *text);

GStrv berth_search_words_split (const char *typed);
gboolean berth_search_words_match (const char *const *words, const char *folded);

G_END_DECLS
