/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-row.h"

#include <glib/gi18n-lib.h>

#include "app/berth-vm-menu.h"
#include "app/berth-vm-note.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "session/berth-launcher.h"

struct _BerthVmRow
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkLabel *heading;
  GtkWidget *card;
  GtkWidget *vm_box;
  GtkImage *icon;
  GtkLabel *name;
  GtkWidget *dot;
  GtkLabel *line;
  GtkWidget *mark;
  GtkWidget *menu_button;

  /* Borrowed between bind and unbind. */
  GtkListItem *list_item;
  /* Owned. */
  BerthVmItem *item;
  /* Children of this widget, made when they are needed. */
  BerthVmNote *note;
  GtkWidget *menu; /* NULL while none is open */
};

G_DEFINE_FINAL_TYPE (BerthVmRow, berth_vm_row, GTK_TYPE_BOX)

/* One CSS class of a kind at a time; style.css says what each looks like. */
static void
set_one_class (GtkWidget *widget, const char *const *classes, const char *wanted)
{
  for (guint i = 0; classes[i] != NULL; i++)
    {
      if (g_strcmp0 (classes[i], wanted) == 0)
        gtk_widget_add_css_class (widget, classes[i]);
      else
        gtk_widget_remove_css_class (widget, classes[i]);
    }
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The colours of qubes' labels. A label that an administrator added has a name that is not among
 * them and no colour here. */
static void
show_label (BerthVmRow *self, const BerthVm *vm)
{
  guint features = berth_connection_get_features (berth_vm_item_get_connection (self->item));
  static const char *const labels[] = { "red", "orange", "yellow", "green", "gray",
                                        "blue", "purple", "black", NULL };

  gtk_image_set_from_icon_name (self->icon, (features & BERTH_FEATURE_QUBES) != 0
                                              ? "berth-qube-symbolic"
                                              : "computer-symbolic");
  set_one_class (GTK_WIDGET (self->icon), labels, vm->label_color);
}

static void
show_state (BerthVmRow *self, const BerthVm *vm)
{
  static const char *const states[]
    = { "halted", "running", "paused", "transition", "crashed", NULL };

  set_one_class (self->dot, states, berth_vm_state_get_nick (vm->state));
}

static void
show_vm (BerthVmRow *self, const BerthVm *vm)
{
  const char *problem = berth_vm_item_get_problem (self->item);
  g_autofree char *name = berth_text_dup_name (vm->name);
  /* Translators: names the ⋮ button of a virtual machine for screen readers */
  g_autofree char *menu_name = g_strdup_printf (_ ("Menu of %s"), name);

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->line, berth_vm_item_get_line (self->item));
  gtk_widget_set_visible (self->mark, problem != NULL);
  gtk_widget_set_tooltip_text (self->mark, problem);
  show_label (self, vm);
  show_state (self, vm);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
}

/* Few rows are notes, and none of the others has to carry one. */
static void
show_note (BerthVmRow *self)
{
  if (self->note == NULL)
    {
      self->note = BERTH_VM_NOTE (berth_vm_note_new ());
      gtk_box_append (GTK_BOX (self->card), GTK_WIDGET (self->note));
    }
  berth_vm_note_show (self->note, berth_vm_item_get_connection (self->item),
                      berth_vm_item_get_line (self->item));
}

/* All that the row shows, in the order in which it is read aloud. */
static char *
dup_accessible_label (BerthVmRow *self, const BerthVm *vm)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *line = berth_vm_item_get_line (self->item);
  const char *problem = berth_vm_item_get_problem (self->item);
  const char *title = berth_connection_get_title (berth_vm_item_get_connection (self->item));
  g_auto (GStrv) parts = NULL;

  if (vm != NULL)
    {
      g_autofree char *name = berth_text_dup_name (vm->name);

      g_strv_builder_add (builder, name);
    }
  g_strv_builder_add (builder, line);
  if (problem != NULL)
    g_strv_builder_add (builder, problem);
  if (gtk_widget_get_visible (GTK_WIDGET (self->heading)))
    g_strv_builder_add (builder, title);
  parts = g_strv_builder_end (builder);
  return g_strjoinv (", ", parts);
}

/* GTK 4.8 has no label on a list item of its own; what is read aloud belongs to the widget that
 * GTK puts around this one, which has the focus. */
static void
show_accessible_label (BerthVmRow *self, const BerthVm *vm)
{
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = dup_accessible_label (self, vm);

  if (around != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (around), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
}

static void
item_changed_cb (BerthVmRow *self)
{
  const BerthVm *vm = berth_vm_item_get_vm (self->item);
  BerthConnection *connection = berth_vm_item_get_connection (self->item);
  guint place = berth_vm_item_get_place (self->item);

  gtk_label_set_label (self->heading, berth_connection_get_title (connection));
  gtk_widget_set_visible (GTK_WIDGET (self->heading), (place & BERTH_VM_ITEM_HEADED) != 0);
  set_class (self->card, "first", (place & BERTH_VM_ITEM_FIRST) != 0);
  set_class (self->card, "last", (place & BERTH_VM_ITEM_LAST) != 0);

  if (vm != NULL)
    show_vm (self, vm);
  else
    show_note (self);
  gtk_widget_set_visible (self->vm_box, vm != NULL);
  if (self->note != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->note), vm == NULL);

  /* A row that cannot be selected takes no focus in GTK 4.8, and the arrow keys end before it. */
  gtk_list_item_set_activatable (self->list_item, vm != NULL);
  show_accessible_label (self, vm);
}

/* Made when it is opened: what can be done depends on the VM's state at that moment. */
static GMenuModel *
new_menu (BerthVmRow *self)
{
  const BerthVm *vm = berth_vm_item_get_vm (self->item);
  BerthConnection *connection = berth_vm_item_get_connection (self->item);

  return berth_vm_menu_new (vm, berth_connection_get_features (connection),
                            berth_launcher_exists (vm->uuid));
}

static gboolean
has_menu (BerthVmRow *self)
{
  return self->item != NULL && berth_vm_item_get_vm (self->item) != NULL;
}

static void
drop_menu (BerthVmRow *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

static gboolean
drop_menu_in_idle_cb (gpointer user_data)
{
  GtkWidget *menu = user_data;
  BerthVmRow *self = BERTH_VM_ROW (gtk_widget_get_ancestor (menu, BERTH_TYPE_VM_ROW));

  if (self != NULL && self->menu == menu)
    drop_menu (self);
  return G_SOURCE_REMOVE;
}

/* The keyboard goes back to the row, whichever way the menu was opened. The chosen action is looked
 * up from the menu's place in the tree after it has closed, so the menu has to stay there a moment
 * longer. */
static void
menu_closed_cb (GtkPopover *menu, gpointer user_data)
{
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (user_data));

  if (around != NULL)
    gtk_widget_grab_focus (around);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, drop_menu_in_idle_cb, g_object_ref (menu),
                   g_object_unref);
}

static void
open_menu (BerthVmRow *self, const GdkRectangle *at, gboolean has_arrow)
{
  g_autoptr (GMenuModel) menu = new_menu (self);

  drop_menu (self);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), has_arrow);
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  gtk_widget_set_halign (self->menu, has_arrow ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self, 0);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The row under the pointer becomes the one that the menu is about. */
static void
select_row (BerthVmRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "list.select-item", "(ubb)",
                              gtk_list_item_get_position (self->list_item), FALSE, FALSE);
}

static void
open_menu_at (BerthVmRow *self, GtkGesture *gesture, double x, double y)
{
  GdkRectangle at = { .width = 1, .height = 1 };
  double row_x, row_y;

  if (!has_menu (self))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_translate_coordinates (self->card, GTK_WIDGET (self), x, y, &row_x, &row_y);
  at.x = (int) row_x;
  at.y = (int) row_y;
  select_row (self);
  open_menu (self, &at, FALSE);
}

static gboolean
open_menu_at_button (BerthVmRow *self)
{
  graphene_rect_t bounds;

  if (!has_menu (self)
      || !gtk_widget_compute_bounds (self->menu_button, GTK_WIDGET (self), &bounds))
    return FALSE;

  open_menu (self,
             &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                              (int) bounds.size.width, (int) bounds.size.height },
             TRUE);
  return TRUE;
}

static void
menu_clicked_cb (GtkButton *button, gpointer user_data)
{
  select_row (BERTH_VM_ROW (user_data));
  open_menu_at_button (BERTH_VM_ROW (user_data));
}

static void
right_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  open_menu_at (BERTH_VM_ROW (user_data), GTK_GESTURE (gesture), x, y);
}

static void
long_press_cb (GtkGestureLongPress *gesture, double x, double y, gpointer user_data)
{
  open_menu_at (BERTH_VM_ROW (user_data), GTK_GESTURE (gesture), x, y);
}

/* The whole name, where the row has no room for it. */
static gboolean
query_tooltip_cb (GtkWidget *label,
                  int x,
                  int y,
                  gboolean from_keyboard,
                  GtkTooltip *tooltip,
                  gpointer user_data)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (GTK_LABEL (label)));
  return TRUE;
}

/* A row of a GTK 4.8 list hands the focus to its first child that takes it and is passed over
 * itself. So the ⋮ button takes it only when it is asked to, until the focus goes on. */
static void
focus_left_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  BerthVmRow *self = BERTH_VM_ROW (user_data);

  gtk_widget_set_can_focus (self->menu_button, FALSE);
}

static void
berth_vm_row_dispose (GObject *object)
{
  BerthVmRow *self = BERTH_VM_ROW (object);

  berth_vm_row_unbind (self);
  G_OBJECT_CLASS (berth_vm_row_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, heading);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, card);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, vm_box);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, name);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, dot);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, line);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, mark);
  gtk_widget_class_bind_template_child (widget_class, BerthVmRow, menu_button);
}

static void
berth_vm_row_class_init (BerthVmRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_vm_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-vm-row.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, menu_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
}

static void
berth_vm_row_init (BerthVmRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_vm_row_new:
 *
 * Returns: (transfer floating): one row of the VM list, empty until it is bound
 */
GtkWidget *
berth_vm_row_new (void)
{
  return g_object_new (BERTH_TYPE_VM_ROW, NULL);
}

/**
 * berth_vm_row_bind:
 * @list_item: borrowed until berth_vm_row_unbind(); its item is a #BerthVmItem
 *
 * Shows the item and follows it.
 */
void
berth_vm_row_bind (BerthVmRow *self, GtkListItem *list_item)
{
  self->list_item = list_item;
  self->item = g_object_ref (gtk_list_item_get_item (list_item));
  g_signal_connect_object (self->item, "changed", G_CALLBACK (item_changed_cb), self,
                           G_CONNECT_SWAPPED);
  item_changed_cb (self);
}

/**
 * berth_vm_row_unbind:
 *
 * Lets go of the item. A menu that is open is about that item, so it closes.
 */
void
berth_vm_row_unbind (BerthVmRow *self)
{
  if (self->item == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->item, item_changed_cb, self);
  g_clear_object (&self->item);
  self->list_item = NULL;
  drop_menu (self);
}

/**
 * berth_vm_row_open_menu:
 *
 * Opens the menu at the ⋮ button, as the Menu key does.
 *
 * Returns: %FALSE if the row is a note, which has none
 */
gboolean
berth_vm_row_open_menu (BerthVmRow *self)
{
  return open_menu_at_button (self);
}

/**
 * berth_vm_row_focus_button:
 *
 * Gives the keyboard to the row's own button: ⋮, or Try Again.
 *
 * Returns: %FALSE if it has none
 */
gboolean
berth_vm_row_focus_button (BerthVmRow *self)
{
  if (!has_menu (self))
    return self->note != NULL && berth_vm_note_focus_button (self->note);
  gtk_widget_set_can_focus (self->menu_button, TRUE);
  return gtk_widget_grab_focus (self->menu_button);
}
