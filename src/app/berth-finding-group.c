/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-finding-group.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "base/berth-text.h"
#include "session/berth-check.h"

static void
group_free (gpointer data)
{
  BerthFindingGroup *self = data;

  g_free (self->title);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

/* Sorting is stable: what the rules say first stays before what is as bad. */
static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const BerthFinding *const *left = a;
  const BerthFinding *const *right = b;

  return (int) (*right)->severity - (int) (*left)->severity;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const BerthFindingGroup *const *left = a;
  const BerthFindingGroup *const *right = b;

  if ((*left)->subject != (*right)->subject)
    return (int) (*left)->subject - (int) (*right)->subject;
  return (int) berth_finding_group_get_severity (*right)
         - (int) berth_finding_group_get_severity (*left);
}

static gpointer
copy_finding_cb (gconstpointer finding, gpointer user_data)
{
  return berth_finding_copy (finding);
}

/* Takes over @title. */
static void
add_group (GPtrArray *groups, BerthFindingSubject subject, char *title, GPtrArray *findings)
{
  BerthFindingGroup *group = g_new0 (BerthFindingGroup, 1);

  group->subject = subject;
  group->title = title;
  group->findings = g_ptr_array_copy (findings, copy_finding_cb, NULL);
  g_ptr_array_sort (group->findings, compare_findings);
  g_ptr_array_add (groups, group);
}

static gboolean
is_said (GPtrArray *findings, const char *id)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->id, id))
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_finding_group_list_of_computer:
 *
 * Returns: (transfer full) (element-type BerthFinding): what there is to think of about the
 *   computer, whichever VM gets something of it, without what is said about this VM already
 */
GPtrArray *
berth_finding_group_list_of_computer (BerthDraft *draft)
{
  GPtrArray *findings = berth_check_computer (berth_draft_get_computer (draft));
  GPtrArray *vm_findings = berth_draft_get_vm_findings (draft);

  for (guint i = findings->len; i > 0; i--)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i - 1);

      if (finding->severity < BERTH_SEVERITY_CAUTION || is_said (vm_findings, finding->id))
        g_ptr_array_remove_index (findings, i - 1);
    }
  return findings;
}

/**
 * berth_finding_group_list:
 *
 * Returns: (transfer full) (element-type BerthFindingGroup): all that there is to think of before
 *   Apply: first about the VM, then about the computer, then about each device that the VM shall
 *   get or get otherwise, the worst first
 */
GPtrArray *
berth_finding_group_list (BerthDraft *draft)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  GPtrArray *entries = berth_draft_get_entries (draft);
  GPtrArray *vm_findings = berth_draft_get_vm_findings (draft);
  g_autoptr (GPtrArray) of_computer = berth_finding_group_list_of_computer (draft);
  const BerthVm *vm = berth_draft_get_vm (draft);

  if (vm != NULL && vm_findings->len > 0)
    add_group (groups, BERTH_SUBJECT_VM, berth_text_dup_name (vm->name), vm_findings);
  if (of_computer->len > 0)
    add_group (groups, BERTH_SUBJECT_COMPUTER, g_strdup (_ ("This Computer")), of_computer);

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      gboolean is_given
        = entry->state == BERTH_DRAFT_NEW || entry->state == BERTH_DRAFT_OPTIONS;

      if (is_given && entry->findings->len > 0)
        add_group (groups, BERTH_SUBJECT_DEVICE, berth_bundle_words_dup_title (entry->bundle),
                   entry->findings);
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

/**
 * berth_finding_group_get_severity:
 *
 * Returns: of the worst one
 */
BerthSeverity
berth_finding_group_get_severity (const BerthFindingGroup *self)
{
  const BerthFinding *worst = g_ptr_array_index (self->findings, 0);

  return worst->severity;
}
