/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"
#include "model/berth-need.h"
#include "rules/berth-rule.h"

/* When the driver of a card (SR-IOV) lets go of it, its virtual functions are gone at once, whoever
 * has them (pci_disable_sriov()). */
static BerthFinding *
used_finding (const BerthRule *self, const BerthDevice *child, const BerthNeed *need)
{
  g_autofree char *title = berth_device_dup_title (child);
  gboolean is_needed = need->answer == BERTH_NEED_NEEDED;
  BerthFinding *finding = berth_finding_new (
      self->id, is_needed ? BERTH_SEVERITY_REFUSED : BERTH_SEVERITY_DANGER, NULL);

  finding->words = g_strdup (is_needed ? _ ("needed in part") : _ ("in use in part"));
  finding->what
      = g_strdup_printf (_ ("%s is a virtual function of it and would be gone with it."), title);
  finding->why = berth_need_dup_sentence (need);
  finding->remedy = g_strdup (_ ("Give another of its virtual functions instead."));
  finding->can_force = is_needed;
  return finding;
}

static BerthFinding *
wanted_finding (const BerthRule *self, const BerthDevice *child)
{
  g_autofree char *title = berth_device_dup_title (child);
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_DANGER, NULL);

  finding->words = g_strdup (_ ("given twice"));
  finding->what = g_strdup_printf (_ ("The VM shall have %s too, which is a virtual function of "
                                      "it."),
                                   title);
  finding->why = g_strdup (_ ("Virtual functions are there only as long as this computer has the "
                              "card: the VM will not start with both."));
  finding->remedy = g_strdup (_ ("Give the card or its virtual functions, not both."));
  finding->stops_start = TRUE;
  return finding;
}

static BerthFinding *
claimed_finding (const BerthRule *self, const BerthDevice *child, const BerthClaim *claim)
{
  g_autofree char *title = berth_device_dup_title (child);
  g_autofree char *name = berth_text_dup_name (claim->vm->name);
  BerthFinding *finding = berth_finding_new (
      self->id, claim->is_live ? BERTH_SEVERITY_DANGER : BERTH_SEVERITY_CAUTION, NULL);

  finding->words = claim->is_live ? g_strdup (_ ("used in part"))
                                  : g_strdup (_ ("assigned in part"));
  /* Translators: a device, then the name of a VM. */
  finding->what
      = claim->is_live
            ? g_strdup_printf (_ ("%s is a virtual function of it, and “%s” is using it now."),
                               title, name)
            : g_strdup_printf (_ ("%s is a virtual function of it, and assigned to “%s”."),
                               title, name);
  finding->why = g_strdup (_ ("Virtual functions are there only as long as this computer has the "
                              "card: who has one loses it."));
  finding->remedy = g_strdup (_ ("Give another of its virtual functions instead."));
  berth_finding_add_remedy (finding, berth_remedy_new_open_vm (claim->vm));
  return finding;
}

/* What is to be said about @child, a virtual function of what is given; %NULL when nothing. */
static BerthFinding *
find (const BerthRule *self, const BerthSituation *situation, const BerthDevice *child)
{
  BerthNeed need = berth_need_judge (situation, child);
  GArray *claims = berth_roster_lookup (situation->roster, &child->address);
  const BerthClaim *worst = NULL;

  if (need.answer == BERTH_NEED_NEEDED || need.answer == BERTH_NEED_IN_USE)
    return used_finding (self, child, &need);
  if (berth_situation_lookup_wanted (situation, &child->address) != NULL)
    return wanted_finding (self, child);

  for (guint i = 0; claims != NULL && i < claims->len; i++)
    {
      const BerthClaim *claim = &g_array_index (claims, BerthClaim, i);
      gboolean is_own
          = situation->vm != NULL && berth_vm_is_same (claim->vm, situation->vm);

      if ((!is_own || claim->is_live) && (worst == NULL || (claim->is_live && !worst->is_live)))
        worst = claim;
    }
  return worst != NULL ? claimed_finding (self, child, worst) : NULL;
}

/* The worst thing to be said about any virtual function of @function. Cards that make some are
 * few, so that a look at all devices does not count. */
static BerthFinding *
find_worst (const BerthRule *self, const BerthSituation *situation, const BerthDevice *function)
{
  GPtrArray *devices = berth_inventory_get_devices (situation->inventory);
  g_autoptr (BerthFinding) worst = NULL;

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *child = g_ptr_array_index (devices, i);
      g_autoptr (BerthFinding) finding = NULL;

      if (child->pci == NULL || !child->pci->is_virtual
          || !berth_address_equal (&child->pci->physical_function, &function->address))
        continue;

      finding = find (self, situation, child);
      if (finding == NULL || (worst != NULL && finding->severity <= worst->severity))
        continue;
      g_clear_pointer (&worst, berth_finding_free);
      worst = g_steal_pointer (&finding);
    }
  return g_steal_pointer (&worst);
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);
      BerthFinding *finding = NULL;

      if (function->pci != NULL && function->pci->sriov_count > 0
          && berth_situation_takes (situation, bundle, function))
        finding = find_worst (self, situation, function);
      if (finding == NULL)
        continue;

      finding->address = function->address;
      finding->has_address = TRUE;
      g_ptr_array_add (findings, finding);
    }
}

const BerthRule berth_rule_physical_function = {
  .id = "physical-function",
  .link = "https://docs.kernel.org/PCI/pci-iov-howto.html",
  .check = check,
};
