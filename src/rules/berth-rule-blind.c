/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "rules/berth-rule.h"

/* What a gap hides, in the words of the question that nobody can answer then. */
static const struct
{
  guint gap;
  const char *hidden;
} gap_texts[] = {
  { BERTH_GAP_USES_DISK, N_ ("which disks it uses") },
  { BERTH_GAP_USES_NETWORK, N_ ("which network it is reached by") },
  { BERTH_GAP_USES_DISPLAY, N_ ("which screen it shows") },
  { BERTH_GAP_USES_INPUT, N_ ("which keyboard and mouse it has") },
  { BERTH_GAP_GROUPS, N_ ("which devices it can keep apart") },
  { BERTH_GAP_USB, N_ ("which USB devices it has") },
};

static char *
dup_hidden (const BerthFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (gap_texts); i++)
    {
      if ((facts->gaps & gap_texts[i].gap) == 0)
        continue;
      if (text->len > 0)
        /* Translators: stands between the parts of a list in a sentence. */
        g_string_append (text, _ (", "));
      g_string_append (text, _ (gap_texts[i].hidden));
    }
  if (text->len == 0)
    g_string_append (text, _ ("how its devices are reset and kept apart"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);
  g_autofree char *hidden = NULL;
  BerthFinding *finding;

  /* Which Xen domain has which device is told only to root, and to this program by the VMs'
   * server. */
  if (!facts->is_remote && (facts->gaps & ~(guint) BERTH_GAP_HOLDERS) == 0)
    return;

  hidden = dup_hidden (facts);
  finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);
  finding->words = g_strdup (_ ("not all is seen"));
  /* Translators: a list of questions: “which disks it uses, which screen it shows”. */
  finding->what
      = g_strdup_printf (_ ("Not all of this computer can be seen from here: %s."), hidden);
  finding->why = g_strdup (_ ("Berth cannot warn of what it cannot see: a device that looks free "
                              "may be needed."));
  finding->remedy = facts->is_remote
                        ? g_strdup (_ ("Run Berth on that computer, with “ssh -X HOST berth” or "
                                       "“ssh HOST berthctl check”."))
                        : g_strdup (_ ("Run Berth outside of a container, as a user who may read "
                                       "/sys and /proc."));
  g_ptr_array_add (findings, finding);
}

const BerthRule berth_rule_blind = {
  .id = "blind",
  .link = "https://libvirt.org/uri.html",
  .check_computer = check_computer,
};
