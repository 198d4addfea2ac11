/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the options and the ways out in the pane do. */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "app/berth-option-warning.h"

/* The one bundle that the pane shows options of. */
static const BerthDraftEntry *
get_optioned_entry (BerthSettingsWindow *self)
{
  g_autoptr (GPtrArray) items = berth_bundle_list_dup_selected (self->list, TRUE);

  if (items->len != 1)
    return NULL;
  return berth_draft_lookup_entry (self->draft,
                                   berth_bundle_item_get_address (g_ptr_array_index (items, 0)));
}

static gboolean
resets_alone (const BerthBundle *bundle)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      if (!berth_device_resets_alone (g_ptr_array_index (bundle->functions, i)))
        return FALSE;
    }
  return TRUE;
}

/* An option that somebody was asked about. */
typedef struct
{
  BerthSettingsWindow *window; /* owned */
  BerthAddress bundle;
  BerthOption option;
} OptionQuestion;

static void
set_option (BerthSettingsWindow *self, const BerthAddress *bundle, BerthOption option, gboolean on)
{
  g_autoptr (GError) error = NULL;

  if (!berth_draft_set_option (self->draft, bundle, option, on, &error))
    berth_settings_window_show_toast (self, error->message);
}

static void
option_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OptionQuestion *question = user_data;

  if (berth_option_warning_ask_finish (result) && !question->window->is_closed)
    {
      berth_settings_window_agree (question->window, &question->bundle, question->option);
      set_option (question->window, &question->bundle, question->option, TRUE);
    }
  g_object_unref (question->window);
  g_free (question);
}

static void
ask_option (BerthSettingsWindow *self,
            const BerthDraftEntry *entry,
            BerthOption option,
            const BerthOptionTerms *terms)
{
  OptionQuestion *question = g_new0 (OptionQuestion, 1);

  question->window = g_object_ref (self);
  question->bundle = entry->bundle->address;
  question->option = option;
  berth_option_warning_ask_async (berth_settings_window_get_front (self), option, terms,
                                  option_answered_cb, question);
}

/* With @asks, asks before @option is switched on; else only explains it. */
static void
talk_about_option (BerthSettingsWindow *self,
                   const BerthDraftEntry *entry,
                   BerthOption option,
                   gboolean asks)
{
  g_autofree char *title = berth_bundle_words_dup_title (entry->bundle);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);
  BerthOptionTerms terms = {
    .device_title = title,
    .vm_name = name,
    .is_qube = (berth_connection_get_features (self->connection) & BERTH_FEATURE_QUBES) != 0,
    .resets_alone = resets_alone (entry->bundle),
  };

  if (asks)
    ask_option (self, entry, option, &terms);
  else
    berth_option_warning_explain (GTK_WINDOW (self), option, &terms);
}

/* The keyboard and the pane follow what became of the bundle. */
static void
show_bundle (BerthSettingsWindow *self, const BerthAddress *address)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (self->draft, address);
  BerthBundleItem *item
    = entry != NULL ? berth_bundle_list_lookup (self->list, &entry->bundle->address) : NULL;

  if (item == NULL)
    return;
  berth_bundle_list_select_only (self->list, item);
  berth_two_lists_show_item (self->lists, item);
  berth_two_lists_keep_focus (self->lists, berth_bundle_item_is_wanted (item));
}

/**
 * berth_settings_window_take_remedy:
 * @remedy: one that changes the wish
 *
 * Takes a way out of a finding. Nothing is written.
 */
void
berth_settings_window_take_remedy (BerthSettingsWindow *self, const BerthRemedy *remedy)
{
  const BerthDraftEntry *entry = berth_draft_lookup_entry (self->draft, &remedy->address);
  g_autoptr (GError) error = NULL;

  if (remedy->kind == BERTH_REMEDY_OPTION_ON && entry != NULL
      && berth_option_words_needs_warning (remedy->option))
    {
      talk_about_option (self, entry, remedy->option, TRUE);
      return;
    }

  if (!berth_draft_take_remedy (self->draft, remedy, &error))
    berth_settings_window_show_toast (self, error->message);
  else if (berth_settings_window_get_front (self) == GTK_WINDOW (self))
    show_bundle (self,
                 remedy->kind == BERTH_REMEDY_MOVE ? &remedy->target : &remedy->address);
}

/**
 * berth_settings_window_ask_option:
 * @option: exactly one option
 * @on: what the user wants of it for the selected bundle
 *
 * Switches it, after a question where that opens something.
 */
void
berth_settings_window_ask_option (BerthSettingsWindow *self, BerthOption option, gboolean on)
{
  const BerthDraftEntry *entry = get_optioned_entry (self);
  BerthAddress bundle;

  if (entry == NULL)
    return;

  bundle = entry->bundle->address;
  if (on && berth_option_words_needs_warning (option))
    talk_about_option (self, entry, option, TRUE);
  else
    set_option (self, &bundle, option, on);
}

/**
 * berth_settings_window_explain_option:
 * @option: exactly one option
 *
 * Says at length what the option opens for the selected bundle.
 */
void
berth_settings_window_explain_option (BerthSettingsWindow *self, BerthOption option)
{
  const BerthDraftEntry *entry = get_optioned_entry (self);

  if (entry != NULL)
    talk_about_option (self, entry, option, FALSE);
}
