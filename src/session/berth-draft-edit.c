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

/**
 * berth_draft_is_wanted:
 *
 * Returns: whether the VM shall have anything of it
 */
gboolean
berth_draft_is_wanted (const BerthDraftEntry *entry)
{
  return entry->state != BERTH_DRAFT_AVAILABLE && entry->state != BERTH_DRAFT_TAKEN_BACK;
}

/**
 * berth_draft_begin_edit:
 *
 * Returns: (nullable): the row to edit, or %NULL with @error set if nothing may be edited now
 */
const BerthDraftEntry *
berth_draft_begin_edit (BerthDraft *self, const BerthAddress *bundle, GError **error)
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

/**
 * berth_draft_check_form:
 *
 * Returns: %FALSE with %BERTH_ERROR_REFUSED when Berth could not have written what is configured
 */
gboolean
berth_draft_check_form (BerthDraft *self, const BerthDraftEntry *entry, GError **error)
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

typedef gboolean (*Compare) (const BerthAssignment *before, const BerthAssignment *after);

/* Whether @compare says so of what is configured and wanted by @wish of any function of @bundle. */
static gboolean
any_function (BerthWish *wish, const BerthBundle *bundle, Compare compare)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      if (compare (
              berth_assignment_list_lookup (berth_wish_get_configured (wish), &function->address),
              berth_assignment_list_lookup (berth_wish_get_wanted (wish), &function->address)))
        return TRUE;
    }
  return FALSE;
}

/**
 * berth_draft_accept:
 * @trial: (transfer full): the wish as it would be
 * @entry: the row that is changed by it
 *
 * Makes @trial the wish, unless it gives more of @entry away than is given already, and that cannot
 * be given: then everything stays as it is. Also what speaks against it only together with
 * the rest of the wish counts. What is given already, or taken back, is never refused.
 *
 * Returns: %FALSE with @error set
 */
gboolean
berth_draft_accept (BerthDraft *self,
                    BerthWish *trial,
                    const BerthDraftEntry *entry,
                    GError **error)
{
  g_autoptr (BerthWish) wish = trial;

  if (any_function (wish, entry->bundle, berth_assignment_is_gain)
      && !check_present (self, entry, error))
    return FALSE;
  if (any_function (wish, entry->bundle, berth_assignment_gives_more)
      && !berth_draft_check_bundle (self, wish, entry->bundle, error))
    return FALSE;
  berth_draft_take_wish (self, g_steal_pointer (&wish));
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
  const BerthDraftEntry *entry = berth_draft_begin_edit (self, bundle, error);
  BerthWish *trial;

  if (entry == NULL)
    return FALSE;
  if (berth_draft_is_wanted (entry) && entry->form != BERTH_FORM_HOSTDEV)
    return TRUE;

  trial = berth_wish_copy (berth_draft_get_wish (self));
  berth_wish_assign (trial, entry->bundle);
  return berth_draft_accept (self, trial, entry, error);
}

/**
 * berth_draft_can_split:
 *
 * Returns: whether single functions of it can be given
 */
gboolean
berth_draft_can_split (const BerthDraftEntry *entry)
{
  return entry->bundle->reason != BERTH_BUNDLE_GHOST && entry->bundle->functions->len > 1;
}

/* Whether all of @functions are of @bundle. */
static gboolean
check_functions (const BerthBundle *bundle, const GArray *functions, GError **error)
{
  for (guint i = 0; i < functions->len; i++)
    {
      const BerthAddress *address = &g_array_index (functions, BerthAddress, i);
      g_autofree char *text = NULL;
      g_autofree char *title = NULL;

      if (berth_bundle_lookup_function (bundle, address) != NULL)
        continue;
      text = berth_address_dup_string (address);
      title = dup_title (bundle);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   /* Translators: first the address of a device, then a device */
                   _ ("%s is not a function of %s. Name only functions that go with it."), text,
                   title);
      return FALSE;
    }
  return TRUE;
}

/**
 * berth_draft_set_functions:
 * @bundle: of the bundle, or of any of its functions
 * @functions: (element-type BerthAddress): those that the guest shall see; empty: take it back
 *
 * Wishes for exactly these functions of the bundle. Of the others, those that the kernel hands out
 * only together with one of these go along unseen by the guest, where the connection can do that;
 * the rest stays with the computer. Nothing is written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_INVALID for a function of another bundle,
 *   %BERTH_ERROR_REFUSED, %BERTH_ERROR_NOT_FOUND, or why the VM cannot be edited
 */
gboolean
berth_draft_set_functions (BerthDraft *self,
                           const BerthAddress *bundle,
                           const GArray *functions,
                           GError **error)
{
  const BerthDraftEntry *entry;
  BerthWish *trial;

  if (functions->len == 0)
    return berth_draft_take_back (self, bundle, error);
  entry = berth_draft_begin_edit (self, bundle, error);
  if (entry == NULL || !check_functions (entry->bundle, functions, error)
      || !berth_draft_check_form (self, entry, error))
    return FALSE;

  trial = berth_wish_copy (berth_draft_get_wish (self));
  berth_wish_set_functions (trial, entry->bundle, functions);
  return berth_draft_accept (self, trial, entry, error);
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
  const BerthDraftEntry *entry = berth_draft_begin_edit (self, bundle, error);

  if (entry == NULL)
    return FALSE;
  if (!berth_draft_is_wanted (entry))
    return TRUE;
  if (!berth_draft_check_form (self, entry, error) || !check_not_needed (self, entry, error))
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
    case BERTH_OPTION_HIDE_ROM:
      return BERTH_FEATURE_ROM_BAR;
    case BERTH_OPTION_OPTIONAL:
      return BERTH_FEATURE_STARTUP_POLICY;
    case BERTH_OPTION_MANAGED:
    default:
      return BERTH_FEATURE_MANAGED;
    }
}

/* Whether the connection and the kind of device have @option. */
static gboolean
check_option (BerthDraft *self, const BerthBundle *bundle, BerthOption option, GError **error)
{
  BerthConnection *connection = berth_draft_get_connection (self);
  g_autofree char *title = NULL;

  if ((berth_connection_get_features (connection) & get_feature_of_option (option)) == 0)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   /* Translators: first the name of a connection, then of an option */
                   _ ("“%s” has no option “%s”."), berth_connection_get_title (connection),
                   berth_option_get_words (option));
      return FALSE;
    }
  if (berth_option_fits (option, bundle->address.bus_kind))
    return TRUE;
  title = dup_title (bundle);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               bundle->address.bus_kind == BERTH_BUS_USB
                   /* Translators: first a device, then the name of an option */
                   ? _ ("%s is a USB device, and these have no option “%s”.")
                   : _ ("%s is not a USB device, and only these have the option “%s”."),
               title, berth_option_get_words (option));
  return FALSE;
}

/**
 * berth_draft_set_option:
 * @bundle: of the bundle, or of any of its functions
 *
 * Switches @option for all functions of a bundle that is wished for. Nothing is written.
 *
 * Returns: %FALSE with @error set: %BERTH_ERROR_NOT_SUPPORTED when the connection, or that kind of
 *   device, has no such option, %BERTH_ERROR_REFUSED when the bundle is not assigned or not Berth's
 *   to change, or when that opens something that cannot be given, or why the VM cannot be edited
 */
gboolean
berth_draft_set_option (BerthDraft *self,
                        const BerthAddress *bundle,
                        BerthOption option,
                        gboolean on,
                        GError **error)
{
  const BerthDraftEntry *entry = berth_draft_begin_edit (self, bundle, error);
  g_autofree char *title = NULL;
  BerthWish *trial;

  if (entry == NULL || !check_option (self, entry->bundle, option, error))
    return FALSE;
  if (!berth_draft_is_wanted (entry))
    {
      title = dup_title (entry->bundle);
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("%s is not assigned, so that it has no options. Assign it first."), title);
      return FALSE;
    }
  if (!berth_draft_check_form (self, entry, error))
    return FALSE;

  trial = berth_wish_copy (berth_draft_get_wish (self));
  berth_wish_set_option (trial, entry->bundle, option, on);
  return berth_draft_accept (self, trial, entry, error);
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
