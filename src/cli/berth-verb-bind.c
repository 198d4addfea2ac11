/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "cli/berth-host-edit.h"

static gboolean dry_run;
static gboolean yes;
static char *driver;

const GOptionEntry berth_verb_bind_options[] = {
  { "driver", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &driver,
    N_ ("Which driver keeps it for VMs; the one that fits the computer if left out"),
    N_ ("vfio-pci|pciback") },
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { "yes", 'y', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &yes,
    N_ ("Do what is dangerous without asking; what is refused stays refused"), NULL },
  { NULL },
};

void
berth_verb_bind (BerthInvocation *invocation)
{
  BerthHostEditTerms terms = {
    .kind = BERTH_HOST_ACTION_BIND,
    .devices = (const char *const *) invocation->arguments,
    .driver = driver,
    .dry_run = dry_run,
    .yes = yes,
  };

  berth_host_edit_run (invocation, &terms);
}
