/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-boot-request.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "helper/berth-boot-folder.h"

static void
add_row (GVariantBuilder *rows, const BerthBootBinding *binding)
{
  const BerthAddress *address = &binding->address;
  const BerthPciIdentity *identity = &binding->identity;

  g_variant_builder_add (rows, "((uyyy)(qqqquy)yyy)", address->domain, address->bus, address->slot,
                         address->function, identity->vendor, identity->device,
                         identity->subsystem_vendor, identity->subsystem_device,
                         identity->class_code, identity->revision, binding->target, binding->trial,
                         binding->outcome);
}

/**
 * berth_boot_request_list:
 * @root: an open folder: "/", or a test's
 *
 * Blocks: call it in a thread.
 *
 * Returns: (transfer full): what the method ListBoot answers, or %NULL as of
 *   berth_boot_folder_read()
 */
GVariant *
berth_boot_request_list (int root, GError **error)
{
  g_autoptr (GPtrArray) bindings = berth_boot_folder_read (root, error);
  GVariantBuilder rows;

  if (bindings == NULL)
    return NULL;
  g_variant_builder_init (&rows, G_VARIANT_TYPE ("a((uyyy)(qqqquy)yyy)"));
  for (guint i = 0; i < bindings->len; i++)
    add_row (&rows, g_ptr_array_index (bindings, i));
  return g_variant_ref_sink (g_variant_new ("(a((uyyy)(qqqquy)yyy))", &rows));
}

/* What counts is what is read where the next boot reads it. */
static gboolean
read_back (int root, const BerthBootBinding *wanted, GError **error)
{
  g_autoptr (GPtrArray) bindings = berth_boot_folder_read (root, error);
  const BerthBootBinding *found;
  g_autofree char *address = NULL;

  if (bindings == NULL)
    return FALSE;
  found = berth_boot_binding_find (bindings, &wanted->address);
  if (found != NULL && berth_boot_binding_is_same (found, wanted) && found->trial == wanted->trial)
    return TRUE;

  address = berth_address_dup_string (&wanted->address);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_VERIFIED,
               _ ("The boot binding of %s was written, but is not found as it was written. See "
                  "whether something else changes the files in %s, or whether there are too many "
                  "of them."),
               address, BERTH_BOOT_FOLDER);
  return FALSE;
}

/* A new binding is on trial, also one that was tried in vain and is wanted once more. One that is
 * the same and will be bound as it is, or is on trial at this boot, stays as it is. */
static gboolean
add (int root, const BerthRequest *request, GError **error)
{
  g_autoptr (GPtrArray) bindings = berth_boot_folder_read (root, error);
  const BerthBootBinding *known;
  BerthBootBinding binding = {
    .address = request->address,
    .identity = request->identity,
    .target = request->target,
    .trial = BERTH_BOOT_TRIAL_NEW,
  };

  if (bindings == NULL)
    return FALSE;
  known = berth_boot_binding_find (bindings, &binding.address);
  if (known != NULL && berth_boot_binding_is_same (known, &binding)
      && !berth_boot_binding_is_spent (known))
    return TRUE;
  return berth_boot_folder_write (root, &binding, error) && read_back (root, &binding, error);
}

static gboolean
confirm (int root, const BerthAddress *address, GError **error)
{
  g_autoptr (GPtrArray) bindings = berth_boot_folder_read (root, error);
  const BerthBootBinding *known;
  BerthBootBinding confirmed;

  if (bindings == NULL)
    return FALSE;
  known = berth_boot_binding_find (bindings, address);
  if (known == NULL)
    {
      g_autofree char *text = berth_address_dup_string (address);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("%s is not bound at every boot, so there is nothing to confirm."), text);
      return FALSE;
    }
  if (known->trial == BERTH_BOOT_TRIAL_CONFIRMED)
    return TRUE;
  confirmed = *known;
  confirmed.trial = BERTH_BOOT_TRIAL_CONFIRMED;
  return berth_boot_folder_set_trial (root, known, BERTH_BOOT_TRIAL_CONFIRMED, error)
         && read_back (root, &confirmed, error);
}

/**
 * berth_boot_request_run:
 * @root: an open folder: "/", or a test's
 * @request: AddToBoot, RemoveFromBoot or ConfirmBoot, which nothing stands against
 *
 * Changes the files of the boot bindings and reads them back. Blocks until they are on the disk:
 * call it in a thread.
 *
 * Returns: %FALSE as of berth_boot_folder_write() and berth_boot_folder_remove();
 *   %BERTH_ERROR_NOT_FOUND when there is nothing to remove or to confirm; %BERTH_ERROR_NOT_VERIFIED
 *   when what was written is not what is read
 */
gboolean
berth_boot_request_run (int root, const BerthRequest *request, GError **error)
{
  if (g_str_equal (request->method, "AddToBoot"))
    return add (root, request, error);
  if (g_str_equal (request->method, "RemoveFromBoot"))
    return berth_boot_folder_remove (root, &request->address, error);
  return confirm (root, &request->address, error);
}
