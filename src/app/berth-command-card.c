/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-command-card.h"

#include <glib/gi18n-lib.h>

#include "base/berth-names.h"
#include "base/berth-text.h"

/* A command may hold the description of a device; longer ones are whole in what is copied. */
#define MAX_COMMAND_LENGTH 4000

/* What a person would type for the same, to be read and copied. */
struct _BerthCommandCard
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkLabel *commands;

  char *text; /* owned: the bytes for a shell */
};

G_DEFINE_FINAL_TYPE (BerthCommandCard, berth_command_card, ADW_TYPE_BIN)

static void
copy_cb (BerthCommandCard *self)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (_ ("Commands copied")));
}

static void
berth_command_card_finalize (GObject *object)
{
  g_free (BERTH_COMMAND_CARD (object)->text);

  G_OBJECT_CLASS (berth_command_card_parent_class)->finalize (object);
}

static void
berth_command_card_class_init (BerthCommandCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = berth_command_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-command-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthCommandCard, commands);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
berth_command_card_init (BerthCommandCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_command_card_show:
 * @commands: (nullable) (array zero-terminated=1): foreign text; the card is only there when there
 *   are some
 *
 * What is copied are the bytes for a shell; what is shown may hold a VM's name and is made safe.
 */
void
berth_command_card_show (BerthCommandCard *self, const char *const *commands)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  for (gsize i = 0; commands != NULL && commands[i] != NULL; i++)
    {
      g_autofree char *line = berth_text_dup_shown (commands[i], MAX_COMMAND_LENGTH);

      g_string_append_printf (shown, "%s%s", i > 0 ? "\n" : "", line);
    }
  g_free (self->text);
  self->text = commands != NULL ? g_strjoinv ("\n", (GStrv) commands) : g_strdup ("");
  gtk_label_set_text (self->commands, shown->str);
  gtk_widget_set_visible (GTK_WIDGET (self), shown->len > 0);
}
