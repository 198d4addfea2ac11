/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-table.h"

#include <string.h>

#define GAP "  "
#define INDENT "  "
/* A column that gives way to the others on a narrow terminal keeps at least this, */
#define MIN_FLEXIBLE_WIDTH 12
/* and before it goes below this, columns that matter less are left out. */
#define GOOD_FLEXIBLE_WIDTH 28

typedef struct
{
  const char *text;
  gsize width;
  BerthStyle style;
  gboolean indented;
} Cell;

struct _BerthTable
{
  guint n_columns;
  guint flexible_column;
  GArray *optional_columns; /* of guint: the first is left out first */
  GStringChunk *texts;
  GArray *cells; /* of Cell: the headings, then row after row */
  BerthStyle row_style;
};

/* Foreign text is made safe before it gets here; this only keeps the promise of the form. */
static const char *
keep_text (BerthTable *self, const char *text)
{
  g_autofree char *single = NULL;
  char *to;

  if (text == NULL || *text == '\0')
    return "-";
  if (strstr (text, GAP) == NULL && text[0] != ' ' && text[strlen (text) - 1] != ' ')
    return g_string_chunk_insert (self->texts, text);

  single = g_strstrip (g_strdup (text));
  to = single;
  for (const char *from = single; *from != '\0'; from++)
    {
      if (from[0] != ' ' || from[1] != ' ')
        *to++ = *from;
    }
  *to = '\0';
  return *single == '\0' ? "-" : g_string_chunk_insert (self->texts, single);
}

/**
 * berth_table_new:
 * @headings: (array zero-terminated=1): the columns
 * @flexible_column: which of them is cut when a row does not fit on the terminal
 */
BerthTable *
berth_table_new (const char *const *headings, guint flexible_column)
{
  BerthTable *self = g_new0 (BerthTable, 1);

  self->n_columns = g_strv_length ((GStrv) headings);
  self->flexible_column = flexible_column;
  self->optional_columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->texts = g_string_chunk_new (4096);
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  for (guint i = 0; i < self->n_columns; i++)
    berth_table_add_cell (self, headings[i], BERTH_STYLE_HEADING);
  return self;
}

void
berth_table_free (BerthTable *self)
{
  g_string_chunk_free (self->texts);
  g_array_unref (self->cells);
  g_array_unref (self->optional_columns);
  g_free (self);
}

/**
 * berth_table_add_optional_column:
 * @column: left out on a terminal that is too narrow for all columns, after those that were added
 *   before it; never in a pipe
 */
void
berth_table_add_optional_column (BerthTable *self, guint column)
{
  g_array_append_val (self->optional_columns, column);
}

/**
 * berth_table_begin_row:
 * @style: of every cell of the row that has no style of its own
 *
 * To be followed by one berth_table_add_cell() for each column.
 */
void
berth_table_begin_row (BerthTable *self, BerthStyle style)
{
  g_assert (self->cells->len % self->n_columns == 0);

  self->row_style = style;
}

/**
 * berth_table_add_cell:
 * @text: (nullable): one line of safe text; nothing is shown as "-"
 */
void
berth_table_add_cell (BerthTable *self, const char *text, BerthStyle style)
{
  Cell cell = { .text = keep_text (self, text), .style = style };

  cell.width = berth_terminal_measure (cell.text);
  if (text == NULL || *text == '\0')
    cell.style = BERTH_STYLE_DIM;
  else if (style == BERTH_STYLE_PLAIN)
    cell.style = self->row_style;
  g_array_append_val (self->cells, cell);
}

/**
 * berth_table_indent_cell:
 *
 * Moves the last cell in a little, as a part of what stands in the row above. Only on a terminal:
 * in a pipe each row stands for itself.
 */
void
berth_table_indent_cell (BerthTable *self)
{
  Cell *cell = &g_array_index (self->cells, Cell, self->cells->len - 1);

  cell->indented = TRUE;
}

static gsize
measure_cell (const Cell *cell, const BerthTerminal *terminal)
{
  return cell->width + (cell->indented && terminal->is_terminal ? strlen (INDENT) : 0);
}

/* How wide all columns are together; those of width 0 are left out. */
static gsize
measure_row (BerthTable *self, const gsize *widths)
{
  gsize total = 0;

  for (guint column = 0; column < self->n_columns; column++)
    {
      if (widths[column] > 0)
        total += widths[column] + (total > 0 ? strlen (GAP) : 0);
    }
  return total;
}

/* Makes the columns fit: first those go that matter less, then one gives way. */
static void
fit_widths (BerthTable *self, gsize *widths, gsize room)
{
  gsize *flexible = &widths[self->flexible_column];
  gsize natural = *flexible;
  gsize total;

  *flexible = MIN (natural, GOOD_FLEXIBLE_WIDTH);
  for (guint i = 0; i < self->optional_columns->len && measure_row (self, widths) > room; i++)
    widths[g_array_index (self->optional_columns, guint, i)] = 0;

  *flexible = natural;
  total = measure_row (self, widths);
  if (total > room && natural > MIN_FLEXIBLE_WIDTH)
    *flexible = MAX (natural - MIN (natural, total - room), MIN_FLEXIBLE_WIDTH);
}

/* The width of each column, 0 for those that are left out. */
static gsize *
dup_widths (BerthTable *self, const BerthTerminal *terminal, guint first_row)
{
  gsize *widths = g_new0 (gsize, self->n_columns);

  for (guint i = first_row * self->n_columns; i < self->cells->len; i++)
    {
      gsize width = measure_cell (&g_array_index (self->cells, Cell, i), terminal);

      if (width > widths[i % self->n_columns])
        widths[i % self->n_columns] = width;
    }

  if (terminal->columns > 0)
    fit_widths (self, widths, terminal->columns);
  return widths;
}

/* Appends @text, cut to @room columns. Returns how many it took. */
static gsize
append_cut (GString *output, const char *text, gsize width, gsize room)
{
  const char *p = text;
  gsize taken = 0;

  if (width <= room)
    {
      g_string_append (output, text);
      return width;
    }

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);
      gsize next = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

      /* The last column of the room is for the sign that something is missing. */
      if (taken + next > room - 1)
        break;
      taken += next;
      p = g_utf8_next_char (p);
    }
  g_string_append_len (output, text, p - text);
  g_string_append (output, "…");
  return taken + 1;
}

static void
append_spaces (GString *output, gsize n)
{
  gsize end = output->len + n;

  g_string_set_size (output, end);
  memset (output->str + end - n, ' ', n);
}

static void
append_cell (const Cell *cell, gsize width, const BerthTerminal *terminal, GString *output)
{
  gboolean indented = cell->indented && terminal->is_terminal;
  gsize taken = 0;

  if (indented)
    {
      g_string_append (output, INDENT);
      taken = strlen (INDENT);
    }

  g_string_append (output, berth_terminal_get_begin (terminal, cell->style));
  taken += append_cut (output, cell->text, cell->width, width - taken);
  g_string_append (output, berth_terminal_get_end (terminal, cell->style));
  append_spaces (output, width - taken);
}

static void
append_row (BerthTable *self,
            const Cell *cells,
            const gsize *widths,
            const BerthTerminal *terminal,
            GString *output)
{
  gsize end = output->len;

  for (guint column = 0; column < self->n_columns; column++)
    {
      if (widths[column] == 0)
        continue;
      if (output->len > end)
        g_string_append (output, GAP);
      append_cell (&cells[column], widths[column], terminal, output);
    }

  /* Blanks behind the last word would only be selected along with it. */
  while (output->len > end && output->str[output->len - 1] == ' ')
    output->len--;
  g_string_append_c (output, '\n');
}

/**
 * berth_table_print:
 * @terminal: where it will be read; the headings are for people and stand only on a terminal
 * @output: what to append it to
 */
void
berth_table_print (BerthTable *self, const BerthTerminal *terminal, GString *output)
{
  guint n_rows = self->cells->len / self->n_columns;
  guint first_row = terminal->is_terminal ? 0 : 1;
  g_autofree gsize *widths = NULL;

  g_assert (self->cells->len % self->n_columns == 0);

  if (n_rows == 1)
    return;

  widths = dup_widths (self, terminal, first_row);
  for (guint row = first_row; row < n_rows; row++)
    append_row (self, &g_array_index (self->cells, Cell, row * self->n_columns), widths, terminal,
                output);
}
