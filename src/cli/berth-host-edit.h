/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"
#include "model/berth-host-action.h"

G_BEGIN_DECLS

/**
 * BerthHostEditTerms:
 * @kind: what to do with each device that was named
 * @devices: (array zero-terminated=1): as typed
 * @driver: (nullable): as typed, to which driver; %NULL: the one that fits the computer
 * @dry_run: say what would be done, and do nothing
 * @yes: the answer to what would be asked
 *
 * What to do on the host's side. Borrowed.
 */
typedef struct
{
  BerthHostActionKind kind;
  const char *const *devices;
  const char *driver;
  gboolean dry_run;
  gboolean yes;
} BerthHostEditTerms;

void berth_host_edit_run (BerthInvocation *invocation, const BerthHostEditTerms *terms);

G_END_DECLS
