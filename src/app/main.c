/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/berth-application.h"
#include "app/berth-command-line.h"
#include "base/berth-text.h"
#include "session/berth-backend-list.h"

/* As in berthctl. */
#define EXIT_USAGE 2

static gboolean
reset_demo (const BerthCommandLine *line, GError **error)
{
  for (guint i = 0; line->reset && line->uris[i] != NULL; i++)
    if (!berth_backend_list_reset (line->uris[i], error))
      return FALSE;
  return TRUE;
}

/* What is wrong with the arguments is said before there is an application, so that it is said to
 * who typed them, and without a display too. */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthCommandLine) line = NULL;
  g_autoptr (BerthApplication) app = NULL;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  line = berth_command_line_parse ((const char *const *) argv, &error);
  if (line == NULL)
    {
      g_autofree char *shown = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

      g_printerr ("berth: %s\n%s\n", shown,
                  _ ("“berth --help” shows what it understands."));
      return EXIT_USAGE;
    }
  if (line->help)
    {
      g_autofree char *help = berth_command_line_dup_help ();

      g_print ("%s", help);
      return 0;
    }
  if (line->version)
    {
      g_print ("berth %s\n", BERTH_VERSION);
      return 0;
    }
  if (!reset_demo (line, &error))
    {
      g_autofree char *shown = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

      g_printerr ("berth: %s\n", shown);
      return 1;
    }

  app = berth_application_new (line->demo);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  return status != 0 ? status : berth_application_get_exit_status (app);
}
