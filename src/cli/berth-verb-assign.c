/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-verb.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "cli/berth-edit.h"

/* What was typed about one option; left alone when nothing was. */
typedef enum
{
  SWITCH_LEAVE,
  SWITCH_ON,
  SWITCH_OFF,
} Switch;

static gboolean dry_run;
static gboolean yes;
static gboolean only_functions;
static gboolean with_companions;
static char **force;
static Switch permissive;
static Switch no_strict_reset;
static Switch managed;
static Switch hide_rom;
static Switch optional;

/* "--permissive", which comes with an empty value, and "--permissive=no". */
static gboolean
set_switch (Switch *option,
            const char *name,
            const char *value,
            Switch meant,
            GError **error)
{
  if (*value == '\0' || g_str_equal (value, "yes"))
    {
      *option = meant;
      return TRUE;
    }
  if (g_str_equal (value, "no"))
    {
      *option = meant == SWITCH_ON ? SWITCH_OFF : SWITCH_ON;
      return TRUE;
    }

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
               _ ("%s takes “yes” or “no”, and without either it means “yes”."), name);
  return FALSE;
}

static gboolean
permissive_cb (const char *name, const char *value, gpointer data, GError **error)
{
  return set_switch (&permissive, name, value, SWITCH_ON, error);
}

static gboolean
no_strict_reset_cb (const char *name, const char *value, gpointer data, GError **error)
{
  return set_switch (&no_strict_reset, name, value, SWITCH_ON, error);
}

static gboolean
unmanaged_cb (const char *name, const char *value, gpointer data, GError **error)
{
  return set_switch (&managed, name, value, SWITCH_OFF, error);
}

static gboolean
optional_cb (const char *name, const char *value, gpointer data, GError **error)
{
  return set_switch (&optional, name, value, SWITCH_ON, error);
}

static gboolean
rom_bar_cb (const char *name, const char *value, gpointer data, GError **error)
{
  gboolean is_on = g_str_equal (value, "on");

  if (is_on || g_str_equal (value, "off"))
    {
      hide_rom = is_on ? SWITCH_OFF : SWITCH_ON;
      return TRUE;
    }

  g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID, _ ("%s takes “on” or “off”."), name);
  return FALSE;
}

const GOptionEntry berth_verb_assign_options[] = {
  { "function", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &only_functions,
    N_ ("Only the functions that are named, and not all of their card"), NULL },
  { "with-companions", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &with_companions,
    N_ ("Also what would leave the computer with it, unseen by the VM"), NULL },
  { "permissive", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, permissive_cb,
    N_ ("Let the VM write all of the device’s configuration space (Xen, Qubes)"), N_ ("yes|no") },
  { "no-strict-reset", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, no_strict_reset_cb,
    N_ ("Give it even if it cannot be reset before (Qubes)"), N_ ("yes|no") },
  { "unmanaged", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, unmanaged_cb,
    N_ ("Leave binding its driver to you (libvirt)"), N_ ("yes|no") },
  { "rom-bar", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_CALLBACK, rom_bar_cb,
    N_ ("Whether the VM sees the start-up program that is built into the card (libvirt)"),
    N_ ("on|off") },
  { "optional", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, optional_cb,
    N_ ("Let the VM start without it when it is not plugged in (libvirt, USB)"), N_ ("yes|no") },
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { "yes", 'y', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &yes,
    N_ ("Do what is dangerous without asking; what is refused stays refused"), NULL },
  { "force", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, &force,
    N_ ("Give this device away although the computer needs it; may be given more than once"),
    N_ ("ADDRESS") },
  { NULL },
};

static gboolean
set_option (BerthDraft *draft,
            const BerthAddress *bundle,
            BerthOption option,
            Switch wanted,
            GError **error)
{
  return wanted == SWITCH_LEAVE
         || berth_draft_set_option (draft, bundle, option, wanted == SWITCH_ON, error);
}

/* To have the device that is there now, the one that was there before must be given up: two wishes,
 * and only the user knows whether both are meant. */
static gboolean
check_same (BerthDraft *draft, const BerthDraftEntry *entry, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;

  if (entry->state == BERTH_DRAFT_AVAILABLE || entry->identity != BERTH_IDENTITY_CHANGED)
    return TRUE;

  address = berth_address_dup_short (&entry->bundle->address);
  name = berth_text_dup_name (berth_draft_get_vm (draft)->name);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
               /* Translators: first an address, then the name of a VM. */
               _ ("Another device sits at %s than the one that is assigned to “%s”. If it is the "
                  "right one, say so with “berthctl pin”; if not, take it back."),
               address, name);
  return FALSE;
}

/* Gives those that are named beside those that the VM has already. */
static gboolean
assign_functions (BerthDraft *draft,
                  const BerthDraftEntry *entry,
                  const GArray *named,
                  GError **error)
{
  g_autoptr (GArray) functions = g_array_copy (entry->given);
  BerthAddress bundle = entry->bundle->address;

  for (guint i = 0; i < named->len; i++)
    {
      const BerthAddress *address = &g_array_index (named, BerthAddress, i);

      if (!berth_edit_is_named (functions, address))
        g_array_append_vals (functions, address, 1);
    }
  return berth_draft_set_functions (draft, &bundle, functions, error);
}

/* Gives what would leave the computer with @bundle too, with all that goes with it in turn. */
static gboolean
assign_companions (BerthDraft *draft, const BerthBundle *bundle, GError **error)
{
  for (guint i = 0; i < bundle->companions->len; i++)
    {
      const BerthDevice *companion = g_ptr_array_index (bundle->companions, i);
      const BerthDraftEntry *entry = berth_draft_lookup_entry (draft, &companion->address);

      /* On some connections nothing goes along; of a split card perhaps less. */
      if (entry != NULL && entry->is_companion
          && !berth_draft_assign (draft, &companion->address, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
wish (BerthDraft *draft, const BerthDraftEntry *entry, const GArray *named, GError **error)
{
  g_autoptr (BerthBundle) bundle = berth_bundle_ref (entry->bundle);
  const BerthAddress *address = &bundle->address;

  if (!check_same (draft, entry, error))
    return FALSE;
  if (only_functions ? !assign_functions (draft, entry, named, error)
                     : !berth_draft_assign (draft, address, error))
    return FALSE;

  return (!with_companions || assign_companions (draft, bundle, error))
         && set_option (draft, address, BERTH_OPTION_PERMISSIVE, permissive, error)
         && set_option (draft, address, BERTH_OPTION_NO_STRICT_RESET, no_strict_reset, error)
         && set_option (draft, address, BERTH_OPTION_MANAGED, managed, error)
         && set_option (draft, address, BERTH_OPTION_HIDE_ROM, hide_rom, error)
         && set_option (draft, address, BERTH_OPTION_OPTIONAL, optional, error);
}

void
berth_verb_assign (BerthInvocation *invocation)
{
  BerthEditTerms terms = {
    .wish = wish,
    .dry_run = dry_run,
    .yes = yes,
    .force = (const char *const *) force,
  };

  invocation->only_functions = only_functions;
  berth_edit_run (invocation, &terms);
}
