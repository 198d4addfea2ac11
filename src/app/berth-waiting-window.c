/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-waiting-window.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

struct _BerthWaitingWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets. */
  GtkStack *stack;
  AdwStatusPage *failed_page;
};

/**
 * BerthWaitingWindow:
 *
 * Stands where the settings of a VM will be while nobody knows yet which VM was meant, and says so
 * if there is none.
 */
G_DEFINE_FINAL_TYPE (BerthWaitingWindow, berth_waiting_window, ADW_TYPE_APPLICATION_WINDOW)

static void
berth_waiting_window_class_init (BerthWaitingWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-waiting-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthWaitingWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BerthWaitingWindow, failed_page);
}

static void
berth_waiting_window_init (BerthWaitingWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_waiting_window_new:
 * @app: the window belongs to it
 * @name: the VM's name or UUID as it was typed
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
GtkWindow *
berth_waiting_window_new (GtkApplication *app, const char *name)
{
  BerthWaitingWindow *self = g_object_new (BERTH_TYPE_WAITING_WINDOW, "application", app, NULL);
  g_autofree char *shown = berth_text_dup_name (name);
  /* Translators: the title of a window; %s is the name of a VM */
  g_autofree char *title = g_strdup_printf (_ ("%s — Device Settings"), shown);

  gtk_window_set_title (GTK_WINDOW (self), title);
  return GTK_WINDOW (self);
}

static const char *
get_title (const GError *error)
{
  if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND))
    return _ ("No Such Virtual Machine");
  if (g_error_matches (error, BERTH_ERROR, BERTH_ERROR_INVALID))
    return _ ("Which Virtual Machine?");
  return _ ("Cannot Connect");
}

/**
 * berth_waiting_window_fail:
 * @error: why there are no settings to show
 *
 * Shows the error instead of the waiting.
 */
void
berth_waiting_window_fail (BerthWaitingWindow *self, const GError *error)
{
  /* A status page reads its description as markup. */
  g_autofree char *markup = berth_text_dup_markup (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  const char *title = get_title (error);

  if (!g_error_matches (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND)
      && !g_error_matches (error, BERTH_ERROR, BERTH_ERROR_INVALID))
    adw_status_page_set_icon_name (self->failed_page, "network-offline-symbolic");
  adw_status_page_set_title (self->failed_page, title);
  adw_status_page_set_description (self->failed_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}
