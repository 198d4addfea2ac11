/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-rival.h"
#include "rules/berth-rule.h"

static void
say_runs (BerthFinding *finding, const char *name)
{
  finding->stops_start = TRUE;
  finding->words = g_strdup_printf (_ ("used by %s"), name);
  finding->what = g_strdup_printf (_ ("“%s” is using it now."), name);
  finding->why = g_strdup (_ ("Only one can have it at a time: the second one will not start while "
                              "the first one runs."));
  finding->remedy = g_strdup_printf (_ ("Shut down “%s” before this one starts, or take it back "
                                        "from there."),
                                     name);
}

/* Which of two that both start with the computer gets it is chance. */
static void
say_autostarts (BerthFinding *finding, const char *name, gboolean both)
{
  finding->words = g_strdup_printf (_ ("taken by %s"), name);
  finding->what
      = g_strdup_printf (_ ("“%s” takes it as soon as this computer starts."), name);
  if (both)
    {
      finding->severity = BERTH_SEVERITY_DANGER;
      finding->why = g_strdup (_ ("Both are started with this computer, and only one of them will "
                                  "start: which one is chance."));
    }
  else
    {
      finding->why = g_strdup (_ ("Only one can have it at a time: the second one will not start "
                                  "while the first one runs."));
    }
  finding->remedy = g_strdup_printf (_ ("Do not start “%s” with the computer, or take it back from "
                                        "there."),
                                     name);
}

/* Those from @first on, whose sentences would be the same but for the name: a stick may be
 * assigned to dozens of VMs. */
static void
say_configured (BerthFinding *finding, GArray *rivals, guint first, const char *name)
{
  guint n = rivals->len - first;
  g_autofree char *names = berth_rival_list_dup_names (rivals, first);

  finding->severity = BERTH_SEVERITY_NOTE;
  finding->words = n == 1 ? g_strdup_printf (_ ("also for %s"), name)
                          : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "also for %u VM",
                                                          "also for %u VMs", n),
                                             n);
  /* Translators: one or more names of VMs, each in its quotes */
  finding->what = g_strdup_printf (_ ("It is assigned to %s too."), names);
  finding->why = g_strdup (_ ("Only one can have it at a time: the second one will not start while "
                              "the first one runs."));
  finding->remedy
      = n == 1 ? g_strdup_printf (_ ("Never run both at once, or take it back from %s."), names)
               : g_strdup (_ ("Never run two of them at once, or take it back from the others."));
  for (guint i = first; i < rivals->len && i < first + BERTH_RIVALS_NAMED; i++)
    berth_finding_add_remedy (
        finding, berth_remedy_new_open_vm (g_array_index (rivals, BerthRival, i).vm));
}

/* The same device may be assigned to several VMs; only one of them can run with it. Without a VM
 * that wants it there is no second one to warn about. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GArray) rivals = NULL;

  if (situation->vm == NULL)
    return;

  taken = berth_situation_list_taken (situation, bundle, bundle->functions);
  rivals = berth_rival_list (situation->roster, taken, situation->vm);
  for (guint i = 0; i < rivals->len; i++)
    {
      const BerthRival *rival = &g_array_index (rivals, BerthRival, i);
      g_autofree char *name = berth_text_dup_name (rival->vm->name);
      BerthFinding *finding
          = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &rival->device->address);

      if (rival->rivalry == BERTH_RIVALRY_RUNS)
        say_runs (finding, name);
      else if (rival->rivalry == BERTH_RIVALRY_AUTOSTARTS)
        say_autostarts (finding, name, situation->vm->autostart);
      else
        say_configured (finding, rivals, i, name);
      g_ptr_array_add (findings, finding);
      /* They are the last. */
      if (rival->rivalry == BERTH_RIVALRY_CONFIGURED)
        return;
      berth_finding_add_remedy (finding, berth_remedy_new_open_vm (rival->vm));
    }
}

const BerthRule berth_rule_claimed = { .id = "claimed", .check = check };
