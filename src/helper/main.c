/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>

#include "base/berth-text.h"
#include "facts/berth-sysfs.h"
#include "helper/berth-boot-run.h"
#include "helper/berth-service.h"

#define SECONDS 1000
#define MINUTES (60 * SECONDS)

static gboolean
terminated_cb (gpointer user_data)
{
  berth_service_leave (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
serve (int root, GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, error);
  g_autoptr (BerthService) service = NULL;
  BerthDriverSetup driver = {
    .root = root,
    .write = berth_kernel_write,
    .deadline = 10 * SECONDS,
    .patience = 5 * SECONDS,
  };
  BerthWorkSetup work = {
    .place = { .path = "/", .root = root },
    .patience = 15 * SECONDS,
    .driver = driver,
    .bus = bus,
  };
  BerthServiceSetup setup = {
    .work = work,
    .polkit_patience = 20 * SECONDS,
    .dialog_patience = 5 * MINUTES,
    .idle = 10 * SECONDS,
  };

  if (bus == NULL)
    return FALSE;
  service = berth_service_new (bus, &setup);
  g_unix_signal_add (SIGTERM, terminated_cb, service);
  return berth_service_run (service, error);
}

/* What the early unit runs, data/berth-boot.service: modules are there, udev is not. */
static gboolean
bind_at_boot (int root, GError **error)
{
  BerthDriverSetup setup = {
    .root = root,
    .write = berth_kernel_write,
    .deadline = 10 * SECONDS,
    .patience = 2 * SECONDS,
  };

  return berth_boot_run (&setup, error);
}

/* Of data/berth-boot-confirm.service. */
static gboolean
confirm_boot (int root, GError **error)
{
  return berth_boot_confirm (root, 10 * SECONDS, error);
}

static const struct
{
  const char *argument; /* NULL: none */
  gboolean (*run) (int root, GError **error);
} modes[] = {
  { NULL, serve },
  { "--boot", bind_at_boot },
  { "--confirm", confirm_boot },
};

static void
set_locale (void)
{
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

int
main (int argc, char **argv)
{
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, "/");
  g_autoptr (GError) error = NULL;
  gsize mode = 0;

  set_locale ();
  while (mode < G_N_ELEMENTS (modes) && g_strcmp0 (modes[mode].argument, argv[1]) != 0)
    mode++;
  if (argc > 2 || mode == G_N_ELEMENTS (modes))
    {
      g_printerr ("%s\n", _ ("Berth’s helper is started by the system, not by people."));
      return 2;
    }
  if (!modes[mode].run (root, &error))
    {
      g_autofree char *why = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

      g_printerr ("%s\n", why);
      return 1;
    }
  return 0;
}
