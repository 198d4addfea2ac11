/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-draft-private.h"

static char *
dup_title (const BerthBundle *bundle)
{
  return berth_device_dup_title (berth_bundle_get_first (bundle));
}

static gboolean
is_wanted (const BerthDraftEntry *entry)
{
  return entry->state != BERTH_DRAFT_AVAILABLE && entry->state != BERTH_DRAFT_TAKEN_BACK;
}

/* Returns: (nullable): the row to edit, or %NULL with @error set if nothing may be edited now */
static const BerthDraftEntry *
begin_edit (BerthDraft *self, const BerthAddress *bundle, GError **error)
{
  const BerthDraftEntry *entry;
  g_autofree char *text = NULL;

  if (!berth_draft_check_editable (self, error))
    return NULL;
  if (berth_draft_is_applying (self))
    {
      g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                           _ ("The last change is still being written. Wait until it is done."));
      return NULL;
    }
  entry = berth_draft_lookup_entry (self, bundle);
  if (entry == NULL)
    {
      text = berth_address_dup_string (bundle);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("There is no device at %s in this computer."), text);
    }
  return entry;
}

/* Where a person changes what Berth shows and never touches. */
static char *
dup_form_sentence (BerthAssignmentForm form, const char *name, const char *title)
{
  switch (form)
    {
    case BERTH_FORM_INTERFACE:
      /* Translators: first a VM, then a device */
      return g_strdup_printf (_ ("“%s” has %s as a network interface. Change it among the network "
                                 "interfaces of the VM, for example with virt-manager."),
                              name, title);
    case BERTH_FORM_DISK:
      return g_strdup_printf (_ ("“%s” has %s as a disk. Change it among the disks of the VM, for "
                                 "example with virt-manager."),
                              name, title);
    case BERTH_FORM_NETWORK:
      return g_strdup_printf (_ ("“%s” gets %s from a network that hands out devices. Change that "
                                 "network, or the interface of the VM that uses it."),
                              name, title);
    case BERTH_FORM_HOSTDEV:
    case BERTH_FORM_OTHER:
    default:
      return g_strdup_printf (_ ("“%s” has %s in a way that Berth does not know and will not "
                                 "touch. Change it with the program that made it, or with “virsh "
                                 "edit”."),
                              name, title);
    }
}

/* Whether Berth could have written what is configured. */
static gboolean
check_form (BerthDraft *self, const BerthDraftEntry *entry, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;

  if (entry->form == BERTH_FORM_HOSTDEV)
    return TRUE;
  title = dup_title (entry->bundle);
  name = berth_text_dup_name (berth_draft_get_vm (self)->name);
  sentence = dup_form_sentence (entry->form, name, title);
  g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_REFUSED, sentence);
  return FALSE;
}

/**
 * berth_draft_check_findings:
 *
 * Returns: %FALSE with %BERTH_ERROR_REFUSED if a rule refuses to give the bundle away
 */
gboolean
berth_draft_check_findings (const BerthDraftEntry *entry, GError **error)
{
  const BerthFinding *worst = berth_finding_list_get_worst (entry->findings);
  g_autofree char *title = NULL;

  if (worst == NULL || worst->severity < BERTH_SEVERITY_REFUSED)
    return TRUE;
  title = dup_title (entry->bundle);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               /* Translators: a device, then three sentences: what is so, why it matters, and what
                  to do */
               _ ("%s cannot be given away. %s %s %s"), title, worst->what, worst->why,
               worst->remedy);
  return FALSE;
}

/* Whether something can be there to be assigned. */
static gboolean
check_present (BerthDraft *self, const BerthDraftEntry *entry, GError **error)
{
  BerthConnection *connection = berth_draft_get_connection (self);
  g_autofree char *title = dup_title (entry->bundle);

  if (entry->bundle->reason == BERTH_BUNDLE_GHOST)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("%s is not in this computer, so that it cannot be assigned."), title);
      return FALSE;
    }
  if (entry->bundle->address.bus_kind == BERTH_BUS_USB
      && (berth_connection_get_features (connection) & BERTH_FEATURE_USB) == 0)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   /* Translators: first the name of a connection, then a device */
                   _ ("“%s” cannot assign USB devices such as %s. Assign the USB controller that "
                      "it is plugged into instead."),
                   berth_connection_get_title (connection), title);
      return FALSE;
    }
  return TRUE;
}

/**
 * berth_draft_assign:
 * @bundle: of the bundle, or of any of its functions
 *
 * Wishes for the bundle, with the companions that it needs. What is configured and was taken back
 * comes back as it was. Nothing is written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_REFUSED with the sentence of the rule that refuses
 *   it, %BERTH_ERROR_NOT_FOUND, or why the VM cannot be edited
 */
gboolean
berth_draft_assign (BerthDraft *self, const BerthAddress *bundle, GError **error)
{
  const BerthDraftEntry *entry = begin_edit (self, bundle, error);

  if (entry == NULL)
    return FALSE;
  if (is_wanted (entry) && entry->form != BERTH_FORM_HOSTDEV)
    return TRUE;
  if (entry->state != BERTH_DRAFT_TAKEN_BACK
      && (!check_present (self, entry, error) || !berth_draft_check_findings (entry, error)))
    return FALSE;

  berth_wish_assign (berth_draft_get_wish (self), entry->bundle);
  berth_draft_wish_changed (self);
  return TRUE;
}

/* Whether @entry is there for its own sake, or for somebody who is not any more. */
static gboolean
check_not_needed (BerthDraft *self, const BerthDraftEntry *entry, GError **error)
{
  const BerthBundle *owner;
  g_autofree char *title = NULL;
  g_autofree char *owner_title = NULL;

  if (!entry->is_companion)
    return TRUE;
  owner = berth_wish_find_owner (berth_draft_get_wish (self), entry->bundle);
  if (owner == NULL)
    return TRUE;
  title = dup_title (entry->bundle);
  owner_title = dup_title (owner);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               /* Translators: both are devices; the second one comes twice */
               _ ("%s must leave this computer together with %s. Take back %s instead."), title,
               owner_title, owner_title);
  return FALSE;
}

/**
 * berth_draft_take_back:
 * @bundle: of the bundle, or of any of its functions
 *
 * Wishes not to have the bundle any more; a wish for something new is forgotten. Nothing is
 * written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_REFUSED when it is not Berth's to take back or goes
 *   with another one, %BERTH_ERROR_NOT_FOUND, or why the VM cannot be edited
 */
gboolean
berth_draft_take_back (BerthDraft *self, const BerthAddress *bundle, GError **error)
{
  const BerthDraftEntry *entry = begin_edit (self, bundle, error);

  if (entry == NULL)
    return FALSE;
  if (!is_wanted (entry))
    return TRUE;
  if (!check_form (self, entry, error) || !check_not_needed (self, entry, error))
    return FALSE;

  berth_wish_take_back (berth_draft_get_wish (self), entry->bundle);
  berth_draft_wish_changed (self);
  return TRUE;
}

/**
 * berth_draft_take_back_all:
 *
 * Wishes to have nothing but what is not Berth's to take back. Does nothing where nothing may be
 * edited.
 */
void
berth_draft_take_back_all (BerthDraft *self)
{
  if (berth_draft_is_applying (self) || !berth_draft_is_editable (self, NULL))
    return;
  berth_wish_take_back_all (berth_draft_get_wish (self));
  berth_draft_wish_changed (self);
}

static BerthFeatures
get_feature_of_option (BerthOption option)
{
  switch (option)
    {
    case BERTH_OPTION_PERMISSIVE:
      return BERTH_FEATURE_PERMISSIVE;
    case BERTH_OPTION_NO_STRICT_RESET:
      return BERTH_FEATURE_NO_STRICT_RESET;
    case BERTH_OPTION_MANAGED:
    default:
      return BERTH_FEATURE_MANAGED;
    }
}

/**
 * berth_draft_set_option:
 * @bundle: of the bundle, or of any of its functions
 *
 * Switches @option for all functions of a bundle that is wished for. Nothing is written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_NOT_SUPPORTED when the connection has no such
 *   option, %BERTH_ERROR_REFUSED when the bundle is not assigned or not Berth's to change, or why
 *   the VM cannot be edited
 */
gboolean
berth_draft_set_option (BerthDraft *self,
                        const BerthAddress *bundle,
                        BerthOption option,
                        gboolean on,
                        GError **error)
{
  const BerthDraftEntry *entry = begin_edit (self, bundle, error);
  BerthConnection *connection = berth_draft_get_connection (self);
  g_autofree char *title = NULL;

  if (entry == NULL)
    return FALSE;
  if ((berth_connection_get_features (connection) & get_feature_of_option (option)) == 0)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   /* Translators: first the name of a connection, then of an option */
                   _ ("“%s” has no option “%s”."), berth_connection_get_title (connection),
                   berth_option_get_words (option));
      return FALSE;
    }
  if (!is_wanted (entry))
    {
      title = dup_title (entry->bundle);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("%s is not assigned, so that it has no options. Assign it first."), title);
      return FALSE;
    }
  if (!check_form (self, entry, error))
    return FALSE;

  berth_wish_set_option (berth_draft_get_wish (self), entry->bundle, option, on);
  berth_draft_wish_changed (self);
  return TRUE;
}

/**
 * berth_draft_discard:
 *
 * Gives up the wish. Does nothing while it is being written.
 */
void
berth_draft_discard (BerthDraft *self)
{
  if (berth_draft_is_applying (self))
    return;
  berth_wish_discard (berth_draft_get_wish (self));
  berth_draft_wish_changed (self);
}
