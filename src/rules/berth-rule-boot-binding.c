/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "facts/berth-boot-binding.h"
#include "model/berth-boot-words.h"
#include "rules/berth-rule.h"

static const BerthBootBinding *
find_binding (const BerthFacts *facts, const BerthAddress *address)
{
  for (guint i = 0; i < facts->boot_bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (facts->boot_bindings, i);

      if (berth_address_equal (&binding->address, address))
        return binding;
    }
  return NULL;
}

static BerthFinding *
new_finding (const BerthRule *self, const BerthDevice *device, BerthSeverity severity)
{
  return berth_finding_new (self->id, severity, &device->address);
}

static BerthFinding *
new_trial_finding (const BerthRule *self, const BerthDevice *device, const char *title)
{
  BerthFinding *finding = new_finding (self, device, BERTH_SEVERITY_NOTE);

  finding->words = g_strdup (_ ("on trial"));
  finding->what
      = g_strdup_printf (_ ("%s will be bound for VMs at the next boot, on trial."), title);
  finding->why = g_strdup (_ ("It is bound once: unless you confirm it then, it is left alone at "
                              "the boot after that."));
  finding->remedy = g_strdup (_ ("Restart this computer when it suits you, see that all works, and "
                                 "confirm it."));
  return finding;
}

static BerthFinding *
tried_finding (const BerthRule *self, const BerthDevice *device, const char *title)
{
  BerthFinding *finding = new_finding (self, device, BERTH_SEVERITY_NOTE);

  finding->words = g_strdup (_ ("to be confirmed"));
  finding->what
      = g_strdup_printf (_ ("%s was bound for VMs at this boot, on trial."), title);
  finding->why = g_strdup (_ ("Unless you confirm it, it is left alone from the next boot on."));
  finding->remedy = g_strdup (_ ("Confirm it if this computer works as it should."));
  return finding;
}

/* The computer may have started so that nobody could sit down at it. */
static BerthFinding *
not_confirmed_finding (const BerthRule *self, const BerthDevice *device, const char *title)
{
  BerthFinding *finding = new_finding (self, device, BERTH_SEVERITY_CAUTION);

  finding->words = g_strdup (_ ("not confirmed"));
  finding->what = g_strdup_printf (_ ("%s is not bound at boot any more: at the boot that tried "
                                      "it nobody confirmed it."),
                                   title);
  finding->why = g_strdup (_ ("Perhaps this computer could not be used then: no screen, no "
                              "keyboard, no network."));
  finding->remedy = g_strdup (_ ("If all was well, confirm it now; otherwise remove it from "
                                 "boot."));
  return finding;
}

static BerthFinding *
held_finding (const BerthRule *self,
              const BerthDevice *device,
              const char *title,
              const BerthFacts *facts,
              const BerthBootBinding *binding)
{
  BerthFinding *finding = new_finding (self, device, BERTH_SEVERITY_CAUTION);

  finding->words = g_strdup (_ ("host was first"));
  finding->what = g_strdup_printf (_ ("%s was not bound at this boot: a driver of this computer "
                                      "had it first."),
                                   title);
  finding->why = g_strdup (_ ("To tear it off that driver while the computer starts could leave it "
                              "without a screen, a disk or a keyboard."));
  finding->remedy = berth_boot_words_dup_earlier (binding, facts);
  return finding;
}

static BerthFinding *
changed_finding (const BerthRule *self, const BerthDevice *device, const char *title)
{
  BerthFinding *finding = new_finding (self, device, BERTH_SEVERITY_CAUTION);

  finding->words = g_strdup (_ ("another device"));
  finding->what = g_strdup_printf (_ ("%s sits where another device was to be bound at boot: it "
                                      "was left alone."),
                                   title);
  finding->why = g_strdup (_ ("Addresses move when a card is added or removed. The wrong device "
                              "would be taken from this computer."));
  finding->remedy
      = g_strdup (_ ("Remove it from boot, and bind the device that you mean at boot again."));
  return finding;
}

static BerthFinding *
failed_finding (const BerthRule *self, const BerthDevice *device, const char *title)
{
  BerthFinding *finding = new_finding (self, device, BERTH_SEVERITY_CAUTION);

  finding->words = g_strdup (_ ("not bound"));
  finding->what = g_strdup_printf (_ ("%s was to be bound at this boot, and the kernel did not do "
                                      "it."),
                                   title);
  finding->why = g_strdup (_ ("A VM that counts on it may not start."));
  finding->remedy
      = g_strdup (_ ("See what “journalctl -b -u berth-boot” says, then bind it now or return "
                     "it."));
  return finding;
}

/* Returns: (transfer full) (nullable): what there is to do about @binding */
static BerthFinding *
find (const BerthRule *self,
      const BerthDevice *device,
      const BerthFacts *facts,
      const BerthBootBinding *binding)
{
  g_autofree char *title = berth_device_dup_title (device);

  switch (binding->outcome)
    {
    case BERTH_BOOT_OUTCOME_NOT_CONFIRMED:
      return binding->trial == BERTH_BOOT_TRIAL_CONFIRMED
                 ? NULL
                 : not_confirmed_finding (self, device, title);
    case BERTH_BOOT_OUTCOME_HELD_BY_HOST:
      return held_finding (self, device, title, facts, binding);
    case BERTH_BOOT_OUTCOME_CHANGED:
      return changed_finding (self, device, title);
    case BERTH_BOOT_OUTCOME_FAILED:
      return failed_finding (self, device, title);
    case BERTH_BOOT_OUTCOME_BOUND:
      return binding->trial == BERTH_BOOT_TRIAL_TRIED ? tried_finding (self, device, title) : NULL;
    case BERTH_BOOT_OUTCOME_NONE:
    case BERTH_BOOT_OUTCOME_MISSING:
    default:
      return binding->trial == BERTH_BOOT_TRIAL_NEW ? new_trial_finding (self, device, title)
                                                    : NULL;
    }
}

/* Said of the computer and not of each VM, and of a card once: the worst. Where all is switched off
 * for this boot, that is all there is to say. */
static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);
  g_autoptr (BerthFinding) worst = NULL;

  if (situation->vm != NULL || facts->boot_switched_off)
    return;

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      const BerthBootBinding *binding = find_binding (facts, &device->address);
      g_autoptr (BerthFinding) finding
          = binding != NULL ? find (self, device, facts, binding) : NULL;

      if (finding == NULL || (worst != NULL && finding->severity <= worst->severity))
        continue;
      g_clear_pointer (&worst, berth_finding_free);
      worst = g_steal_pointer (&finding);
    }
  if (worst != NULL)
    g_ptr_array_add (findings, g_steal_pointer (&worst));
}

static BerthFinding *
switched_off_finding (const BerthRule *self)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, NULL);

  finding->words = g_strdup (_ ("binding switched off"));
  finding->what = g_strdup (_ ("Nothing was bound for VMs at this boot: the kernel was told "
                               "“berth.disable=1”."));
  finding->why = g_strdup (_ ("As long as this computer runs, nothing can be bound; returning "
                              "works, and so does removing from boot."));
  finding->remedy = g_strdup (_ ("Remove from boot what made trouble, and restart this computer "
                                 "without it."));
  return finding;
}

/* A device that was pulled has no place to say it at. */
static BerthFinding *
missing_finding (const BerthRule *self, const BerthBootBinding *binding)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, NULL);
  g_autofree char *address = berth_address_dup_string (&binding->address);

  finding->words = g_strdup (_ ("not there at boot"));
  finding->what = g_strdup_printf (_ ("The device that was to be bound at boot at %s is not in "
                                      "this computer."),
                                   address);
  finding->why = g_strdup (_ ("If it comes back at another address, it is not bound there."));
  finding->remedy = g_strdup_printf (_ ("Plug it in at its old place, or run “berthctl boot remove "
                                        "%s”."),
                                     address);
  return finding;
}

static void
check_computer (const BerthRule *self, const BerthSituation *situation, GPtrArray *findings)
{
  const BerthFacts *facts = berth_inventory_get_facts (situation->inventory);

  if (facts->boot_switched_off && facts->boot_bindings->len > 0)
    g_ptr_array_add (findings, switched_off_finding (self));

  for (guint i = 0; i < facts->boot_bindings->len; i++)
    {
      const BerthBootBinding *binding = g_ptr_array_index (facts->boot_bindings, i);

      if (berth_inventory_lookup (situation->inventory, &binding->address) == NULL)
        g_ptr_array_add (findings, missing_finding (self, binding));
    }
}

const BerthRule berth_rule_boot_binding = {
  .id = "boot-binding",
  .link = "https://docs.kernel.org/driver-api/vfio.html",
  .check = check,
  .check_computer = check_computer,
};
