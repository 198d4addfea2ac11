/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "facts/berth-sysfs.h"
#include "helper/berth-good-login.h"
#include "hostile.h"
#include "mock-sysfs.h"

#define NONE BERTH_GOOD_LOGIN_NONE
#define SOON BERTH_GOOD_LOGIN_SOON
#define THERE BERTH_GOOD_LOGIN_THERE

#define SESSION "run/systemd/sessions/c1"

static BerthGoodLogin
find (MockSysfs *sysfs)
{
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs));

  return berth_good_login_find (root);
}

typedef struct
{
  const char *what;
  const char *state;
  const char *type;
  const char *class;
  const char *service;
  const char *leader;
  BerthGoodLogin expected;
} LoginCase;

static const LoginCase login_cases[] = {
  { "GNOME", "active", "wayland", "user", "gdm-password", "100", THERE },
  { "another one in front", "online", "x11", "user", "lightdm", "100", THERE },
  { "from far away", "active", "tty", "user", "sshd", "100", THERE },
  { "Cockpit", "active", "web", "user", "cockpit", "100", THERE },
  { "on a console", "active", "tty", "user", "login", "100", THERE },
  { "root on a console, systemd 256", "active", "tty", "user-early", "login", "100", THERE },
  { "on the way in", "opening", "wayland", "user", "gdm-password", "100", SOON },
  { "on the way out", "closing", "wayland", "user", "gdm-password", "100", NONE },
  { "a word that is not known", "lingering", "wayland", "user", "gdm-password", "100", NONE },
  { "GNOME by itself", "active", "wayland", "user", "gdm-autologin", "100", NONE },
  { "LightDM by itself", "active", "x11", "user", "lightdm-autologin", "100", NONE },
  { "getty by itself", "active", "tty", "user", "login", "101", NONE },
  { "a console that is not there", "active", "tty", "user", "login", "999", NONE },
  { "the greeter", "active", "wayland", "greeter", "gdm-launch-environment", "100", NONE },
  { "a screen that is locked", "active", "x11", "lock-screen", "xscreensaver", "100", NONE },
  { "cron", "active", "unspecified", "background", "cron", "100", NONE },
  { "at", "active", "unspecified", "user", "atd", "100", NONE },
  { "the user's services", "active", "unspecified", "manager", "systemd-user", "100", NONE },
  { "dead", "active", "wayland", "user", "gdm-password", "999", NONE },
  { "no leader", "active", "wayland", "user", "gdm-password", "", NONE },
  { "no number", "active", "wayland", "user", "gdm-password", "../100", NONE },
  { "no service", "active", "wayland", "user", "", "100", NONE },
};

static void
put (MockSysfs *sysfs, const LoginCase *c)
{
  g_autofree char *text
      = g_strdup_printf ("# This is private data. Do not parse.\nUID=1000\nUSER=alice\nACTIVE=1\n"
                         "STATE=%s\nREMOTE=0\nTYPE=%s\nCLASS=%s\nSERVICE=%s\nLEADER=%s\n",
                         c->state, c->type, c->class, c->service, c->leader);

  mock_sysfs_put (sysfs, SESSION, text);
}

static MockSysfs *
new_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();
  g_autofree char *forced
      = g_build_filename (mock_sysfs_get_root (sysfs), "proc/101/cmdline", NULL);
  static const char words[] = "/bin/login\0-f\0alice";

  mock_sysfs_put (sysfs, "proc/100/cmdline", "/bin/login -- -f");
  mock_sysfs_put (sysfs, "proc/101", NULL);
  g_assert_true (g_file_set_contents (forced, words, sizeof words, NULL));
  return sysfs;
}

static void
test_sessions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (login_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();

      g_test_message ("%s", login_cases[i].what);
      put (sysfs, &login_cases[i]);
      g_assert_cmpint (find (sysfs), ==, login_cases[i].expected);
    }
}

/* One good one is enough, and nobody waits at the pipe beside it. */
static void
test_several (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autofree char *pipe
      = g_build_filename (mock_sysfs_get_root (sysfs), SESSION ".ref", NULL);

  g_assert_cmpint (find (sysfs), ==, NONE);
  put (sysfs, &login_cases[0]);
  mock_sysfs_put (sysfs, "run/systemd/sessions/a", "");
  mock_sysfs_put (sysfs, "run/systemd/sessions/z", "STATE=active\nCLASS=greeter\n");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (find (sysfs), ==, THERE);
}

static void
test_quoted (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();

  mock_sysfs_put (sysfs, SESSION, "STATE=\"active\"\nTYPE='x11'\nCLASS=\"user\"\n"
                                  "SERVICE=\"gdm-autologin\"\nLEADER=100\n");
  g_assert_cmpint (find (sysfs), ==, NONE);
  mock_sysfs_put (sysfs, SESSION, "STATE=\"active\"\nTYPE='x11'\nCLASS=\"user\"\n"
                                  "SERVICE=\"gdm-password\"\nLEADER=100\n");
  g_assert_cmpint (find (sysfs), ==, THERE);
}

static void
test_hostile (void)
{
  g_autoptr (GPtrArray) strings = hostile_strings_read ();

  for (guint i = 0; i < strings->len; i++)
    {
      const HostileString *string = g_ptr_array_index (strings, i);
      g_autoptr (MockSysfs) sysfs = new_computer ();
      LoginCase c = login_cases[0];

      g_test_message ("%s", string->what);
      mock_sysfs_put (sysfs, SESSION, string->text);
      g_assert_cmpint (find (sysfs), ==, NONE);
      c.state = string->text;
      put (sysfs, &c);
      g_assert_cmpint (find (sysfs), ==, NONE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/good-login/sessions", test_sessions);
  g_test_add_func ("/good-login/several", test_several);
  g_test_add_func ("/good-login/quoted", test_quoted);
  g_test_add_func ("/good-login/hostile", test_hostile);

  return g_test_run ();
}
