/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "cli/berth-host-edit.h"

static gboolean dry_run;
static gboolean yes;

const GOptionEntry berth_verb_permissive_options[] = {
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { "yes", 'y', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &yes,
    N_ ("Do what is dangerous without asking; what is refused stays refused"), NULL },
  { NULL },
};

void
berth_verb_permissive (BerthInvocation *invocation)
{
  BerthHostEditTerms terms = {
    .kind = BERTH_HOST_ACTION_PERMISSIVE,
    .devices = (const char *const *) invocation->arguments,
    .dry_run = dry_run,
    .yes = yes,
  };

  berth_host_edit_run (invocation, &terms);
}
