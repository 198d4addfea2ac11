/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-two-lists.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-view.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* Below this width one list is shown at a time: a window of 600 less its margins. */
#define WIDTH_OF_TWO 576
#define GAP 12
/* Between a heading and its list, and from the list's edge to the heading. */
#define HEADING_GAP 6
#define HEADING_INDENT 3

/* The two lists with the arrows between them or, where there is no room, one of them under a switch
 * and above its button. libadwaita 1.2 has no breakpoints; this widget is the one place that knows
 * there are two shapes. */
struct _BerthTwoLists
{
  GtkWidget parent_instance;

  /* Template widgets. */
  GtkLabel *available_heading;
  BerthBundleView *available;
  GtkLabel *assigned_heading;
  BerthBundleView *assigned;
  GtkWidget *arrows;
  GtkWidget *assign_button;
  GtkWidget *take_back_button;
  GtkWidget *take_back_all_button;
  GtkWidget *sides;
  GtkToggleButton *available_side;
  GtkToggleButton *assigned_side;
  GtkWidget *narrow_button;

  /* Owned. */
  BerthBundleList *list;
  char *assign_hint;
  char *take_back_hint;
};

G_DEFINE_FINAL_TYPE (BerthTwoLists, berth_two_lists, GTK_TYPE_WIDGET)

static gboolean
shows_assigned (BerthTwoLists *self)
{
  return gtk_toggle_button_get_active (self->assigned_side);
}

static void
update_narrow_button (BerthTwoLists *self)
{
  gboolean assigned = shows_assigned (self);

  gtk_button_set_label (GTK_BUTTON (self->narrow_button), assigned ? _ ("Take Back") : _ ("Add"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->narrow_button),
                                  assigned ? "devices.take-back" : "devices.assign");
  gtk_widget_set_tooltip_text (self->narrow_button,
                               assigned ? self->take_back_hint : self->assign_hint);
}

static void
side_changed_cb (BerthTwoLists *self)
{
  update_narrow_button (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
activated_cb (BerthTwoLists *self, BerthBundleItem *item)
{
  gboolean wanted = berth_bundle_item_is_wanted (item);

  if (!berth_bundle_item_get_selected (item))
    berth_bundle_list_select_only (self->list, item);
  gtk_widget_activate_action (GTK_WIDGET (self),
                              wanted ? "devices.take-back" : "devices.assign", NULL);
}

static void
clear_filter_cb (BerthTwoLists *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "devices.clear-filter", NULL);
}

static int
measure_width (GtkWidget *widget, int *natural)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, natural, NULL, NULL);
  return minimum;
}

static int
measure_height (GtkWidget *widget, int *natural)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &minimum, natural, NULL, NULL);
  return minimum;
}

/* The minimum is that of the narrow shape, the natural size that of the wide one. */
static void
berth_two_lists_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  BerthTwoLists *self = BERTH_TWO_LISTS (widget);
  GtkWidget *available = GTK_WIDGET (self->available);
  GtkWidget *assigned = GTK_WIDGET (self->assigned);
  int left, right, middle, top, bottom;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (measure_width (available, &left), measure_width (assigned, &right));
      *minimum = MAX (*minimum, measure_width (self->sides, &top));
      *minimum = MAX (*minimum, measure_width (self->narrow_button, &bottom));
      measure_width (self->arrows, &middle);
      *natural = MAX (WIDTH_OF_TWO, 2 * MAX (left, right) + middle + 2 * GAP);
      return;
    }

  *minimum = MAX (measure_height (available, &left), measure_height (assigned, &right));
  *minimum += measure_height (self->sides, &top) + GAP;
  *minimum += measure_height (self->narrow_button, &bottom) + GAP;
  *minimum = MAX (*minimum, measure_height (self->arrows, &middle));
  *natural = MAX (*minimum, MAX (left, right));
}

/* Places @child at @x from the leading edge. */
static void
place (BerthTwoLists *self, GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation allocation = { x, y, width, height };

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    allocation.x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
allocate_wide (BerthTwoLists *self, int width, int height)
{
  int arrows_width = 0;
  int heading_height, list_width, natural;
  int top;

  measure_width (self->arrows, &arrows_width);
  list_width = (width - arrows_width - 2 * GAP) / 2;
  heading_height = measure_height (GTK_WIDGET (self->assigned_heading), &natural);
  top = heading_height + HEADING_GAP;

  place (self, GTK_WIDGET (self->available_heading), HEADING_INDENT, 0,
         list_width - HEADING_INDENT, heading_height);
  place (self, GTK_WIDGET (self->available), 0, top, list_width, height - top);
  place (self, self->arrows, list_width + GAP, top, arrows_width, height - top);
  place (self, GTK_WIDGET (self->assigned_heading), width - list_width + HEADING_INDENT, 0,
         list_width - HEADING_INDENT, heading_height);
  place (self, GTK_WIDGET (self->assigned), width - list_width, top, list_width, height - top);
}

static void
allocate_narrow (BerthTwoLists *self, int width, int height)
{
  GtkWidget *view = GTK_WIDGET (shows_assigned (self) ? self->assigned : self->available);
  int top, bottom, natural;

  top = measure_height (self->sides, &natural);
  bottom = measure_height (self->narrow_button, &natural);

  place (self, self->sides, 0, 0, width, top);
  place (self, view, 0, top + GAP, width, height - top - bottom - 2 * GAP);
  place (self, self->narrow_button, 0, height - bottom, width, bottom);
}

/* GTK 4.8 does not tell screen readers of what a parent does not show. */
static void
show_child (GtkWidget *child, gboolean shown)
{
  if (gtk_widget_get_child_visible (child) == shown)
    return;
  gtk_widget_set_child_visible (child, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
}

static void
berth_two_lists_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BerthTwoLists *self = BERTH_TWO_LISTS (widget);
  gboolean narrow = width < WIDTH_OF_TWO;
  gboolean assigned = shows_assigned (self);

  show_child (self->sides, narrow);
  show_child (self->narrow_button, narrow);
  show_child (GTK_WIDGET (self->available_heading), !narrow);
  show_child (GTK_WIDGET (self->assigned_heading), !narrow);
  show_child (self->arrows, !narrow);
  show_child (GTK_WIDGET (self->available), !narrow || !assigned);
  show_child (GTK_WIDGET (self->assigned), !narrow || assigned);

  if (narrow)
    allocate_narrow (self, width, height);
  else
    allocate_wide (self, width, height);
}

static gboolean
berth_two_lists_grab_focus (GtkWidget *widget)
{
  BerthTwoLists *self = BERTH_TWO_LISTS (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->available));
}

static void
berth_two_lists_dispose (GObject *object)
{
  BerthTwoLists *self = BERTH_TWO_LISTS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BERTH_TYPE_TWO_LISTS);
  g_clear_object (&self->list);
  g_clear_pointer (&self->assign_hint, g_free);
  g_clear_pointer (&self->take_back_hint, g_free);

  G_OBJECT_CLASS (berth_two_lists_parent_class)->dispose (object);
}

static void
berth_two_lists_class_init (BerthTwoListsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_two_lists_dispose;
  widget_class->measure = berth_two_lists_measure;
  widget_class->size_allocate = berth_two_lists_size_allocate;
  widget_class->grab_focus = berth_two_lists_grab_focus;

  g_type_ensure (BERTH_TYPE_BUNDLE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-two-lists.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, available_heading);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, available);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, assigned_heading);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, assigned);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, arrows);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, assign_button);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, take_back_button);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, take_back_all_button);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, sides);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, available_side);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, assigned_side);
  gtk_widget_class_bind_template_child (widget_class, BerthTwoLists, narrow_button);
  gtk_widget_class_bind_template_callback (widget_class, side_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_filter_cb);
}

static void
berth_two_lists_init (BerthTwoLists *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_narrow_button (self);
}

static void
refreshed_cb (BerthTwoLists *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint n = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (BerthBundleItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      n += berth_bundle_item_is_wanted (item);
    }

  /* Translators: a switch between two lists; %u counts the devices in this one */
  label = n > 0 ? g_strdup_printf (_ ("Assigned (%u)"), n) : g_strdup (_ ("Assigned"));
  gtk_button_set_label (GTK_BUTTON (self->assigned_side), label);
}

/**
 * berth_two_lists_set_list:
 * @list: what is shown, both sides of it
 */
void
berth_two_lists_set_list (BerthTwoLists *self, BerthBundleList *list)
{
  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  berth_bundle_view_set_list (self->available, list, FALSE);
  berth_bundle_view_set_list (self->assigned, list, TRUE);
  g_signal_connect_object (list, "refreshed", G_CALLBACK (refreshed_cb), self, G_CONNECT_SWAPPED);
  refreshed_cb (self);
}

/**
 * berth_two_lists_set_vm_name:
 * @vm_name: foreign text
 * @is_qube: whether its users call it a qube
 */
void
berth_two_lists_set_vm_name (BerthTwoLists *self, const char *vm_name, gboolean is_qube)
{
  g_autofree char *name = berth_text_dup_name (vm_name);
  /* Translators: heading of a list of devices; %s is the name of a VM */
  g_autofree char *heading = g_strdup_printf (_ ("Assigned to “%s”"), name);

  gtk_label_set_text (self->assigned_heading, heading);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->assigned_heading), heading);
  berth_bundle_view_set_name (self->available, _ ("Available"));
  berth_bundle_view_set_name (self->assigned, heading);
  berth_bundle_view_set_empty_words (self->available, _ ("No device is left to give."));
  berth_bundle_view_set_empty_words (self->assigned,
                                     is_qube ? _ ("This qube has no device of this computer.")
                                             : _ ("This VM has no device of this computer."));
}

/**
 * berth_two_lists_set_filter:
 * @filter: for both lists
 */
void
berth_two_lists_set_filter (BerthTwoLists *self, BerthBundleFilter *filter)
{
  berth_bundle_view_set_filter (self->available, filter);
  berth_bundle_view_set_filter (self->assigned, filter);
}

/**
 * berth_two_lists_show_all_rows:
 *
 * See berth_bundle_view_show_all_rows().
 */
void
berth_two_lists_show_all_rows (BerthTwoLists *self)
{
  berth_bundle_view_show_all_rows (self->available);
  berth_bundle_view_show_all_rows (self->assigned);
}

/**
 * berth_two_lists_set_hints:
 * @assign: what the button that assigns does now, or why it cannot; the others alike
 */
void
berth_two_lists_set_hints (BerthTwoLists *self,
                           const char *assign,
                           const char *take_back,
                           const char *take_back_all)
{
  gtk_widget_set_tooltip_text (self->assign_button, assign);
  gtk_widget_set_tooltip_text (self->take_back_button, take_back);
  gtk_widget_set_tooltip_text (self->take_back_all_button, take_back_all);

  g_free (self->assign_hint);
  self->assign_hint = g_strdup (assign);
  g_free (self->take_back_hint);
  self->take_back_hint = g_strdup (take_back);
  update_narrow_button (self);
}

/**
 * berth_two_lists_get_n_hidden:
 *
 * Returns: how many of the selected rows of that side the filter hides
 */
guint
berth_two_lists_get_n_hidden (BerthTwoLists *self, gboolean wanted)
{
  g_autoptr (GPtrArray) selected = berth_bundle_list_dup_selected (self->list, wanted);

  return berth_bundle_view_get_n_hidden (wanted ? self->assigned : self->available, selected);
}

/**
 * berth_two_lists_show_item:
 *
 * Scrolls to @item, on whichever side it is. One list at a time stays with the list it shows: a
 * person who adds several devices is not done with it.
 */
void
berth_two_lists_show_item (BerthTwoLists *self, BerthBundleItem *item)
{
  berth_bundle_view_scroll_to (berth_bundle_item_is_wanted (item) ? self->assigned
                                                                  : self->available,
                               item);
}

/**
 * berth_two_lists_keep_focus:
 * @wanted: the side that the rows left
 *
 * When a row with the keyboard's focus moves away, the focus is lost. Call it after a move: the
 * nearest row of that side has it again or, when none is left there, one of the other side.
 */
void
berth_two_lists_keep_focus (BerthTwoLists *self, gboolean wanted)
{
  BerthBundleView *left = wanted ? self->assigned : self->available;
  BerthBundleView *entered = wanted ? self->available : self->assigned;

  if (!gtk_widget_grab_focus (GTK_WIDGET (left)))
    gtk_widget_grab_focus (GTK_WIDGET (entered));
}
