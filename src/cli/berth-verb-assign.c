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
static Switch permissive;
static Switch no_strict_reset;
static Switch managed;

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

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
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

const GOptionEntry berth_verb_assign_options[] = {
  { "permissive", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, permissive_cb,
    N_ ("Let the VM write all of the device’s configuration space (Xen, Qubes)"), N_ ("yes|no") },
  { "no-strict-reset", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, no_strict_reset_cb,
    N_ ("Give it even if it cannot be reset before (Qubes)"), N_ ("yes|no") },
  { "unmanaged", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, unmanaged_cb,
    N_ ("Leave binding its driver to you (libvirt)"), N_ ("yes|no") },
  { "dry-run", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing"), NULL },
  { "yes", 'y', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &yes,
    N_ ("Do what is dangerous without asking; what is refused stays refused"), NULL },
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
               _ ("Another device sits at %s than the one that is assigned to “%s”. Take that one "
                  "back first, then assign the one that is there now."),
               address, name);
  return FALSE;
}

static gboolean
wish (BerthDraft *draft, const BerthDraftEntry *entry, GError **error)
{
  BerthAddress bundle = entry->bundle->address;

  return check_same (draft, entry, error) && berth_draft_assign (draft, &bundle, error)
         && set_option (draft, &bundle, BERTH_OPTION_PERMISSIVE, permissive, error)
         && set_option (draft, &bundle, BERTH_OPTION_NO_STRICT_RESET, no_strict_reset, error)
         && set_option (draft, &bundle, BERTH_OPTION_MANAGED, managed, error);
}

void
berth_verb_assign (BerthInvocation *invocation)
{
  berth_edit_run (invocation, wish, dry_run, yes);
}
