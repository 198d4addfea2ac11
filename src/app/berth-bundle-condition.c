/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-condition.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

/* A row has room for two short remarks; the pane has the rest. */
#define MAX_REMARKS 2

/* The row names the options that are on; what they open stands in the pane. */
static gboolean
is_about_option (const BerthFinding *finding)
{
  for (guint i = 0; i < finding->remedies->len; i++)
    {
      const BerthRemedy *remedy = g_ptr_array_index (finding->remedies, i);

      if (remedy->kind == BERTH_REMEDY_OPTION_OFF)
        return TRUE;
    }
  return FALSE;
}

/* What a rule says of every device alike stands once above the lists, and a mere note in the pane:
 * a remark in each row is a remark that nobody reads. */
static gboolean
is_said (const BerthFinding *finding)
{
  return finding->severity >= BERTH_SEVERITY_CAUTION
         && !g_str_equal (finding->id, "vm-cannot-take") && !is_about_option (finding);
}

static char *
dup_finding_words (GPtrArray *findings)
{
  const BerthFinding *worst = NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (is_said (finding) && (worst == NULL || finding->severity > worst->severity))
        worst = finding;
    }
  return worst != NULL ? g_strdup (worst->words) : NULL;
}

static GStrv
dup_strings (GPtrArray *strings)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  if (strings == NULL || strings->len == 0)
    return NULL;

  builder = g_strv_builder_new ();
  for (guint i = 0; i < strings->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (strings, i));
  return g_strv_builder_end (builder);
}

/**
 * berth_bundle_condition_get_given:
 *
 * Returns: a bit for each function of @entry that the VM gets, the first one the lowest; all of
 *   them where it gets none: what is not assigned would go as a whole, and so does a companion
 */
guint
berth_bundle_condition_get_given (const BerthDraftEntry *entry)
{
  guint given = 0;

  if (entry->given == NULL || entry->given->len == 0)
    return BERTH_ALL_FUNCTIONS;

  for (guint i = 0; i < entry->bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (entry->bundle->functions, i);

      for (guint j = 0; j < entry->given->len; j++)
        {
          if (berth_address_equal (&function->address,
                                   &g_array_index (entry->given, BerthAddress, j)))
            given |= 1u << i;
        }
    }
  return given;
}

/**
 * berth_bundle_condition_init:
 * @self: filled; free with berth_bundle_condition_clear()
 */
void
berth_bundle_condition_init (BerthBundleCondition *self,
                             const BerthDraftEntry *entry,
                             const char *goes_with)
{
  const BerthFinding *worst
    = entry->findings != NULL ? berth_finding_list_get_worst (entry->findings) : NULL;

  *self = (BerthBundleCondition){
    .state = entry->state,
    .runtime = entry->runtime,
    .identity = entry->identity,
    .form = entry->form,
    .is_companion = entry->is_companion,
    .options = entry->options,
    .given = berth_bundle_condition_get_given (entry),
    .gives_new = entry->gives_new,
    .severity = worst != NULL ? worst->severity : BERTH_SEVERITY_NOTE,
    .finding_words = dup_finding_words (entry->findings),
    .holders = dup_strings (entry->holders),
    .goes_with = g_strdup (goes_with),
  };
}

/**
 * berth_bundle_condition_clear:
 *
 * Frees what @self has, not @self.
 */
void
berth_bundle_condition_clear (BerthBundleCondition *self)
{
  g_clear_pointer (&self->finding_words, g_free);
  g_clear_pointer (&self->holders, g_strfreev);
  g_clear_pointer (&self->goes_with, g_free);
}

static gboolean
same_strings (GStrv a, GStrv b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

/**
 * berth_bundle_condition_equal:
 *
 * Returns: whether a row says the same of both
 */
gboolean
berth_bundle_condition_equal (const BerthBundleCondition *a, const BerthBundleCondition *b)
{
  return a->state == b->state && a->runtime == b->runtime && a->identity == b->identity
         && a->form == b->form && a->is_companion == b->is_companion && a->options == b->options
         && a->given == b->given && a->gives_new == b->gives_new
         && a->severity == b->severity && g_strcmp0 (a->finding_words, b->finding_words) == 0
         && same_strings (a->holders, b->holders) && g_strcmp0 (a->goes_with, b->goes_with) == 0;
}

/**
 * berth_bundle_condition_is_wanted:
 *
 * Returns: whether the VM shall have it, so that it stands on the assigned side
 */
gboolean
berth_bundle_condition_is_wanted (const BerthBundleCondition *self)
{
  return self->state == BERTH_DRAFT_ASSIGNED || self->state == BERTH_DRAFT_NEW
         || self->state == BERTH_DRAFT_OPTIONS;
}

/**
 * berth_bundle_condition_is_movable:
 *
 * A way back is always open: what is to be taken back may stay, whatever a rule says of giving it.
 * A companion comes and goes with what takes it along.
 *
 * Returns: whether it can go to the other side
 */
gboolean
berth_bundle_condition_is_movable (const BerthBundleCondition *self)
{
  if (berth_bundle_condition_is_wanted (self))
    return self->form == BERTH_FORM_HOSTDEV && self->goes_with == NULL;
  return self->state == BERTH_DRAFT_TAKEN_BACK || self->severity < BERTH_SEVERITY_REFUSED;
}

/**
 * berth_bundle_condition_get_mark:
 *
 * A danger stands before everything, then comes what Apply will do, then what there is to think
 * of. In the list of what could be had, words do for less than a danger.
 */
BerthBundleMark
berth_bundle_condition_get_mark (const BerthBundleCondition *self)
{
  gboolean is_dimmed
    = !berth_bundle_condition_is_wanted (self) && !berth_bundle_condition_is_movable (self);

  if (self->severity >= BERTH_SEVERITY_DANGER && self->state != BERTH_DRAFT_TAKEN_BACK
      && !is_dimmed)
    return BERTH_BUNDLE_MARK_DANGER;

  switch (self->state)
    {
    case BERTH_DRAFT_NEW:
      return BERTH_BUNDLE_MARK_NEW;
    case BERTH_DRAFT_TAKEN_BACK:
      return BERTH_BUNDLE_MARK_TAKEN_BACK;
    case BERTH_DRAFT_OPTIONS:
      return BERTH_BUNDLE_MARK_EDITED;
    case BERTH_DRAFT_AVAILABLE:
      return BERTH_BUNDLE_MARK_NONE;
    case BERTH_DRAFT_ASSIGNED:
    default:
      break;
    }

  /* A missing device has its own icon. */
  if (self->identity == BERTH_IDENTITY_MISSING)
    return BERTH_BUNDLE_MARK_NONE;
  if (self->identity == BERTH_IDENTITY_CHANGED || self->severity >= BERTH_SEVERITY_CAUTION
      || (self->options & (BERTH_OPTION_PERMISSIVE | BERTH_OPTION_NO_STRICT_RESET)) != 0)
    return BERTH_BUNDLE_MARK_WARNING;
  return BERTH_BUNDLE_MARK_NONE;
}

static const char *
get_form_words (BerthAssignmentForm form)
{
  switch (form)
    {
    case BERTH_FORM_INTERFACE:
      return _ ("as a network interface");
    case BERTH_FORM_DISK:
      return _ ("as a disk");
    case BERTH_FORM_NETWORK:
      return _ ("from a network");
    case BERTH_FORM_OTHER:
      return _ ("set up by another program");
    case BERTH_FORM_HOSTDEV:
    default:
      return NULL;
    }
}

static void
add (GPtrArray *remarks, const char *words)
{
  if (words != NULL && *words != '\0')
    g_ptr_array_add (remarks, g_strdup (words));
}

static void
add_goes_with (GPtrArray *remarks, const char *goes_with)
{
  /* Translators: %s is a device that takes this one along */
  if (goes_with != NULL)
    g_ptr_array_add (remarks, g_strdup_printf (_ ("goes with %s"), goes_with));
  else
    add (remarks, _ ("goes with another device"));
}

static void
list_assigned_remarks (const BerthBundleCondition *self, GPtrArray *remarks)
{
  gboolean is_same = TRUE;

  if (self->state == BERTH_DRAFT_NEW)
    add (remarks, _ ("new"));
  if (self->state == BERTH_DRAFT_OPTIONS)
    /* Translators: of a device that is assigned: something of how is not as it was */
    add (remarks, self->gives_new ? _ ("changed") : _ ("options changed"));

  if (self->identity == BERTH_IDENTITY_MISSING)
    {
      is_same = FALSE;
      add (remarks, _ ("not in this computer"));
    }
  if (self->identity == BERTH_IDENTITY_CHANGED)
    {
      is_same = FALSE;
      /* Translators: another device sits where the assigned one was */
      add (remarks, _ ("another device"));
    }
  if (is_same && self->severity >= BERTH_SEVERITY_DANGER)
    {
      is_same = FALSE;
      add (remarks, self->finding_words);
    }

  if (self->is_companion)
    add_goes_with (remarks, self->goes_with);
  add (remarks, get_form_words (self->form));
  if ((self->options & BERTH_OPTION_PERMISSIVE) != 0)
    add (remarks, _ ("permissive"));
  if ((self->options & BERTH_OPTION_NO_STRICT_RESET) != 0)
    add (remarks, _ ("no strict reset"));
  if (self->state == BERTH_DRAFT_ASSIGNED && self->runtime == BERTH_RUNTIME_AFTER_RESTART)
    add (remarks, _ ("after restart"));
  if (is_same)
    add (remarks, self->finding_words);
}

static void
add_holders (GPtrArray *remarks, GStrv holders)
{
  guint n = holders != NULL ? g_strv_length (holders) : 0;

  if (n == 1)
    {
      g_autofree char *name = berth_text_dup_name (holders[0]);

      /* Translators: %s is another VM that has this device in its configuration */
      g_ptr_array_add (remarks, g_strdup_printf (_ ("assigned to %s"), name));
    }
  else if (n > 1)
    g_ptr_array_add (remarks, g_strdup_printf (ngettext ("assigned to %u other VM",
                                                         "assigned to %u others", n),
                                               n));
}

static void
list_available_remarks (const BerthBundleCondition *self, GPtrArray *remarks)
{
  if (self->state == BERTH_DRAFT_TAKEN_BACK)
    add (remarks, _ ("to be taken back"));
  else if (self->runtime == BERTH_RUNTIME_UNTIL_RESTART)
    add (remarks, _ ("in use until restart"));

  if (self->finding_words != NULL)
    add (remarks, self->finding_words);
  else
    add_holders (remarks, self->holders);
}

/**
 * berth_bundle_condition_dup_words:
 *
 * Returns: (transfer full): a few words for the second line of a row, the most important first, or
 *   ""; safe to show
 */
char *
berth_bundle_condition_dup_words (const BerthBundleCondition *self)
{
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) words = g_string_new (NULL);

  if (berth_bundle_condition_is_wanted (self))
    list_assigned_remarks (self, remarks);
  else
    list_available_remarks (self, remarks);

  for (guint i = 0; i < MIN (remarks->len, MAX_REMARKS); i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " · " : "",
                            (const char *) g_ptr_array_index (remarks, i));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * berth_bundle_condition_append_holders:
 * @text: the names of the other VMs are appended for the search, each behind a space
 */
void
berth_bundle_condition_append_holders (const BerthBundleCondition *self, GString *text)
{
  for (gsize i = 0; self->holders != NULL && self->holders[i] != NULL; i++)
    g_string_append_printf (text, " %s", self->holders[i]);
}
