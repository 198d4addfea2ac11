/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "base/berth-error.h"
#include "session/berth-backend-list.h"

typedef struct
{
  const char *uri;
  const char *computer;
} ComputerCase;

static const ComputerCase computer_cases[] = {
  { "qemu:///system", "localhost" },
  { "qemu:///session", "localhost" },
  { "xen:///system", "localhost" },
  { "xen:///", "localhost" },
  { "qemu+unix:///system?socket=/run/libvirt/libvirt-sock", "localhost" },
  { "none", "localhost" },

  { "qemu+ssh://server1/system", "server1" },
  { "qemu+ssh://root@server1/system", "server1" },
  { "qemu+ssh://root@Server1:2222/system", "server1" },
  { "xen+tls://server1/", "server1" },
  { "qemu+tls://[2001:db8::1]:16514/system", "[2001:db8::1]" },
  { "qemu+tcp://server1?no_verify=1", "server1" },

  /* Behind each of these may be another computer. */
  { "qemu+tcp://localhost:16510/system", "qemu+tcp://localhost:16510/system" },
  { "qemu+tcp://127.0.0.1/system", "qemu+tcp://127.0.0.1/system" },
  { "qemu+tcp://[::1]/system", "qemu+tcp://[::1]/system" },
  { "laboratory", "laboratory" },

  { "test:///default", "test:///default" },
  { "demo:///kvm-laptop", "demo:///kvm-laptop" },
  { "demo:///qubes-laptop", "demo:///qubes-laptop" },
  { "folder:///srv/record", "folder:///srv/record" },
};

static void
test_computer_id (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (computer_cases); i++)
    {
      const ComputerCase *c = &computer_cases[i];
      g_autofree char *id = berth_backend_list_dup_computer_id (c->uri);

      g_test_message ("%s", c->uri);
      g_assert_cmpstr (id, ==, c->computer);
    }
}

/* A slip of the fingers must never reset anything real. */
static void
test_reset (void)
{
  static const char *const real[] = { "qemu:///system", "none", "test:///default" };

  g_assert_true (berth_backend_list_reset ("demo:///kvm-laptop", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (berth_backend_list_reset (real[i], &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
    }
}

static void
test_has_backend (void)
{
  g_assert_false (berth_backend_list_has_backend ("none"));
  g_assert_true (berth_backend_list_has_backend ("demo:///kvm-laptop"));
  g_assert_true (berth_backend_list_has_backend ("qemu:///system"));
  g_assert_true (berth_backend_list_has_backend ("nonesuch"));
}

static void
test_none_has_no_vms (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (berth_backend_list_prepare ("none", &error));
  g_assert_no_error (error);
  g_assert_null (berth_backend_list_new_backend ("none", &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
}

/* This program has no RUNPATH to the module, as if Berth's part for libvirt were not installed. */
static void
test_module_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  g_assert_false (berth_backend_list_prepare ("qemu:///system", &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "“berth-libvirt”"));
  g_assert_null (berth_backend_list_new_backend ("qemu:///system", &again));
  g_assert_error (again, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED);
}

static void
test_default_uris (void)
{
  g_auto (GStrv) chosen = NULL;
  g_auto (GStrv) guessed = NULL;

  g_setenv ("LIBVIRT_DEFAULT_URI", "test:///default", TRUE);
  chosen = berth_backend_list_dup_default_uris ();
  g_assert_cmpuint (g_strv_length (chosen), ==, 1);
  g_assert_cmpstr (chosen[0], ==, "test:///default");

  g_setenv ("LIBVIRT_DEFAULT_URI", "", TRUE);
  guessed = berth_backend_list_dup_default_uris ();
  g_assert_cmpuint (g_strv_length (guessed), ==, 1);
  g_assert_true (g_str_equal (guessed[0], "qemu:///system")
                 || g_str_equal (guessed[0], "xen:///system"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backend-list/computer-id", test_computer_id);
  g_test_add_func ("/backend-list/has-backend", test_has_backend);
  g_test_add_func ("/backend-list/reset", test_reset);
  g_test_add_func ("/backend-list/none-has-no-vms", test_none_has_no_vms);
  g_test_add_func ("/backend-list/module-missing", test_module_missing);
  g_test_add_func ("/backend-list/default-uris", test_default_uris);
  return g_test_run ();
}
