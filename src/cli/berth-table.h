/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-terminal.h"

G_BEGIN_DECLS

/**
 * BerthTable:
 *
 * Rows of words in aligned columns. The form that programs may rely on: columns are at least two
 * spaces apart, no cell is empty ("-" stands there) and no cell has two spaces in a row.
 */
typedef struct _BerthTable BerthTable;

BerthTable *berth_table_new (const char *const *headings, guint flexible_column);
void berth_table_free (BerthTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthTable, berth_table_free)

void berth_table_add_optional_column (BerthTable *self, guint column);

void berth_table_begin_row (BerthTable *self, BerthStyle style);
void berth_table_add_cell (BerthTable *self, const char *text, BerthStyle style);
void berth_table_indent_cell (BerthTable *self);

void berth_table_print (BerthTable *self, const BerthTerminal *terminal, GString *output);

G_END_DECLS
