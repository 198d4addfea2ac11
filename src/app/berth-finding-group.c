/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-finding-group.h"

#include "app/berth-bundle-words.h"
#include "base/berth-text.h"

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

  if ((*left)->is_vm != (*right)->is_vm)
    return (*left)->is_vm ? -1 : 1;
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
add_group (GPtrArray *groups, char *title, gboolean is_vm, GPtrArray *findings)
{
  BerthFindingGroup *group = g_new0 (BerthFindingGroup, 1);

  group->title = title;
  group->is_vm = is_vm;
  group->findings = g_ptr_array_copy (findings, copy_finding_cb, NULL);
  g_ptr_array_sort (group->findings, compare_findings);
  g_ptr_array_add (groups, group);
}

/**
 * berth_finding_group_list:
 *
 * Returns: (transfer full) (element-type BerthFindingGroup): all that there is to think of before
 *   Apply: first about the VM, then about each device that it shall get or get otherwise, the
 *   worst first
 */
GPtrArray *
berth_finding_group_list (BerthDraft *draft)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  GPtrArray *entries = berth_draft_get_entries (draft);
  GPtrArray *vm_findings = berth_draft_get_vm_findings (draft);
  const BerthVm *vm = berth_draft_get_vm (draft);

  if (vm != NULL && vm_findings->len > 0)
    add_group (groups, berth_text_dup_name (vm->name), TRUE, vm_findings);

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      gboolean is_given
        = entry->state == BERTH_DRAFT_NEW || entry->state == BERTH_DRAFT_OPTIONS;

      if (is_given && entry->findings->len > 0)
        add_group (groups, berth_bundle_words_dup_title (entry->bundle), FALSE, entry->findings);
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
