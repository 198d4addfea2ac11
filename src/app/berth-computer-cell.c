/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-cell.h"

/* One cell of the table of a computer's devices. GtkInscription shows its text without asking for
 * its width, so that two hundred rows cost little and no name moves a column. */
struct _BerthComputerCell
{
  GtkBox parent_instance;

  GtkImage *image;         /* nullable */
  GtkInscription *text;    /* the first line, or the only one */
  GtkInscription *details; /* nullable: the second line */

  BerthComputerDevice *device; /* owned, nullable */
  GtkListItem *list_item;      /* borrowed, nullable */
  BerthDeviceColumn column;
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (BerthComputerCell, berth_computer_cell, GTK_TYPE_BOX)

static void
berth_computer_cell_dispose (GObject *object)
{
  BerthComputerCell *self = BERTH_COMPUTER_CELL (object);

  berth_computer_cell_set_list_item (self, NULL);
  G_OBJECT_CLASS (berth_computer_cell_parent_class)->dispose (object);
}

static gboolean
is_cut (GtkInscription *line)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  if (line == NULL)
    return FALSE;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (line), gtk_inscription_get_text (line));
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width > gtk_widget_get_width (GTK_WIDGET (line));
}

/* The texts in full, where a column is narrower than they are. */
static gboolean
berth_computer_cell_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  BerthComputerCell *self = BERTH_COMPUTER_CELL (widget);
  const char *details = self->details != NULL ? gtk_inscription_get_text (self->details) : NULL;
  gboolean has_details = details != NULL && *details != '\0';
  g_autofree char *text = NULL;

  if (!is_cut (self->text) && !is_cut (self->details))
    return FALSE;
  text = g_strdup_printf ("%s%s%s", gtk_inscription_get_text (self->text),
                          has_details ? "\n" : "", has_details ? details : "");
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
berth_computer_cell_class_init (BerthComputerCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = berth_computer_cell_dispose;
  GTK_WIDGET_CLASS (klass)->query_tooltip = berth_computer_cell_query_tooltip;
}

static void
berth_computer_cell_init (BerthComputerCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

static GtkInscription *
new_line (guint min_chars)
{
  GtkInscription *line = GTK_INSCRIPTION (gtk_inscription_new (NULL));

  gtk_inscription_set_text_overflow (line, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (line, min_chars);
  gtk_inscription_set_nat_chars (line, min_chars);
  gtk_widget_set_hexpand (GTK_WIDGET (line), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (line), GTK_ALIGN_CENTER);
  return line;
}

static void
add_image (BerthComputerCell *self)
{
  self->image = GTK_IMAGE (gtk_image_new ());
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->image));
}

static void
build_name (BerthComputerCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  add_image (self);
  self->text = new_line (16);
  self->details = new_line (16);
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "numeric");
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->details));
  gtk_box_append (GTK_BOX (self), lines);
}

static void
build_state (BerthComputerCell *self)
{
  add_image (self);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->text = new_line (self->is_narrow ? 9 : 22);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->text));
}

static void
build_line (BerthComputerCell *self, guint min_chars)
{
  self->text = new_line (min_chars);
  gtk_widget_add_css_class (GTK_WIDGET (self->text), "numeric");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->text));
}

/**
 * berth_computer_cell_new:
 * @is_narrow: there is no room for other columns than the name and the state
 *
 * Returns: (transfer floating): empty as yet
 */
GtkWidget *
berth_computer_cell_new (BerthDeviceColumn column, gboolean is_narrow)
{
  BerthComputerCell *self = g_object_new (BERTH_TYPE_COMPUTER_CELL, NULL);

  self->column = column;
  self->is_narrow = is_narrow;
  switch (column)
    {
    case BERTH_DEVICE_COLUMN_NAME:
      build_name (self);
      break;
    case BERTH_DEVICE_COLUMN_STATE:
      build_state (self);
      break;
    case BERTH_DEVICE_COLUMN_ADDRESS:
      build_line (self, 12);
      break;
    case BERTH_DEVICE_COLUMN_USED_BY:
      build_line (self, 16);
      break;
    case BERTH_DEVICE_COLUMN_DRIVER:
    default:
      build_line (self, 10);
      break;
    }
  return GTK_WIDGET (self);
}

typedef struct
{
  const char *icon_name;
  const char *css_class;
} SeverityLook;

/* As in a finding's own row. */
static const SeverityLook looks[] = {
  [BERTH_SEVERITY_NOTE] = { NULL, NULL },
  [BERTH_SEVERITY_CAUTION] = { "dialog-warning-symbolic", "warning" },
  [BERTH_SEVERITY_DANGER] = { "dialog-warning-symbolic", "error" },
  [BERTH_SEVERITY_REFUSED] = { "action-unavailable-symbolic", "dim-label" },
};

/* GtkInscription puts a text to the edge where it begins by itself. The mark before it gives it the
 * direction of the window, in which it stands as a foreign part. */
static void
set_text (GtkInscription *line, const char *text)
{
  g_autofree char *from_right = NULL;

  if (gtk_widget_get_direction (GTK_WIDGET (line)) == GTK_TEXT_DIR_RTL)
    from_right = g_strdup_printf ("\u200f\u2068%s\u2069", text);
  gtk_inscription_set_text (line, from_right != NULL ? from_right : text);
}

static void
show_state (BerthComputerCell *self)
{
  const SeverityLook *look = &looks[berth_computer_device_get_severity (self->device)];
  const char *classes[] = { look->css_class, NULL };

  gtk_image_set_from_icon_name (self->image, look->icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->image), classes);
  set_text (self->text, berth_computer_device_get_words (self->device));
}

static void
show_name (BerthComputerCell *self)
{
  const char *kind = berth_computer_device_get_kind (self->device);
  g_autofree char *place
      = berth_address_dup_short (berth_computer_device_get_address (self->device));
  g_autofree char *both = g_strdup_printf ("%s%s%s", place, *kind != '\0' ? " · " : "", kind);

  gtk_image_set_from_icon_name (self->image, berth_computer_device_get_icon_name (self->device));
  set_text (self->text, berth_computer_device_get_title (self->device));
  set_text (self->details, self->is_narrow ? both : kind);
}

/* What is read aloud belongs to the row around all cells, which has the focus; GTK 4.8 has no label
 * on a list item of its own. */
static void
show_label (BerthComputerCell *self)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    berth_computer_device_get_label (self->device), -1);
}

static void
set_dim (BerthComputerCell *self, gboolean is_dim)
{
  if (is_dim)
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->text), "dim-label");
}

static void
device_changed_cb (BerthComputerCell *self)
{
  guint users = berth_computer_device_get_users (self->device);

  switch (self->column)
    {
    case BERTH_DEVICE_COLUMN_NAME:
      show_name (self);
      show_label (self);
      break;
    case BERTH_DEVICE_COLUMN_STATE:
      show_state (self);
      break;
    case BERTH_DEVICE_COLUMN_USED_BY:
      set_text (self->text, berth_computer_device_get_used_by (self->device));
      set_dim (self, (users & BERTH_USED_BY_VM) == 0);
      break;
    case BERTH_DEVICE_COLUMN_ADDRESS:
      set_text (self->text, berth_computer_device_get_place (self->device));
      break;
    case BERTH_DEVICE_COLUMN_DRIVER:
    default:
      set_text (self->text, berth_computer_device_get_driver (self->device));
      break;
    }
}

/**
 * berth_computer_cell_set_list_item:
 * @list_item: (nullable): borrowed until it is another one; its item is a #BerthComputerDevice
 *
 * Shows the device and follows it.
 */
void
berth_computer_cell_set_list_item (BerthComputerCell *self, GtkListItem *list_item)
{
  if (self->device != NULL)
    g_signal_handlers_disconnect_by_func (self->device, device_changed_cb, self);
  g_clear_object (&self->device);

  self->list_item = list_item;
  if (list_item == NULL)
    return;
  self->device = g_object_ref (gtk_list_item_get_item (list_item));
  g_signal_connect_object (self->device, "changed", G_CALLBACK (device_changed_cb), self,
                           G_CONNECT_SWAPPED);
  device_changed_cb (self);
}

/**
 * berth_computer_cell_get_list_item:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GtkListItem *
berth_computer_cell_get_list_item (BerthComputerCell *self)
{
  return self->list_item;
}
