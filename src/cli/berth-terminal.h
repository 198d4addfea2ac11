/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthStyle:
 * @BERTH_STYLE_PLAIN: as the terminal writes by itself
 * @BERTH_STYLE_HEADING: the line above a table
 * @BERTH_STYLE_DIM: of less interest
 * @BERTH_STYLE_GOOD: as wished
 * @BERTH_STYLE_CAUTION: think before
 * @BERTH_STYLE_DANGER: refused, missing or dangerous
 *
 * What a colour says. Colour never says anything alone: the same is there in words.
 */
typedef enum
{
  BERTH_STYLE_PLAIN,
  BERTH_STYLE_HEADING,
  BERTH_STYLE_DIM,
  BERTH_STYLE_GOOD,
  BERTH_STYLE_CAUTION,
  BERTH_STYLE_DANGER,
} BerthStyle;

/**
 * BerthTerminal:
 * @is_terminal: somebody reads along; otherwise it is a pipe or a file, and a program may read it
 * @has_colours: colours are understood and wanted
 * @columns: how many characters fit in a line; 0: unknown or without end
 *
 * What is at the other end of one of our outputs.
 */
typedef struct
{
  gboolean is_terminal;
  gboolean has_colours;
  guint columns;
} BerthTerminal;

void berth_terminal_look (BerthTerminal *self, int fd);

const char *berth_terminal_get_begin (const BerthTerminal *self, BerthStyle style);
const char *berth_terminal_get_end (const BerthTerminal *self, BerthStyle style);

char *berth_terminal_dup_sentence (const char *sentence);
gsize berth_terminal_measure (const char *text);
gboolean berth_terminal_write (int fd, const char *text, GError **error);
gboolean berth_terminal_print (int fd, const char *text, GError **error);
gboolean berth_terminal_can_ask (void);
gboolean berth_terminal_ask (const char *question);

G_END_DECLS
