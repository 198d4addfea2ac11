/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-finding-row.h"

#include <glib/gi18n-lib.h>

#include "base/berth-names.h"

/* One finding in its three parts: what, why it matters, what to do. */
struct _BerthFindingRow
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkImage *icon;
  GtkLabel *what;
  GtkLabel *why;
  GtkLabel *remedy;
};

G_DEFINE_FINAL_TYPE (BerthFindingRow, berth_finding_row, GTK_TYPE_BOX)

typedef struct
{
  const char *icon_name;
  const char *words;
  const char *css_class;
} SeverityLook;

static const SeverityLook looks[] = {
  [BERTH_SEVERITY_NOTE] = { "dialog-information-symbolic", N_ ("Note"), "dim-label" },
  [BERTH_SEVERITY_CAUTION] = { "dialog-warning-symbolic", N_ ("Caution"), "warning" },
  [BERTH_SEVERITY_DANGER] = { "dialog-warning-symbolic", N_ ("Danger"), "error" },
  [BERTH_SEVERITY_REFUSED] = { "action-unavailable-symbolic", N_ ("Not possible"), "dim-label" },
};

static void
berth_finding_row_class_init (BerthFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, what);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, why);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, remedy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
berth_finding_row_init (BerthFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_line (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/**
 * berth_finding_row_new:
 * @finding: copied into the row
 */
GtkWidget *
berth_finding_row_new (const BerthFinding *finding)
{
  BerthFindingRow *self = g_object_new (BERTH_TYPE_FINDING_ROW, NULL);
  const SeverityLook *look = &looks[finding->severity];

  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), look->css_class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (look->words), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  finding->what != NULL ? finding->what : "", -1);
  set_line (self->what, finding->what);
  set_line (self->why, finding->why);
  set_line (self->remedy, finding->remedy);
  return GTK_WIDGET (self);
}
