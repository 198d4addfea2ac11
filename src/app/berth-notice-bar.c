/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-notice-bar.h"

#include "base/berth-names.h"

/* A sentence across the top of a window, for what stays so until something is done about it.
 * libadwaita has AdwBanner for this since 1.3. */
struct _BerthNoticeBar
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkRevealer *revealer;
  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *text;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (BerthNoticeBar, berth_notice_bar, ADW_TYPE_BIN)

typedef struct
{
  const char *icon_name;
  const char *css_class; /* (nullable) */
} NoticeLook;

static const NoticeLook looks[] = {
  [BERTH_NOTICE_LOCKED] = { "changes-prevent-symbolic", NULL },
  [BERTH_NOTICE_NOTE] = { "dialog-information-symbolic", NULL },
  [BERTH_NOTICE_CAUTION] = { "dialog-warning-symbolic", "caution" },
  [BERTH_NOTICE_ERROR] = { "dialog-error-symbolic", "failed" },
};

static void
berth_notice_bar_class_init (BerthNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthNoticeBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BerthNoticeBar, box);
  gtk_widget_class_bind_template_child (widget_class, BerthNoticeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, BerthNoticeBar, text);
  gtk_widget_class_bind_template_child (widget_class, BerthNoticeBar, button);
}

static void
berth_notice_bar_init (BerthNoticeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * berth_notice_bar_show_text:
 * @text: one or two sentences; safe to show
 * @button: (nullable): label of the button, with a mnemonic; %NULL: none
 * @action: (nullable): name of the action that the button activates
 */
void
berth_notice_bar_show_text (BerthNoticeBar *self,
                            BerthNoticeKind kind,
                            const char *text,
                            const char *button,
                            const char *action)
{
  const NoticeLook *look = &looks[kind];
  const char *classes[] = { "notice", look->css_class, NULL };

  gtk_label_set_text (self->text, text);
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_widget_set_css_classes (self->box, classes);

  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * berth_notice_bar_hide_text:
 *
 * There is nothing to say any more.
 */
void
berth_notice_bar_hide_text (BerthNoticeBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}
