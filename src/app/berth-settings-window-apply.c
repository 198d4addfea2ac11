/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Apply and OK do. */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "app/berth-danger-question.h"
#include "app/berth-finding-group.h"
#include "base/berth-text.h"

/* One Apply under way. It outlives the window: the program must not end in the middle of a write,
 * and a failure that nobody sees any more is told outside of it. */
typedef struct
{
  BerthSettingsWindow *window; /* owned */
  GApplication *app;           /* owned, held */
} Applying;

static void
applying_free (Applying *self)
{
  g_application_release (self->app);
  g_object_unref (self->app);
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Applying, applying_free)

static void
notify_failure (Applying *self, const char *sentence)
{
  g_autofree char *name = berth_settings_window_dup_vm_name (self->window);
  /* Translators: title of a notification; %s is the name of a VM */
  g_autofree char *title = g_strdup_printf (_ ("The devices of “%s” were not changed"), name);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, sentence);
  g_application_send_notification (self->app, NULL, notification);
}

static void
show_failure (BerthSettingsWindow *self, const char *sentence)
{
  gboolean pending = berth_draft_get_n_changes (self->draft) > 0;

  g_free (self->failure);
  self->failure = g_strdup_printf (
      "%s %s", sentence,
      pending ? _ ("What you see is how it is now, with your changes still to be applied.")
              : _ ("What you see is how it is now."));
  berth_settings_window_update (self);
}

static void
show_success (BerthSettingsWindow *self)
{
  BerthVm *vm = berth_draft_get_vm (self->draft);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);
  g_autofree char *sentence = NULL;

  if (self->closes_after_apply)
    {
      berth_settings_window_close_without_asking (self);
      return;
    }

  if (vm != NULL && berth_vm_is_active (vm))
    /* Translators: %s is the name of a running VM */
    sentence = g_strdup_printf (_ ("Applied. Used when “%s” next starts."), name);
  else
    sentence = g_strdup (_ ("Applied"));
  berth_settings_window_show_toast (self, sentence);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Applying) applying = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (berth_draft_apply_finish (BERTH_DRAFT (source), result, &error))
    {
      if (!applying->window->is_closed)
        show_success (applying->window);
      return;
    }

  sentence = berth_text_dup_shown (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  if (applying->window->is_closed)
    notify_failure (applying, sentence);
  else
    show_failure (applying->window, sentence);
}

static void
write_wish (BerthSettingsWindow *self)
{
  Applying *applying = g_new0 (Applying, 1);

  applying->window = g_object_ref (self);
  applying->app = g_object_ref (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  g_application_hold (applying->app);

  g_clear_pointer (&self->failure, g_free);
  berth_draft_apply_async (self->draft, applied_cb, applying);
}

static gboolean
gives_new (BerthSettingsWindow *self)
{
  GPtrArray *entries = berth_draft_get_entries (self->draft);

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);

      if (entry->gives_new)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_option_key (const BerthAddress *bundle, BerthOption option)
{
  g_autofree char *address = berth_address_dup_string (bundle);

  return g_strdup_printf ("%s %u", address, (guint) option);
}

/* Two devices may have the same said of them: a yes to one is none to the other. */
static char *
dup_finding_key (const BerthFinding *finding)
{
  g_autofree char *address
    = finding->has_address ? berth_address_dup_string (&finding->address) : g_strdup ("");

  return g_strconcat (finding->id, " ", address, " ", finding->what, NULL);
}

/* The one option that a finding is about; %NULL if it is about none, or about two at once, which is
 * another question than each of them. */
static const BerthRemedy *
find_option (const BerthFinding *finding)
{
  const BerthRemedy *found = NULL;

  for (guint i = 0; i < finding->remedies->len; i++)
    {
      const BerthRemedy *remedy = g_ptr_array_index (finding->remedies, i);

      if (remedy->kind != BERTH_REMEDY_OPTION_OFF)
        continue;
      if (found != NULL)
        return NULL;
      found = remedy;
    }
  return found;
}

/* Nobody is asked twice for the same: what was agreed to when the option was switched on, or before
 * an Apply that then failed. */
static gboolean
was_asked (BerthSettingsWindow *self, const BerthFinding *finding)
{
  const BerthRemedy *option = find_option (finding);
  const BerthDraftEntry *entry
    = option != NULL ? berth_draft_lookup_entry (self->draft, &option->address) : NULL;
  g_autofree char *option_key
    = entry != NULL ? dup_option_key (&entry->bundle->address, option->option) : NULL;
  g_autofree char *key = dup_finding_key (finding);

  return g_hash_table_contains (self->agreed, key)
         || (option_key != NULL && g_hash_table_contains (self->agreed, option_key));
}

/* Who only takes back is asked nothing about the VM as a whole. What is so of the computer whoever
 * gets its devices was said before anything was chosen. */
static gboolean
is_asked_about (BerthSettingsWindow *self,
                const BerthFindingGroup *group,
                const BerthFinding *finding,
                gboolean gives)
{
  return finding->severity == BERTH_SEVERITY_DANGER && group->subject != BERTH_SUBJECT_COMPUTER
         && (gives || group->subject == BERTH_SUBJECT_DEVICE) && !was_asked (self, finding);
}

/* What has to be asked about. */
static GPtrArray *
list_dangers (BerthSettingsWindow *self)
{
  GPtrArray *groups = berth_finding_group_list (self->draft);
  gboolean gives = gives_new (self);

  for (guint i = groups->len; i > 0; i--)
    {
      const BerthFindingGroup *group = g_ptr_array_index (groups, i - 1);

      for (guint j = group->findings->len; j > 0; j--)
        {
          const BerthFinding *finding = g_ptr_array_index (group->findings, j - 1);

          if (!is_asked_about (self, group, finding, gives))
            g_ptr_array_remove_index (group->findings, j - 1);
        }
      if (group->findings->len == 0)
        g_ptr_array_remove_index (groups, i - 1);
    }
  return groups;
}

/* A question about dangers that stands on the screen. */
typedef struct
{
  BerthSettingsWindow *window; /* owned */
  GPtrArray *keys;             /* owned (element-type utf8): of what is asked about */
} DangerQuestion;

static void
danger_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DangerQuestion *question = user_data;
  BerthSettingsWindow *self = question->window;

  if (berth_danger_question_ask_finish (result) && !self->is_closed)
    {
      for (guint i = 0; i < question->keys->len; i++)
        g_hash_table_add (self->agreed, g_strdup (g_ptr_array_index (question->keys, i)));
      write_wish (self);
    }
  g_ptr_array_unref (question->keys);
  g_object_unref (question->window);
  g_free (question);
}

static void
ask_about_dangers (BerthSettingsWindow *self, GPtrArray *groups)
{
  DangerQuestion *question = g_new0 (DangerQuestion, 1);
  g_autofree char *name = berth_settings_window_dup_vm_name (self);

  question->window = g_object_ref (self);
  question->keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < groups->len; i++)
    {
      const BerthFindingGroup *group = g_ptr_array_index (groups, i);

      for (guint j = 0; j < group->findings->len; j++)
        g_ptr_array_add (question->keys,
                         dup_finding_key (g_ptr_array_index (group->findings, j)));
    }
  berth_danger_question_ask_async (GTK_WINDOW (self), name, groups, danger_answered_cb, question);
}

/**
 * berth_settings_window_apply:
 * @closes: whether the window closes when all is written
 *
 * Writes what is wished for, after a question where that is dangerous.
 */
void
berth_settings_window_apply (BerthSettingsWindow *self, gboolean closes)
{
  g_autoptr (GPtrArray) dangers = list_dangers (self);

  self->closes_after_apply = closes;
  if (dangers->len > 0)
    ask_about_dangers (self, dangers);
  else
    write_wish (self);
}

/**
 * berth_settings_window_agree:
 * @bundle: of which the user wants @option, although he was warned of it
 */
void
berth_settings_window_agree (BerthSettingsWindow *self,
                             const BerthAddress *bundle,
                             BerthOption option)
{
  g_hash_table_add (self->agreed, dup_option_key (bundle, option));
}

static char *
dup_sentence (const BerthFinding *finding)
{
  return g_strdup_printf ("%s %s", finding->what, finding->remedy != NULL ? finding->remedy : "");
}

/**
 * berth_settings_window_dup_refusal:
 *
 * A device that cannot be had does not go across; but what was free may not be any more, and what
 * is fine alone may not be together.
 *
 * Returns: (transfer full) (nullable): why what is wished for cannot be applied; %NULL: it can
 */
char *
berth_settings_window_dup_refusal (BerthSettingsWindow *self)
{
  GPtrArray *entries = berth_draft_get_entries (self->draft);
  const BerthFinding *worst;
  gboolean gives_more = FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const BerthDraftEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *sentence = NULL;
      g_autofree char *title = NULL;

      gives_more |= entry->gives_more;
      worst = entry->gives_more ? berth_finding_list_get_worst (entry->findings) : NULL;
      if (worst == NULL || worst->severity < BERTH_SEVERITY_REFUSED)
        continue;
      title = berth_bundle_words_dup_title (entry->bundle);
      sentence = dup_sentence (worst);
      /* Translators: a device, then why it cannot be given away and what to do */
      return g_strdup_printf (_ ("%s cannot be given away. %s"), title, sentence);
    }

  worst = gives_more
            ? berth_finding_list_get_worst (berth_draft_get_vm_findings (self->draft))
            : NULL;
  return worst != NULL && worst->severity == BERTH_SEVERITY_REFUSED ? dup_sentence (worst) : NULL;
}
