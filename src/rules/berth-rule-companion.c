/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-need.h"
#include "model/berth-rival.h"
#include "rules/berth-rule.h"

/* Drivers that do not keep a device from leaving with its IOMMU group
 * (Documentation/driver-api/vfio.rst). */
static const char *const standing_by[] = { "vfio-pci", "pci-stub", "pcieport", NULL };

/* Another VM that wants @rival->device: the kernel never splits an IOMMU group between two. */
static BerthFinding *
rival_finding (const BerthRule *self, const BerthSituation *situation, const BerthRival *rival)
{
  g_autofree char *title = berth_device_dup_title (rival->device);
  g_autofree char *name = berth_text_dup_name (rival->vm->name);
  gboolean runs = rival->rivalry == BERTH_RIVALRY_RUNS;
  gboolean both = rival->rivalry == BERTH_RIVALRY_AUTOSTARTS && situation->vm->autostart;
  BerthFinding *finding
      = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &rival->device->address);

  if (rival->rivalry == BERTH_RIVALRY_CONFIGURED)
    finding->severity = BERTH_SEVERITY_NOTE;
  else if (both)
    finding->severity = BERTH_SEVERITY_DANGER;
  finding->stops_start = runs;
  finding->words = g_strdup_printf (_ ("shared with %s"), name);
  finding->what
      = runs ? g_strdup_printf (_ ("“%s” has %s now, which cannot be kept apart from it."), name,
                                title)
             : g_strdup_printf (_ ("%s, which cannot be kept apart from it, is assigned to “%s”."),
                                title, name);
  finding->why
      = both ? g_strdup (_ ("Both are started with this computer, and only one of them will "
                            "start: which one is chance."))
             : g_strdup (_ ("Devices of one IOMMU group can be used by one VM at a time only."));
  finding->remedy = g_strdup_printf (_ ("Shut down “%s” before this is used."), name);
  berth_finding_add_remedy (finding, berth_remedy_new_open_vm (rival->vm));
  return finding;
}

/* Each VM that claims a companion, unless it claims the bundle itself, which matters more. */
static void
check_rivals (const BerthRule *self,
              const BerthSituation *situation,
              const BerthBundle *bundle,
              GPtrArray *companions,
              GPtrArray *findings)
{
  g_autoptr (GPtrArray) functions = NULL;
  g_autoptr (GArray) direct = NULL;
  g_autoptr (GArray) rivals = NULL;

  if (situation->vm == NULL)
    return;

  functions = berth_situation_list_taken (situation, bundle, bundle->functions);
  direct = berth_rival_list (situation->roster, functions, situation->vm);
  rivals = berth_rival_list (situation->roster, companions, situation->vm);
  for (guint i = 0; i < rivals->len; i++)
    {
      const BerthRival *rival = &g_array_index (rivals, BerthRival, i);

      if (berth_rival_list_lookup (direct, rival->vm) == NULL)
        g_ptr_array_add (findings, rival_finding (self, situation, rival));
    }
}

static BerthFinding *
new_taking (const BerthRule *self, const BerthDevice *companion, BerthSeverity severity)
{
  g_autofree char *title = berth_device_dup_title (companion);
  BerthFinding *finding = berth_finding_new (self->id, severity, &companion->address);

  finding->what
      = g_strdup_printf (_ ("%s would have to leave this computer with it: both are in one IOMMU "
                            "group."),
                         title);
  return finding;
}

static void
refuse (BerthFinding *finding, const BerthBundle *bundle)
{
  finding->can_force = TRUE;
  finding->words = g_strdup (_ ("takes along what is needed"));
  finding->remedy = g_strdup (
      bundle->reason == BERTH_BUNDLE_CARD
          ? _ ("Plug the card into another slot: slots differ in what they keep apart.")
          : _ ("Leave both to the computer: what is built in cannot be moved apart."));
}

/* Parts of the computer itself that would go along. That there are three of them is no worse
 * than that there is one. */
static void
check_parts (const BerthRule *self,
             const BerthBundle *bundle,
             GPtrArray *companions,
             GPtrArray *findings)
{
  for (guint i = 0; i < companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (companions, i);
      BerthFinding *finding;

      if (companion->device_class != BERTH_DEVICE_HOST_FUNCTION)
        continue;

      finding = new_taking (self, companion, BERTH_SEVERITY_REFUSED);
      finding->why = g_strdup (_ ("That is a part of this computer itself."));
      refuse (finding, bundle);
      g_ptr_array_add (findings, finding);
      return;
    }
}

/* A companion leaves the host with the bundle: what the host needs cannot be one. */
static void
check_need (const BerthRule *self,
            const BerthSituation *situation,
            const BerthBundle *bundle,
            const BerthDevice *companion,
            GPtrArray *findings)
{
  BerthNeed need = berth_need_judge (situation, companion);
  gboolean is_remote = berth_inventory_get_facts (situation->inventory)->is_remote;
  BerthFinding *finding;

  if (need.answer == BERTH_NEED_FREE || companion->device_class == BERTH_DEVICE_HOST_FUNCTION)
    return;

  if (need.answer == BERTH_NEED_NEEDED)
    {
      finding = new_taking (self, companion, BERTH_SEVERITY_REFUSED);
      refuse (finding, bundle);
    }
  else
    {
      /* How little can be seen of a computer far away is said once for that computer. */
      finding = new_taking (self, companion,
                            need.answer == BERTH_NEED_CANNOT_TELL && is_remote
                                ? BERTH_SEVERITY_NOTE
                                : BERTH_SEVERITY_CAUTION);
      finding->words = g_strdup (need.answer == BERTH_NEED_IN_USE
                                     ? _ ("takes along what is in use")
                                     : _ ("takes along another"));
      finding->remedy = g_strdup (_ ("Make sure that the computer can spare both."));
    }
  finding->why = berth_need_dup_sentence (&need);
  g_ptr_array_add (findings, finding);
}

static gboolean
is_given (const BerthSituation *situation, const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      const BerthAssignment *assignment
          = berth_situation_lookup_wanted (situation, &function->address);

      if (assignment != NULL && assignment->role == BERTH_ROLE_GIVEN)
        return TRUE;
    }
  return FALSE;
}

/* Whether @companion stays with its driver although the VM gets the rest of the group. */
static gboolean
is_left_behind (const BerthSituation *situation, const BerthDevice *companion)
{
  const char *driver = companion->pci->driver;

  return driver != NULL && !g_strv_contains (standing_by, driver)
         && berth_situation_lookup_wanted (situation, &companion->address) == NULL;
}

/* Other tools assign without the companions. One that is left behind is as bad as many. */
static void
check_left_behind (const BerthRule *self,
                   const BerthSituation *situation,
                   GPtrArray *companions,
                   GPtrArray *findings)
{
  for (guint i = 0; i < companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (companions, i);
      g_autofree char *title = NULL;
      g_autofree char *name = NULL;
      BerthFinding *finding;

      if (!is_left_behind (situation, companion))
        continue;

      title = berth_device_dup_title (companion);
      name = berth_text_dup_name (situation->vm->name);
      finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &companion->address);
      finding->stops_start = TRUE;
      finding->words = g_strdup (_ ("left one behind"));
      finding->what = g_strdup_printf (_ ("%s stays with this computer, but cannot be kept apart "
                                          "from it: both are in one IOMMU group."),
                                       title);
      finding->why = g_strdup_printf (_ ("A group is given away as a whole only: “%s” will not "
                                         "start."),
                                      name);
      finding->remedy = g_strdup_printf (_ ("Assign %s too, or take this one back."), title);
      g_ptr_array_add (findings, finding);
      return;
    }
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  g_autoptr (GPtrArray) companions = NULL;

  if (bundle->companions->len == 0)
    return;

  companions = berth_situation_list_taken (situation, bundle, bundle->companions);
  check_parts (self, bundle, companions, findings);
  for (guint i = 0; i < companions->len; i++)
    check_need (self, situation, bundle, g_ptr_array_index (companions, i), findings);
  if (situation->vm != NULL && is_given (situation, bundle))
    check_left_behind (self, situation, companions, findings);
  check_rivals (self, situation, bundle, companions, findings);
}

const BerthRule berth_rule_companion = {
  .id = "companion",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check = check,
};
