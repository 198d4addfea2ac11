/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthPolicy:
 * @method: of the interface
 * @action: polkit's action that the caller needs
 * @changes: it changes something: never done while the computer is switched off on the kernel
 *   command line, unless @undoes
 * @undoes: it gives something back
 *
 * What a method of the helper needs. A method without a row is never done.
 */
typedef struct
{
  const char *method;
  const char *action;
  gboolean changes;
  gboolean undoes;
} BerthPolicy;

const BerthPolicy *berth_policy_lookup (const char *method);

G_END_DECLS
