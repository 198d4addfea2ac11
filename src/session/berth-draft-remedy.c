/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways out of what the rules found that change the wish. */

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-draft-private.h"

static char *
dup_title (const BerthBundle *bundle)
{
  return berth_device_dup_title (berth_bundle_get_first (bundle));
}

static char *
dup_vm_name (BerthDraft *self)
{
  return berth_text_dup_name (berth_draft_get_vm (self)->name);
}

/* Whether the VM shall have it, and in a way that Berth may change. */
static gboolean
check_wanted (BerthDraft *self, const BerthDraftEntry *entry, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (berth_draft_is_wanted (entry))
    return berth_draft_check_form (self, entry, error);
  title = dup_title (entry->bundle);
  name = dup_vm_name (self);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               /* Translators: first a device, then a VM */
               _ ("%s is not assigned to “%s” any more. Assign the device that is meant."), title,
               name);
  return FALSE;
}

/**
 * berth_draft_pin:
 * @bundle: of the bundle, or of any of its functions
 *
 * Wishes that the device which is there now is the one that is meant, whatever was meant before. A
 * device that nobody pinned is pinned by it too. Nothing is written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_REFUSED when nothing is there, when what is there
 *   cannot be given away, or when it is not assigned; %BERTH_ERROR_NOT_FOUND, or why the VM cannot
 *   be edited
 */
gboolean
berth_draft_pin (BerthDraft *self, const BerthAddress *bundle, GError **error)
{
  const BerthDraftEntry *entry = berth_draft_begin_edit (self, bundle, error);
  g_autofree char *title = NULL;
  BerthWish *trial;

  if (entry == NULL || !check_wanted (self, entry, error))
    return FALSE;
  if (entry->bundle->reason == BERTH_BUNDLE_GHOST)
    {
      title = dup_title (entry->bundle);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("%s is not in this computer, so that nothing is there to be meant. Put it "
                      "back, or take it back from the VM."),
                   title);
      return FALSE;
    }

  trial = berth_wish_copy (berth_draft_get_wish (self));
  berth_wish_pin (trial, entry->bundle);
  return berth_draft_accept (self, trial, entry, error);
}

/* Whether what was meant at @entry is somewhere else now. */
static gboolean
check_astray (const BerthDraftEntry *entry, GError **error)
{
  g_autofree char *title = NULL;

  if (entry->identity == BERTH_IDENTITY_MISSING || entry->identity == BERTH_IDENTITY_CHANGED)
    return TRUE;
  title = dup_title (entry->bundle);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               _ ("%s is where it was meant to be. To have another device, assign that one."),
               title);
  return FALSE;
}

/* Whether the VM has nothing at @to yet that would be lost. */
static gboolean
check_vacant (BerthDraft *self, const BerthDraftEntry *to, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (!berth_draft_is_wanted (to) || to->is_companion)
    return TRUE;
  title = dup_title (to->bundle);
  name = dup_vm_name (self);
  if (to->identity == BERTH_IDENTITY_CHANGED)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                 /* Translators: first a VM, then a device */
                 _ ("“%s” was meant to have another device where %s is now. Move or take back that "
                    "one first."),
                 name, title);
  else
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                 /* Translators: first a VM, then a device */
                 _ ("“%s” has %s already. Take back what is assigned where it was before."), name,
                 title);
  return FALSE;
}

/**
 * berth_draft_move:
 * @from: where something is assigned that is not there any more
 * @to: where it is now
 *
 * Wishes to have the device at @to instead of what is assigned at @from, with the same options. Of
 * a card, all functions that were assigned go. Nothing is written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_REFUSED when there is nothing to move or the device
 *   at @to cannot be given away, %BERTH_ERROR_NOT_FOUND, or why the VM cannot be edited
 */
gboolean
berth_draft_move (BerthDraft *self,
                  const BerthAddress *from,
                  const BerthAddress *to,
                  GError **error)
{
  const BerthDraftEntry *old = berth_draft_begin_edit (self, from, error);
  const BerthDraftEntry *target = old != NULL ? berth_draft_begin_edit (self, to, error) : NULL;
  BerthWish *trial;

  if (target == NULL || !check_wanted (self, old, error) || !check_astray (old, error)
      || !check_vacant (self, target, error))
    return FALSE;

  trial = berth_wish_copy (berth_draft_get_wish (self));
  berth_wish_move (trial, old->bundle, from, target->bundle, to);
  return berth_draft_accept (self, trial, target, error);
}

/**
 * berth_draft_take_remedy:
 * @remedy: of one of the draft's findings; any kind but %BERTH_REMEDY_OPEN_VM, which changes no
 *   wish
 *
 * Takes the way out. Nothing is written.
 *
 * Returns: %FALSE with @error set, as the functions do that assign, take back, pin, move and switch
 */
gboolean
berth_draft_take_remedy (BerthDraft *self, const BerthRemedy *remedy, GError **error)
{
  switch (remedy->kind)
    {
    case BERTH_REMEDY_TAKE_BACK:
      return berth_draft_take_back (self, &remedy->address, error);
    case BERTH_REMEDY_PIN:
      return berth_draft_pin (self, &remedy->address, error);
    case BERTH_REMEDY_MOVE:
      return berth_draft_move (self, &remedy->address, &remedy->target, error);
    case BERTH_REMEDY_COMPLETE:
      return berth_draft_assign (self, &remedy->address, error);
    case BERTH_REMEDY_OPTION_ON:
    case BERTH_REMEDY_OPTION_OFF:
      return berth_draft_set_option (self, &remedy->address, remedy->option,
                                     remedy->kind == BERTH_REMEDY_OPTION_ON, error);
    case BERTH_REMEDY_OPEN_VM:
    default:
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                           _ ("Looking at another VM changes nothing for this one. Open that VM."));
      return FALSE;
    }
}
