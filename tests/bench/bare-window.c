/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least that a program with a window of libadwaita can be: what Berth's start is measured
 * against. Of the size of a settings window, with a title and one label. */

#include <adwaita.h>

static void
activate_cb (GtkApplication *app, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("bare");
  GtkWidget *window
    = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "application", app, "title", "bare",
                    "content", box, "default-width", 980, "default-height", 680, NULL);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app
    = adw_application_new ("org.berth.BareWindow", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
