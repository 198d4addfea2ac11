/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "base/berth-names.h"

#define BRIDGE_BIT (1u << BERTH_DEVICE_BRIDGE)

/* What the two lists show: words to search for, a class, bridges or not. */
struct _BerthFilterBar
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkSearchEntry *search;
  GtkDropDown *class_choice;
  GtkStringList *class_words;

  guint classes;          /* which ones there are, `1 << BerthDeviceClass` */
  gboolean show_bridges;
  gboolean is_updating;
};

typedef enum
{
  PROP_SHOW_BRIDGES = 1,
} BerthFilterBarProperty;

static GParamSpec *properties[PROP_SHOW_BRIDGES + 1];

enum
{
  SIGNAL_CHANGED,
  SIGNAL_STOPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthFilterBar, berth_filter_bar, GTK_TYPE_BOX)

/* Which class stands at @position of the choice: 0 is all of them. */
static guint
get_chosen_classes (BerthFilterBar *self, guint position)
{
  guint n = 0;

  for (guint i = 0; i < BERTH_N_DEVICE_CLASSES; i++)
    {
      if ((self->classes & 1u << i) == 0)
        continue;
      n++;
      if (n == position)
        return 1u << i;
    }
  return BERTH_ALL_CLASSES;
}

static guint
get_classes (BerthFilterBar *self)
{
  return get_chosen_classes (self, gtk_drop_down_get_selected (self->class_choice));
}

static void
changed_cb (BerthFilterBar *self)
{
  if (!self->is_updating)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Somebody typed elsewhere in the window: what comes next, a blank or Backspace, is for the search
 * too. To focus a text selects it, and the next letter would replace the first. */
static void
search_started_cb (BerthFilterBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

/* Escape: first the words go, then whatever Escape means where the bar stands. */
static void
stop_search_cb (BerthFilterBar *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
}

static void
berth_filter_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BerthFilterBar *self = BERTH_FILTER_BAR (object);

  switch ((BerthFilterBarProperty) id)
    {
    case PROP_SHOW_BRIDGES:
      g_value_set_boolean (value, self->show_bridges);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
berth_filter_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BerthFilterBar *self = BERTH_FILTER_BAR (object);

  switch ((BerthFilterBarProperty) id)
    {
    case PROP_SHOW_BRIDGES:
      if (self->show_bridges == g_value_get_boolean (value))
        break;
      self->show_bridges = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      changed_cb (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
berth_filter_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BERTH_FILTER_BAR (widget)->search));
}

static void
berth_filter_bar_class_init (BerthFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = berth_filter_bar_get_property;
  object_class->set_property = berth_filter_bar_set_property;
  widget_class->grab_focus = berth_filter_bar_grab_focus;

  properties[PROP_SHOW_BRIDGES]
    = g_param_spec_boolean ("show-bridges", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /* The filter is another one. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Escape, with nothing left to clear. */
  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthFilterBar, search);
  gtk_widget_class_bind_template_child (widget_class, BerthFilterBar, class_choice);
  gtk_widget_class_bind_template_child (widget_class, BerthFilterBar, class_words);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_install_property_action (widget_class, "filter.show-bridges", "show-bridges");
}

static void
berth_filter_bar_init (BerthFilterBar *self)
{
  GtkWidget *button;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* The focus is on the button inside, to which GTK 4.8 does not hand on the name. */
  button = gtk_widget_get_first_child (GTK_WIDGET (self->class_choice));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Class"), -1);
}

/**
 * berth_filter_bar_dup_filter:
 *
 * Returns: (transfer full): what the user asks for now
 */
BerthBundleFilter *
berth_filter_bar_dup_filter (BerthFilterBar *self)
{
  guint classes = get_classes (self);

  /* Who chooses the bridges wants to see them. */
  return berth_bundle_filter_new (gtk_editable_get_text (GTK_EDITABLE (self->search)), classes,
                                  self->show_bridges || classes == BRIDGE_BIT);
}

/**
 * berth_filter_bar_set_classes:
 * @classes: bits `1 << BerthDeviceClass` of what there is to choose from; the choice is kept if it
 *   is still one
 */
void
berth_filter_bar_set_classes (BerthFilterBar *self, guint classes)
{
  guint chosen = get_classes (self);
  guint position = 0;
  guint n = 0;

  if (self->classes == classes)
    return;

  self->is_updating = TRUE;
  self->classes = classes;
  gtk_string_list_splice (self->class_words, 1,
                          g_list_model_get_n_items (G_LIST_MODEL (self->class_words)) - 1, NULL);
  for (guint i = 0; i < BERTH_N_DEVICE_CLASSES; i++)
    {
      if ((classes & 1u << i) == 0)
        continue;
      gtk_string_list_append (self->class_words, berth_device_class_get_words (i));
      n++;
      if (chosen == 1u << i)
        position = n;
    }
  gtk_drop_down_set_selected (self->class_choice, position);
  self->is_updating = FALSE;

  if (get_classes (self) != chosen)
    changed_cb (self);
}

/**
 * berth_filter_bar_set_key_capture:
 * @widget: typing anywhere in it, where nothing else wants the keys, searches
 */
void
berth_filter_bar_set_key_capture (BerthFilterBar *self, GtkWidget *widget)
{
  gtk_search_entry_set_key_capture_widget (self->search, widget);
}

/**
 * berth_filter_bar_clear:
 *
 * Every device is shown again; bridges stay as they are.
 */
void
berth_filter_bar_clear (BerthFilterBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->class_choice, 0);
}
