/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Long enough for every real device or VM name, short enough that no name moves a window. */
#define BERTH_TEXT_NAME_LENGTH 120
/* For sentences that come from elsewhere, such as libvirt's error texts. */
#define BERTH_TEXT_SENTENCE_LENGTH 400
/* For what an error says: some sentences of ours, with such words in them. */
#define BERTH_TEXT_ERROR_LENGTH 2000

char *berth_text_dup_shown (const char *foreign, gsize max_characters);
char *berth_text_dup_markup (const char *foreign, gsize max_characters);
char *berth_text_dup_line (const char *foreign, gsize max_characters);
char *berth_text_dup_name (const char *foreign);
char *berth_text_dup_error (const GError *error);
int berth_text_compare (const char *a, const char *b);

G_END_DECLS
