/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-option-row.h"

#include <glib/gi18n-lib.h>

#include "base/berth-names.h"
#include "model/berth-option-words.h"

/* One option of an assignment: a switch, one line of what it opens, and a way to read more. */
struct _BerthOptionRow
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkCheckButton *check;
  GtkLabel *line;
  GtkWidget *why;

  BerthOption option;
  gboolean active;
};

enum
{
  SIGNAL_ASKED,
  SIGNAL_WHY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthOptionRow, berth_option_row, GTK_TYPE_BOX)

/* The check shows what is wanted, and that is decided elsewhere, perhaps after a question: until it
 * is, the check stays as it was. */
static void
toggled_cb (BerthOptionRow *self)
{
  gboolean asked = gtk_check_button_get_active (self->check);

  if (asked == self->active)
    return;

  gtk_check_button_set_active (self->check, self->active);
  g_signal_emit (self, signals[SIGNAL_ASKED], 0, asked);
}

static void
why_cb (BerthOptionRow *self)
{
  g_signal_emit (self, signals[SIGNAL_WHY], 0);
}

static void
berth_option_row_class_init (BerthOptionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);


  /* The user wants it on (%TRUE) or off. */
  signals[SIGNAL_ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /* The user wants to read more. */
  signals[SIGNAL_WHY] = g_signal_new ("why", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-option-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthOptionRow, check);
  gtk_widget_class_bind_template_child (widget_class, BerthOptionRow, line);
  gtk_widget_class_bind_template_child (widget_class, BerthOptionRow, why);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, why_cb);
}

static void
berth_option_row_init (BerthOptionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_option_row_new:
 * @option: exactly one option
 * @is_qube: whether the VM is called a qube
 */
GtkWidget *
berth_option_row_new (BerthOption option, gboolean is_qube)
{
  BerthOptionRow *self = g_object_new (BERTH_TYPE_OPTION_ROW, NULL);
  const char *words = berth_option_get_words (option);
  const char *line = berth_option_words_get_line (option, is_qube);
  /* Translators: a button's name for screen readers; %s is the name of an option */
  g_autofree char *why_name = g_strdup_printf (_ ("Why “%s”?"), words);

  self->option = option;
  gtk_check_button_set_label (self->check, words);
  gtk_label_set_text (self->line, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->why), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  why_name, -1);
  return GTK_WIDGET (self);
}

/**
 * berth_option_row_get_option:
 *
 * Returns: the one option that it switches
 */
BerthOption
berth_option_row_get_option (BerthOptionRow *self)
{
  return self->option;
}

/**
 * berth_option_row_set_active:
 * @active: what is wished for
 */
void
berth_option_row_set_active (BerthOptionRow *self, gboolean active)
{
  self->active = active;
  gtk_check_button_set_active (self->check, active);
}

/**
 * berth_option_row_set_changeable:
 * @changeable: whether it may be switched; it can be read about either way
 */
void
berth_option_row_set_changeable (BerthOptionRow *self, gboolean changeable)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), changeable);
}
