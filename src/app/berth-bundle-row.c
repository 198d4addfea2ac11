/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-row.h"

#include <adwaita.h>

#define ICON_SIZE 16
#define ICON_GAP 12
#define MARK_GAP 12
#define LINE_GAP 2
#define MIN_TEXT_WIDTH 80
#define NATURAL_TEXT_WIDTH 260

/* As libadwaita draws captions and dim labels. */
#define SMALL_SCALE 0.82
#define DIM_ALPHA 0.55
#define DIM_ALPHA_HIGH_CONTRAST 0.9
/* What cannot be had must look so in high contrast too. */
#define REFUSED_ALPHA_HIGH_CONTRAST 0.6

/* What stands between the facts and the remarks on the second line. A layout of its own, so that it
 * does so whichever of the two is written from right to left. */
#define SEPARATOR " · "

typedef enum
{
  TEXT_TITLE,
  TEXT_DETAILS,
  TEXT_SEPARATOR,
  TEXT_WORDS,
  TEXT_FUNCTIONS,
  N_TEXTS,
} RowText;

/* A row draws itself. GtkListView keeps two hundred rows alive whatever fits on the screen, and
 * asks all of them for their height; made of labels and images, these were a thousand widgets and
 * as many layouts of text, most of the time until the window shows anything. Like this, a row that
 * is out of sight costs one widget and no text: its lines are as high as those of any other. */
struct _BerthBundleRow
{
  GtkWidget parent_instance;

  /* Owned. */
  BerthBundleItem *item;
  PangoLayout *layouts[N_TEXTS]; /* made when drawn */

  gulong label_handler;
  guint font_serial;
};

G_DEFINE_FINAL_TYPE (BerthBundleRow, berth_bundle_row, GTK_TYPE_WIDGET)

/* Heights of the two kinds of lines. The same for all rows: asked of Pango once for each font. */
typedef struct
{
  guint serial; /* another one for each font */
  PangoFontDescription *font;
  double resolution;
  int title;
  int small;
} LineHeights;

static int
measure_line (PangoContext *context, double scale)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();
  int height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, "X", -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static const LineHeights *
get_line_heights (BerthBundleRow *self)
{
  static LineHeights heights;
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);

  if (heights.font == NULL || heights.resolution != resolution
      || !pango_font_description_equal (heights.font, font))
    {
      g_clear_pointer (&heights.font, pango_font_description_free);
      heights.serial++;
      heights.font = pango_font_description_copy (font);
      heights.resolution = resolution;
      heights.title = measure_line (context, 1.0);
      heights.small = measure_line (context, SMALL_SCALE);
    }
  return &heights;
}

static gboolean
has_functions (BerthBundleRow *self)
{
  return self->item != NULL && *berth_bundle_item_get_functions (self->item) != '\0';
}

static void
berth_bundle_row_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  BerthBundleRow *self = BERTH_BUNDLE_ROW (widget);
  const LineHeights *heights = get_line_heights (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = ICON_SIZE + ICON_GAP + MIN_TEXT_WIDTH + MARK_GAP + ICON_SIZE;
      *natural = ICON_SIZE + ICON_GAP + NATURAL_TEXT_WIDTH + MARK_GAP + ICON_SIZE;
      return;
    }

  *minimum = heights->title + LINE_GAP + heights->small;
  if (has_functions (self))
    *minimum += LINE_GAP + heights->small;
  *natural = *minimum;
}

static void
forget_layouts (BerthBundleRow *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->layouts[i]);
}

static const char *
get_text (BerthBundleRow *self, RowText text)
{
  switch (text)
    {
    case TEXT_TITLE:
      return berth_bundle_item_get_title (self->item);
    case TEXT_DETAILS:
      return berth_bundle_item_get_details (self->item);
    case TEXT_SEPARATOR:
      return *berth_bundle_item_get_words (self->item) != '\0' ? SEPARATOR : "";
    case TEXT_WORDS:
      return berth_bundle_item_get_words (self->item);
    case TEXT_FUNCTIONS:
      return berth_bundle_item_get_functions (self->item);
    case N_TEXTS:
    default:
      g_return_val_if_reached ("");
    }
}

static PangoLayout *
create_layout (BerthBundleRow *self, RowText text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);

  if (text != TEXT_TITLE)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL_SCALE));
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, get_text (self, text), -1);
  return layout;
}

/* Draws one layout into @width from @start on; @start counts from the right in right-to-left. */
static void
draw_layout (BerthBundleRow *self,
             GtkSnapshot *snapshot,
             PangoLayout *layout,
             const GdkRGBA *color,
             int start,
             int width,
             int y)
{
  PangoRectangle logical;
  int x = start;

  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &logical);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - start - logical.width;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - logical.x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_icon (BerthBundleRow *self,
           GtkSnapshot *snapshot,
           const char *icon_name,
           const GdkRGBA *color,
           int start)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GtkIconPaintable) icon = NULL;
  int x = start;

  icon = gtk_icon_theme_lookup_icon (
      gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), icon_name, NULL, ICON_SIZE,
      gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - start - ICON_SIZE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (x, (gtk_widget_get_height (widget) - ICON_SIZE) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);
}

static const char *
get_mark_icon (BerthBundleMark mark)
{
  switch (mark)
    {
    case BERTH_BUNDLE_MARK_NEW:
      return "list-add-symbolic";
    case BERTH_BUNDLE_MARK_TAKEN_BACK:
      return "list-remove-symbolic";
    case BERTH_BUNDLE_MARK_EDITED:
      return "document-edit-symbolic";
    case BERTH_BUNDLE_MARK_WARNING:
    case BERTH_BUNDLE_MARK_DANGER:
      return "dialog-warning-symbolic";
    case BERTH_BUNDLE_MARK_NONE:
    default:
      return NULL;
    }
}

static void
draw_mark (BerthBundleRow *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  BerthBundleMark mark = berth_bundle_item_get_mark (self->item);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  const char *icon_name = get_mark_icon (mark);
  GdkRGBA mark_color = *color;

  if (icon_name == NULL)
    return;
  if (mark == BERTH_BUNDLE_MARK_WARNING)
    gtk_style_context_lookup_color (style, "warning_color", &mark_color);
  if (mark == BERTH_BUNDLE_MARK_DANGER)
    gtk_style_context_lookup_color (style, "error_color", &mark_color);
  draw_icon (self, snapshot, icon_name, &mark_color,
             gtk_widget_get_width (GTK_WIDGET (self)) - ICON_SIZE);
}

static int
get_natural_width (PangoLayout *layout)
{
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* The facts give way to the remarks: what is wrong with a device must not be what is cut off. */
static void
draw_second_line (
    BerthBundleRow *self, GtkSnapshot *snapshot, const GdkRGBA *color, int start, int width, int y)
{
  int details_width = get_natural_width (self->layouts[TEXT_DETAILS]);
  int separator_width = get_natural_width (self->layouts[TEXT_SEPARATOR]);
  int words_width = get_natural_width (self->layouts[TEXT_WORDS]);

  words_width = MIN (words_width, MAX (width - separator_width - details_width, width * 2 / 3));
  details_width = MIN (details_width, width - separator_width - words_width);

  draw_layout (self, snapshot, self->layouts[TEXT_DETAILS], color, start, details_width, y);
  start += details_width;
  draw_layout (self, snapshot, self->layouts[TEXT_SEPARATOR], color, start, separator_width, y);
  start += separator_width;
  draw_layout (self, snapshot, self->layouts[TEXT_WORDS], color, start, words_width, y);
}

static void
get_colors (BerthBundleRow *self, GdkRGBA *title, GdkRGBA *small)
{
  gboolean high_contrast
    = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), title);
  *small = *title;
  small->alpha *= high_contrast ? DIM_ALPHA_HIGH_CONTRAST : DIM_ALPHA;
  if (berth_bundle_item_is_dimmed (self->item))
    title->alpha *= high_contrast ? REFUSED_ALPHA_HIGH_CONTRAST : DIM_ALPHA;
}

static void
berth_bundle_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BerthBundleRow *self = BERTH_BUNDLE_ROW (widget);
  const LineHeights *heights = get_line_heights (self);
  int start = ICON_SIZE + ICON_GAP;
  int width = gtk_widget_get_width (widget) - start;
  GdkRGBA title, small;
  int y = 0;

  if (self->item == NULL)
    return;

  if (berth_bundle_item_get_mark (self->item) != BERTH_BUNDLE_MARK_NONE)
    width -= MARK_GAP + ICON_SIZE;
  for (guint i = 0; i < N_TEXTS; i++)
    {
      if (self->layouts[i] == NULL)
        self->layouts[i] = create_layout (self, i);
    }

  get_colors (self, &title, &small);
  draw_icon (self, snapshot, berth_bundle_item_get_icon_name (self->item), &title, 0);
  draw_layout (self, snapshot, self->layouts[TEXT_TITLE], &title, start, width, y);
  y += heights->title + LINE_GAP;
  draw_second_line (self, snapshot, &small, start, width, y);
  y += heights->small + LINE_GAP;
  if (has_functions (self))
    draw_layout (self, snapshot, self->layouts[TEXT_FUNCTIONS], &small, start, width, y);
  draw_mark (self, snapshot, &title);
}

/* The texts in full, where some of them did not fit. */
static gboolean
berth_bundle_row_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  BerthBundleRow *self = BERTH_BUNDLE_ROW (widget);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_cut = FALSE;

  for (guint i = 0; i < N_TEXTS; i++)
    {
      if (self->item == NULL || self->layouts[i] == NULL)
        return FALSE;

      is_cut = is_cut || pango_layout_is_ellipsized (self->layouts[i]);
      if (*get_text (self, i) == '\0')
        continue;
      if (text->len > 0 && i != TEXT_SEPARATOR && i != TEXT_WORDS)
        g_string_append_c (text, '\n');
      g_string_append (text, get_text (self, i));
    }

  if (is_cut)
    gtk_tooltip_set_text (tooltip, text->str);
  return is_cut;
}

/* Comes with every change of state too, such as the pointer passing by; only a new font makes the
 * texts another size. */
static void
berth_bundle_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  BerthBundleRow *self = BERTH_BUNDLE_ROW (widget);
  guint serial;

  GTK_WIDGET_CLASS (berth_bundle_row_parent_class)->css_changed (widget, change);

  gtk_widget_queue_draw (widget);
  serial = get_line_heights (self)->serial;
  if (self->font_serial != serial)
    {
      self->font_serial = serial;
      forget_layouts (self);
      gtk_widget_queue_resize (widget);
    }
}

static void
berth_bundle_row_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (berth_bundle_row_parent_class)->direction_changed (widget, previous);

  forget_layouts (BERTH_BUNDLE_ROW (widget));
  gtk_widget_queue_draw (widget);
}

static void
berth_bundle_row_dispose (GObject *object)
{
  BerthBundleRow *self = BERTH_BUNDLE_ROW (object);

  berth_bundle_row_set_item (self, NULL);

  G_OBJECT_CLASS (berth_bundle_row_parent_class)->dispose (object);
}

static void
berth_bundle_row_class_init (BerthBundleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_bundle_row_dispose;
  widget_class->measure = berth_bundle_row_measure;
  widget_class->snapshot = berth_bundle_row_snapshot;
  widget_class->query_tooltip = berth_bundle_row_query_tooltip;
  widget_class->css_changed = berth_bundle_row_css_changed;
  widget_class->direction_changed = berth_bundle_row_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "bundle");
}

static void
berth_bundle_row_init (BerthBundleRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * berth_bundle_row_new:
 *
 * Returns: (transfer floating): without an item yet
 */
GtkWidget *
berth_bundle_row_new (void)
{
  return g_object_new (BERTH_TYPE_BUNDLE_ROW, NULL);
}

/* GtkListItem has no accessible label before GTK 4.12; the list item's own widget is our parent. */
static void
item_label_cb (BerthBundleRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  forget_layouts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    berth_bundle_item_get_label (self->item), -1);
}

/**
 * berth_bundle_row_get_item:
 *
 * Returns: (transfer none) (nullable)
 */
BerthBundleItem *
berth_bundle_row_get_item (BerthBundleRow *self)
{
  return self->item;
}

/**
 * berth_bundle_row_set_item:
 * @item: (nullable): shown and followed
 */
void
berth_bundle_row_set_item (BerthBundleRow *self, BerthBundleItem *item)
{
  if (self->item != NULL)
    g_clear_signal_handler (&self->label_handler, self->item);
  g_set_object (&self->item, item);
  forget_layouts (self);

  if (item != NULL)
    {
      self->label_handler = g_signal_connect_object (
          item, "notify::label", G_CALLBACK (item_label_cb), self, G_CONNECT_SWAPPED);
      item_label_cb (self);
    }
}
