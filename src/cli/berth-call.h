/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-verb.h"

G_BEGIN_DECLS

/**
 * BerthCall:
 * @verb: (nullable): what to do; borrowed from the table
 * @arguments: what stands behind it, options taken out; any bytes
 * @uris: connections in the order they were named; empty: the defaults
 * @demo: the demo's computers and no others
 * @reset: the demo starts over
 * @json: the answer, and errors, are for a program
 * @help: asked for `--help`
 * @version: asked for `--version`
 *
 * What one call of `berthctl` asks for.
 */
typedef struct
{
  const BerthVerb *verb;
  GStrv arguments;
  GStrv uris;
  gboolean demo;
  gboolean reset;
  gboolean json;
  gboolean help;
  gboolean version;
} BerthCall;

BerthCall *berth_call_new (void);
void berth_call_free (BerthCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthCall, berth_call_free)

gboolean berth_call_parse (BerthCall *self,
                           const BerthVerb *verbs,
                           const char *const *words,
                           GError **error);
char *berth_call_dup_help (const BerthVerb *verbs, const BerthVerb *verb);

G_END_DECLS
