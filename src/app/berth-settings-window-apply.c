/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Apply and OK do. */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

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

/**
 * berth_settings_window_apply:
 * @closes: whether the window closes when all is written
 */
void
berth_settings_window_apply (BerthSettingsWindow *self, gboolean closes)
{
  Applying *applying = g_new0 (Applying, 1);

  applying->window = g_object_ref (self);
  applying->app = g_object_ref (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  g_application_hold (applying->app);

  g_clear_pointer (&self->failure, g_free);
  self->closes_after_apply = closes;
  berth_draft_apply_async (self->draft, applied_cb, applying);
}
