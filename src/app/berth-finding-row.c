/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-finding-row.h"

#include <glib/gi18n-lib.h>

#include "app/berth-vm-menu.h"
#include "app/berth-wrap-box.h"
#include "base/berth-names.h"

/* A VM may be called anything; the button that opens it stays a button. */
#define MAX_BUTTON_CHARACTERS 36

/* One finding in its three parts: what, why it matters, what to do, and the buttons that do it. */
struct _BerthFindingRow
{
  GtkBox parent_instance;

  /* Template widgets. */
  GtkImage *icon;
  GtkLabel *what;
  GtkLabel *why;
  GtkLabel *remedy;
  BerthWrapBox *buttons;

  BerthFinding *finding; /* owned */
};

enum
{
  SIGNAL_REMEDY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
berth_finding_row_finalize (GObject *object)
{
  berth_finding_free (BERTH_FINDING_ROW (object)->finding);

  G_OBJECT_CLASS (berth_finding_row_parent_class)->finalize (object);
}

static void
berth_finding_row_class_init (BerthFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = berth_finding_row_finalize;

  /* The user takes a way out (pointer to a #BerthRemedy, valid during the emission) that changes
   * the wish for a VM. */
  signals[SIGNAL_REMEDY] = g_signal_new ("remedy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (BERTH_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, what);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, why);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, remedy);
  gtk_widget_class_bind_template_child (widget_class, BerthFindingRow, buttons);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
berth_finding_row_init (BerthFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Several findings stand below each other: the name says which one the button belongs to. */
static void
add_button (BerthFindingRow *self, GtkWidget *button, const char *label)
{
  GtkWidget *text = gtk_label_new (label);
  const char *what = self->finding->what != NULL ? self->finding->what : "";
  /* Translators: a button's name for screen readers: what it does, then what is so */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), label, what);

  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (text), MAX_BUTTON_CHARACTERS);
  gtk_button_set_child (GTK_BUTTON (button), text);
  gtk_widget_add_css_class (button, "remedy");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  berth_wrap_box_append (self->buttons, button);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), TRUE);
}

static void
remedy_cb (GtkWidget *button, gpointer user_data)
{
  g_autoptr (BerthRemedy) remedy = berth_remedy_copy (user_data);

  /* Whoever takes it changes the findings, and this row may go. */
  g_signal_emit (gtk_widget_get_ancestor (button, BERTH_TYPE_FINDING_ROW), signals[SIGNAL_REMEDY],
                 0, remedy);
}

static void
add_remedies (BerthFindingRow *self, gboolean of_wish)
{
  for (guint i = 0; i < self->finding->remedies->len; i++)
    {
      const BerthRemedy *remedy = g_ptr_array_index (self->finding->remedies, i);
      g_autofree char *label = berth_remedy_dup_label (remedy);
      gboolean opens = remedy->kind == BERTH_REMEDY_OPEN_VM;
      GtkWidget *button;

      if (!opens && !of_wish)
        continue;

      button = gtk_button_new ();
      if (opens)
        gtk_actionable_set_action_name (GTK_ACTIONABLE (button), BERTH_VM_ACTION_OPEN);
      if (opens)
        gtk_actionable_set_action_target (GTK_ACTIONABLE (button), BERTH_VM_TARGET_TYPE,
                                          remedy->connection, remedy->vm_uuid);
      else
        g_signal_connect (button, "clicked", G_CALLBACK (remedy_cb), (gpointer) remedy);
      add_button (self, button, label);
    }
}

/* A link's own tooltip is its address. */
static void
add_link (BerthFindingRow *self)
{
  if (self->finding->link != NULL)
    add_button (self, gtk_link_button_new (self->finding->link), _ ("Read More"));
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
 *
 * With a page to read more, and with the VMs that can be looked at; not with ways out that change a
 * wish, see berth_finding_row_offer_remedies().
 *
 * Returns: (transfer floating)
 */
GtkWidget *
berth_finding_row_new (const BerthFinding *finding)
{
  BerthFindingRow *self = g_object_new (BERTH_TYPE_FINDING_ROW, NULL);
  const SeverityLook *look = &looks[finding->severity];

  self->finding = berth_finding_copy (finding);
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), look->css_class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (look->words), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  finding->what != NULL ? finding->what : "", -1);
  set_line (self->what, finding->what);
  set_line (self->why, finding->why);
  set_line (self->remedy, finding->remedy);
  add_remedies (self, FALSE);
  add_link (self);
  return GTK_WIDGET (self);
}

/**
 * berth_finding_row_offer_remedies:
 *
 * There is a wish that can be changed now: every way out has its button. A click on one emits
 * "remedy"; what opens another VM does so by itself.
 */
void
berth_finding_row_offer_remedies (BerthFindingRow *self)
{
  berth_wrap_box_clear (self->buttons);
  add_remedies (self, TRUE);
  add_link (self);
}
