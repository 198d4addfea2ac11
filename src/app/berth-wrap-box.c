/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-wrap-box.h"

#define GAP 6

/* Buttons side by side, and below each other where they do not fit: what a line of text does.
 * libadwaita has AdwWrapBox for this since 1.7; GtkFlowBox makes columns, and a stop of the Tab key
 * of each cell. */
struct _BerthWrapBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (BerthWrapBox, berth_wrap_box, GTK_TYPE_WIDGET)

/* Where the next child goes. */
typedef struct
{
  int width; /* of a line */
  int x;
  int y;
  int line_height;
} Cursor;

/* Returns: the place of a child of that size, from the leading edge; a line that is full ends */
static GdkRectangle
advance (Cursor *cursor, int width, int height)
{
  GdkRectangle place = { .width = MIN (width, cursor->width), .height = height };

  if (cursor->x > 0 && cursor->x + place.width > cursor->width)
    {
      cursor->x = 0;
      cursor->y += cursor->line_height + GAP;
      cursor->line_height = 0;
    }
  place.x = cursor->x;
  place.y = cursor->y;
  cursor->x += place.width + GAP;
  cursor->line_height = MAX (cursor->line_height, height);
  return place;
}

static GdkRectangle
place_child (Cursor *cursor, GtkWidget *child)
{
  GtkRequisition natural;

  gtk_widget_get_preferred_size (child, NULL, &natural);
  return advance (cursor, natural.width, natural.height);
}

static GtkSizeRequestMode
berth_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  *minimum = 0;
  *natural = 0;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition smallest, best;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_get_preferred_size (child, &smallest, &best);
      *minimum = MAX (*minimum, smallest.width);
      *natural += best.width + (*natural > 0 ? GAP : 0);
    }
}

static void
berth_wrap_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  Cursor cursor = { .width = for_size < 0 ? G_MAXINT / 2 : for_size };
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_should_layout (child))
        place_child (&cursor, child);
    }
  *minimum = cursor.y + cursor.line_height;
  *natural = *minimum;
}

static void
berth_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  Cursor cursor = { .width = width };
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GdkRectangle place;

      if (!gtk_widget_should_layout (child))
        continue;
      place = place_child (&cursor, child);
      if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
        place.x = width - place.x - place.width;
      gtk_widget_size_allocate (child, &place, -1);
    }
}

static void
berth_wrap_box_dispose (GObject *object)
{
  berth_wrap_box_clear (BERTH_WRAP_BOX (object));

  G_OBJECT_CLASS (berth_wrap_box_parent_class)->dispose (object);
}

static void
berth_wrap_box_class_init (BerthWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_wrap_box_dispose;
  widget_class->get_request_mode = berth_wrap_box_get_request_mode;
  widget_class->measure = berth_wrap_box_measure;
  widget_class->size_allocate = berth_wrap_box_size_allocate;
}

static void
berth_wrap_box_init (BerthWrapBox *self)
{
}

/**
 * berth_wrap_box_append:
 * @child: (transfer floating): stands behind the others
 */
void
berth_wrap_box_append (BerthWrapBox *self, GtkWidget *child)
{
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

/**
 * berth_wrap_box_clear:
 *
 * Removes all children.
 */
void
berth_wrap_box_clear (BerthWrapBox *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
