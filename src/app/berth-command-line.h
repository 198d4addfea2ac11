/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthCommandLine:
 * @help: asked for `--help`
 * @version: asked for `--version`
 * @demo: the demo's computers and no others; also when only they are named by `--connect`
 * @reset: the demo starts over
 * @uris: connections in the order they were named; empty: the defaults
 * @vm: (nullable): name or UUID of the VM whose settings to open
 *
 * What one call of `berth` asks for.
 */
typedef struct
{
  gboolean help;
  gboolean version;
  gboolean demo;
  gboolean reset;
  GStrv uris;
  char *vm;
} BerthCommandLine;

BerthCommandLine *berth_command_line_parse (const char *const *arguments, GError **error);
void berth_command_line_free (BerthCommandLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthCommandLine, berth_command_line_free)

char *berth_command_line_dup_help (void);

G_END_DECLS
