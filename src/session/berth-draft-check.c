/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the rules let a draft be written. They are asked each time: nothing is decided on what
 * they said before. */

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "rules/berth-ruleset.h"
#include "session/berth-draft-private.h"

/* Fails with the first of @findings that refuses. */
static gboolean
check_findings (GPtrArray *findings, const BerthBundle *bundle, GError **error)
{
  const BerthFinding *worst = berth_finding_list_get_worst (findings);
  g_autofree char *title = NULL;

  if (worst == NULL || worst->severity < BERTH_SEVERITY_REFUSED)
    return TRUE;
  if (bundle == NULL)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED, "%s %s %s", worst->what, worst->why,
                   worst->remedy);
      return FALSE;
    }
  title = berth_device_dup_title (berth_bundle_get_first (bundle));
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               /* Translators: a device, then three sentences: what is so, why it matters, and what
                  to do */
               _ ("%s cannot be given away. %s %s %s"), title, worst->what, worst->why,
               worst->remedy);
  return FALSE;
}

/**
 * berth_draft_check_bundle:
 * @wish: (nullable): by which @bundle is given, or would be; %NULL: that of the draft
 *
 * Asks the rules now, whatever they said before.
 *
 * Returns: %FALSE with %BERTH_ERROR_REFUSED if one of them refuses to give the bundle away
 */
gboolean
berth_draft_check_bundle (BerthDraft *self, BerthWish *wish, BerthBundle *bundle, GError **error)
{
  BerthSituation situation;
  g_autoptr (GPtrArray) findings = NULL;

  if (!berth_draft_get_situation (self, wish, &situation))
    return TRUE;
  findings = berth_draft_findings_check (berth_draft_get_findings (self), &situation, bundle);
  return check_findings (findings, bundle, error);
}

/**
 * berth_draft_check_all:
 *
 * Asks the rules now about all that the next Apply gives, each and all together. What is taken back
 * or changed without giving more of it away is not refused, and as long as all is so, nothing is.
 *
 * Returns: %FALSE with %BERTH_ERROR_REFUSED if one of them refuses
 */
gboolean
berth_draft_check_all (BerthDraft *self, GError **error)
{
  GPtrArray *entries = berth_draft_get_entries (self);
  BerthDraftFindings *rules = berth_draft_get_findings (self);
  BerthSituation situation;
  g_autoptr (GHashTable) wanted_at = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  gboolean gives_more = FALSE;

  if (!berth_draft_get_situation (self, NULL, &situation))
    return TRUE;
  situation.wanted_at = wanted_at = berth_assignment_list_index (situation.wanted);
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GPtrArray) of_bundle = NULL;

      if (!entry->gives_more)
        continue;
      gives_more = TRUE;
      of_bundle = berth_draft_findings_check (rules, &situation, entry->bundle);
      if (!check_findings (of_bundle, entry->bundle, error))
        return FALSE;
    }
  if (!gives_more)
    return TRUE;
  findings = berth_ruleset_check_vm (&situation);
  return check_findings (findings, NULL, error);
}

static void
append_copies (GPtrArray *all, GPtrArray *findings, BerthSeverity most)
{
  for (guint i = 0; i < findings->len; i++)
    {
      BerthFinding *copy = berth_finding_copy (g_ptr_array_index (findings, i));

      copy->severity = MIN (copy->severity, most);
      g_ptr_array_add (all, copy);
    }
}

/**
 * berth_draft_list_findings:
 *
 * Returns: (transfer full) (element-type BerthFinding): what the rules say about the VM as it is
 *   wished for, then what they say about all that Apply will give. What would refuse something that
 *   is given already counts as danger there: see berth_draft_check_all()
 */
GPtrArray *
berth_draft_list_findings (BerthDraft *self)
{
  GPtrArray *entries = berth_draft_get_entries (self);
  GPtrArray *all = berth_finding_list_new ();

  append_copies (all, berth_draft_get_vm_findings (self), BERTH_SEVERITY_REFUSED);
  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == BERTH_DRAFT_NEW || entry->state == BERTH_DRAFT_OPTIONS)
        append_copies (all, entry->findings,
                       entry->gives_more ? BERTH_SEVERITY_REFUSED : BERTH_SEVERITY_DANGER);
    }
  return all;
}
