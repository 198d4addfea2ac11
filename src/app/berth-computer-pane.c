/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-pane.h"

#include <glib/gi18n-lib.h>

#include "app/berth-computer-actions.h"
#include "app/berth-computer-device-words.h"
#include "app/berth-computer-menu.h"
#include "app/berth-device-action.h"
#include "app/berth-device-heading.h"
#include "app/berth-device-words.h"
#include "app/berth-finding-row.h"
#include "app/berth-menu-button.h"
#include "app/berth-mnemonic-button.h"
#include "app/berth-pane-lines.h"
#include "app/berth-wrap-box.h"
#include "base/berth-names.h"

/* All about the device that is selected: facts, who has it, what stands against giving it away, and
 * what it hangs together with. Its place is always there; what does not fit is scrolled. */
struct _BerthComputerPane
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkStack *stack;
  GtkScrolledWindow *scrolled;
  GtkImage *icon;
  GtkLabel *title;
  GtkMenuButton *menu_button;
  GtkBox *facts;
  BerthWrapBox *buttons;
  GtkBox *users;
  GtkBox *findings;
  GtkBox *related;

  GtkWidget *actions[BERTH_N_HOST_ACTIONS]; /* in @buttons */
  BerthComputerDevice *device;              /* owned, nullable: what is shown */
};

G_DEFINE_FINAL_TYPE (BerthComputerPane, berth_computer_pane, ADW_TYPE_BIN)

static void
berth_computer_pane_dispose (GObject *object)
{
  g_clear_object (&BERTH_COMPUTER_PANE (object)->device);

  G_OBJECT_CLASS (berth_computer_pane_parent_class)->dispose (object);
}

static void
berth_computer_pane_class_init (BerthComputerPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = berth_computer_pane_dispose;

  g_type_ensure (BERTH_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-computer-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, stack);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, icon);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, title);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, facts);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, buttons);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, users);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, findings);
  gtk_widget_class_bind_template_child (widget_class, BerthComputerPane, related);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* One for each action, for as long as the pane lives, so that a button keeps the keyboard when the
 * device is read again. Whether it can be pressed is up to the actions above the pane. */
static void
add_buttons (BerthComputerPane *self)
{
  for (guint kind = 0; kind < BERTH_N_HOST_ACTIONS; kind++)
    {
      g_autofree char *name = g_strdup_printf (BERTH_HOST_ACTION_GROUP ".%s",
                                               berth_device_action_get_name (kind));
      GtkWidget *button = gtk_button_new ();

      berth_mnemonic_button_set_label (GTK_BUTTON (button), berth_device_action_get_label (kind));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
      gtk_widget_add_css_class (button, "remedy");
      berth_wrap_box_append (self->buttons, button);
      self->actions[kind] = button;
    }
}

/* The same menu as that of the row, made when it is opened. */
static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  BerthComputerPane *self = user_data;
  g_autoptr (GMenuModel) menu
      = self->device != NULL ? berth_computer_menu_new (self->device) : NULL;

  gtk_menu_button_set_menu_model (button, menu);
}

static void
berth_computer_pane_init (BerthComputerPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_buttons (self);
  berth_menu_button_set_label (self->menu_button, _ ("Menu"));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Details"), -1);
}

static void
add_lines (GtkBox *box, GStrv lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    berth_pane_lines_add (box, lines[i]);
}

static void
show_facts (BerthComputerPane *self, BerthComputerDevice *device)
{
  const char *kind = berth_computer_device_get_kind (device);
  g_autofree char *facts
      = berth_device_words_dup_facts (berth_computer_device_get_device (device));

  berth_pane_lines_clear (self->facts);
  if (*kind != '\0')
    berth_pane_lines_add_small (self->facts, kind);
  berth_pane_lines_add_small (self->facts, facts);
}

/* A screen reader says why a button is off; others see it below the pointer. */
static void
show_buttons (BerthComputerPane *self, GPtrArray *actions)
{
  for (guint kind = 0; kind < BERTH_N_HOST_ACTIONS; kind++)
    gtk_widget_set_visible (self->actions[kind], FALSE);

  for (guint i = 0; i < actions->len; i++)
    {
      const BerthDeviceAction *action = g_ptr_array_index (actions, i);
      GtkWidget *button = self->actions[action->kind];

      gtk_widget_set_visible (button, TRUE);
      gtk_widget_set_tooltip_text (button, action->why_not);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      action->why_not != NULL ? action->why_not : "", -1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), actions->len > 0);
}

static void
show_users (BerthComputerPane *self, BerthComputerDevice *device)
{
  g_auto (GStrv) users = berth_computer_device_words_dup_users (device);
  g_auto (GStrv) uses = berth_computer_device_words_dup_uses (device);
  g_auto (GStrv) bindings = berth_computer_device_words_dup_bindings (device);

  berth_pane_lines_clear (self->users);
  add_lines (self->users, users);
  add_lines (self->users, uses);
  add_lines (self->users, bindings);
  gtk_widget_set_visible (GTK_WIDGET (self->users),
                          users[0] != NULL || uses[0] != NULL || bindings[0] != NULL);
}

/* What goes together has its findings together; those about another function say so. */
static void
add_finding (BerthComputerPane *self, BerthComputerDevice *device, const BerthFinding *finding)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  GtkWidget *heading = NULL;

  if (!berth_computer_device_is_about (device, finding))
    heading
        = berth_device_heading_new (berth_computer_device_get_inventory (device), finding);
  if (heading != NULL)
    {
      gtk_widget_set_margin_start (heading, 28);
      gtk_box_append (box, heading);
    }
  gtk_box_append (box, berth_finding_row_new (finding));
  gtk_box_append (self->findings, GTK_WIDGET (box));
}

static void
show_findings (BerthComputerPane *self, BerthComputerDevice *device)
{
  GPtrArray *findings = berth_computer_device_get_findings (device);

  berth_pane_lines_clear (self->findings);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    add_finding (self, device, g_ptr_array_index (findings, i));
  gtk_widget_set_visible (GTK_WIDGET (self->findings), findings != NULL && findings->len > 0);
}

/* A click goes there. */
static void
add_link (GtkBox *box, BerthDevice *device)
{
  g_autofree char *title = berth_device_dup_title (device);
  g_autofree char *address = berth_address_dup_string (&device->address);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), BERTH_DEVICE_ACTION_SHOW);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", address);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "device-link");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (box, button);
}

static void
add_related (BerthComputerPane *self, const char *heading, GPtrArray *devices, const char *reason)
{
  GtkBox *box;

  if (devices->len == 0)
    return;

  box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  berth_pane_lines_add (box, heading);
  for (guint i = 0; i < devices->len; i++)
    add_link (box, g_ptr_array_index (devices, i));
  if (reason != NULL)
    berth_pane_lines_add_small (box, reason);
  gtk_box_append (self->related, GTK_WIDGET (box));
}

static void
show_related (BerthComputerPane *self, BerthComputerDevice *device)
{
  const BerthBundle *bundle = berth_computer_device_get_bundle (device);
  gboolean is_usb = berth_computer_device_get_device (device)->usb != NULL;
  g_autoptr (GPtrArray) usb = berth_computer_device_words_list_usb (device);
  g_autoptr (GPtrArray) others = berth_computer_device_words_list_others (device);

  berth_pane_lines_clear (self->related);
  add_related (self, is_usb ? _ ("Plugged into this USB controller:") : _ ("Plugged into it:"),
               usb, NULL);
  if (bundle != NULL)
    {
      g_autofree char *reason = berth_bundle_dup_reason (bundle);
      g_autofree char *companion_reason = berth_bundle_dup_companion_reason (bundle);

      add_related (self, _ ("Goes together with:"), others, reason);
      add_related (self, _ ("Leaves this computer along with it:"), bundle->companions,
                   companion_reason);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->related),
                          gtk_widget_get_first_child (GTK_WIDGET (self->related)) != NULL);
}

/* GTK 4.8 does not tell screen readers which page of a stack is not shown. */
static void
show_details (BerthComputerPane *self, gboolean any)
{
  gtk_stack_set_visible_child_name (self->stack, any ? "details" : "nothing");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->scrolled), GTK_ACCESSIBLE_STATE_HIDDEN, !any,
                               -1);
}

/**
 * berth_computer_pane_show:
 * @device: (nullable): what is selected
 * @actions: (element-type BerthDeviceAction): what is offered for it
 */
void
berth_computer_pane_show (BerthComputerPane *self,
                          BerthComputerDevice *device,
                          GPtrArray *actions)
{
  gboolean is_another = g_set_object (&self->device, device);

  if (device == NULL)
    {
      show_details (self, FALSE);
      return;
    }

  gtk_image_set_from_icon_name (self->icon, berth_computer_device_get_icon_name (device));
  gtk_label_set_text (self->title, berth_computer_device_get_title (device));
  show_facts (self, device);
  show_buttons (self, actions);
  show_users (self, device);
  show_findings (self, device);
  show_related (self, device);
  show_details (self, TRUE);

  /* A change of the same device leaves the user where he was reading. */
  if (is_another)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}
