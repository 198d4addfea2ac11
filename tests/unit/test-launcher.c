/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "base/berth-error.h"
#include "mock-wait.h"
#include "session/berth-launcher.h"

#define UUID "11111111-2222-3333-4444-555555555555"
#define URI "qemu:///system"

static char *
add (const char *uri, const char *uuid, const char *name, GError **error)
{
  g_autoptr (BerthVm) vm = berth_vm_new (uri, uuid, name);
  g_autoptr (GAsyncResult) result = NULL;

  berth_launcher_add_async (vm, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_launcher_add_finish (result, error);
}

static gboolean
take_away (const char *uuid, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_launcher_remove_async (uuid, NULL, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_launcher_remove_finish (result, error);
}

/* What the validator of the desktops says, which is nothing when all is well. */
static void
assert_valid (const char *path)
{
  g_autofree char *validate = g_find_program_in_path ("desktop-file-validate");
  const char *argv[] = { validate, path, NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (validate == NULL)
    return;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpstr (errors, ==, "");
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static char *
dup_key (const char *path, const char *key)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  char *value;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  value = g_key_file_get_string (file, "Desktop Entry", key, &error);
  g_assert_no_error (error);
  return value;
}

/* Reads Exec as a desktop does: field codes first, of which there may be none, then the quotes. */
static GStrv
dup_command (const char *path)
{
  g_autofree char *exec = dup_key (path, "Exec");
  g_autoptr (GString) expanded = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GStrv argv = NULL;

  for (const char *p = exec; *p != '\0'; p++)
    {
      if (*p == '%')
        g_assert_cmpint (*++p, ==, '%');
      g_string_append_c (expanded, *p);
    }
  g_shell_parse_argv (expanded->str, NULL, &argv, &error);
  g_assert_no_error (error);
  return argv;
}

static void
assert_command (const char *path, const char *uri, const char *uuid)
{
  g_auto (GStrv) argv = dup_command (path);

  g_assert_cmpuint (g_strv_length (argv), ==, 5);
  g_assert_true (g_str_has_suffix (argv[0], "berth"));
  g_assert_cmpstr (argv[1], ==, "--connect");
  g_assert_cmpstr (argv[2], ==, uri);
  g_assert_cmpstr (argv[3], ==, "--vm");
  g_assert_cmpstr (argv[4], ==, uuid);
}

static void
test_add_and_remove (void)
{
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "applications",
                                                "org.berth.Berth.vm." UUID ".desktop", NULL);
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  g_autofree char *name = NULL;
  g_autofree char *icon = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (berth_launcher_exists (UUID));
  path = add (URI, UUID, "work", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, expected);
  g_assert_true (berth_launcher_exists (UUID));
  assert_valid (path);
  assert_command (path, URI, UUID);
  name = dup_key (path, "Name");
  g_assert_cmpstr (name, ==, "work — Device Settings");
  icon = dup_key (path, "Icon");
  g_assert_cmpstr (icon, ==, "org.berth.Berth");

  /* Written anew, for a VM that got another name. */
  again = add (URI, UUID, "play", &error);
  g_assert_cmpstr (again, ==, path);
  g_free (name);
  name = dup_key (path, "Name");
  g_assert_cmpstr (name, ==, "play — Device Settings");

  g_assert_true (take_away (UUID, &error));
  g_assert_false (berth_launcher_exists (UUID));
  g_assert_false (take_away (UUID, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);
}

/* Names are shown and never run, whatever is in them. */
static const char *const names[] = {
  "",
  " ",
  "work",
  "two words",
  " leading and trailing ",
  "line\nExec=evil",
  "carriage\rreturn",
  "tab\there",
  "back\\slash",
  "back\\nslash",
  "\\s\\n\\t\\r\\\\",
  "quote\"quote'quote`",
  "$(reboot)",
  "`reboot`",
  "; reboot",
  "a | b & c > d < e",
  "%f %u %% %",
  "<b>bold</b> &amp;",
  "[Desktop Entry]",
  "Exec=evil",
  "#comment",
  "semi;colon;",
  "=equals=",
  "\033[31mred",
  "\u202eevil",
  "\u2066isolate",
  "\u200bzero\u200bwidth",
  "\xff\xfe not UTF-8",
  "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
  "\u05e9\u05dc\u05d5\u05dd",
  "\U0001f4bb laptop",
  "../../etc/passwd",
  "-rf",
  "--demo=reset",
};

static void
test_hostile_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = NULL;
      g_autofree char *name = NULL;
      g_autoptr (GError) error = NULL;

      path = add (URI, UUID, names[i], &error);
      g_assert_no_error (error);
      assert_valid (path);
      assert_command (path, URI, UUID);
      name = dup_key (path, "Name");
      g_assert_true (g_str_has_suffix (name, " — Device Settings"));
      g_assert_null (strpbrk (name, "\n\r\t\033"));
      g_assert_null (strstr (name, "\u202e"));
    }
}

static void
test_huge_name (void)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'w');
  g_autofree char *path = add (URI, UUID, huge, NULL);
  g_autofree char *name = dup_key (path, "Name");

  assert_valid (path);
  g_assert_cmpuint (strlen (name), <, 200);
}

/* URIs are run as one argument, whatever is in them. */
static const char *const uris[] = {
  "qemu:///system",
  "xen:///system",
  "demo:///kvm-laptop",
  "folder:///home/some body/record",
  "qemu+ssh://root@[2001:db8::1]:2222/system?no_tty=1&keyfile=/home/me/.ssh/id",
  "qemu+ssh://host/system?command=%2Fusr%2Fbin%2Fssh",
  "%f",
  "%",
  "100%%",
  "a\"b",
  "a'b",
  "a\\b",
  "a\\\\\"b",
  "$(reboot)",
  "`reboot`",
  "$HOME",
  "a;b|c&d>e<f~g*h?i#j(k)l",
  "--vm=other",
  "",
  "ünïcödé:///ß",
};

static void
test_hostile_uris (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", uris[i]);
      path = add (uris[i], UUID, "work", &error);
      g_assert_no_error (error);
      assert_valid (path);
      assert_command (path, uris[i], UUID);
    }
}

static const char *const refused_uris[] = {
  "a\nExec=evil",
  "a\rb",
  "a\tb",
  "a\033b",
  "a\x7f",
  "a\xc2\x85" "b",
  "\xff",
};

static void
test_refused_uris (void)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'w');
  g_autoptr (GError) too_long = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refused_uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (add (refused_uris[i], "refused", "work", &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
      g_assert_false (berth_launcher_exists ("refused"));
    }
  g_assert_null (add (huge, "refused", "work", &too_long));
  g_assert_error (too_long, BERTH_ERROR, BERTH_ERROR_INVALID);
}

typedef struct
{
  const char *uuid;
  const char *file; /* NULL: refused */
} FileCase;

static const FileCase file_cases[] = {
  { UUID, "org.berth.Berth.vm." UUID ".desktop" },
  { "sys-net", "org.berth.Berth.vm.sys-net.desktop" },
  { "sys_net", "org.berth.Berth.vm.sys_5fnet.desktop" },
  { "sys.net", "org.berth.Berth.vm.sys_2enet.desktop" },
  { "../../evil", "org.berth.Berth.vm._2e_2e_2f_2e_2e_2fevil.desktop" },
  { "a b", "org.berth.Berth.vm.a_20b.desktop" },
  { "\u00fc", "org.berth.Berth.vm._c3_bc.desktop" },
  { "", NULL },
  { "12345678901234567890123456789012345678901234567890123456789012345", NULL },
};

static void
test_file_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (file_cases); i++)
    {
      const FileCase *c = &file_cases[i];
      g_autofree char *path = NULL;
      g_autofree char *name = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) removed = NULL;

      path = add (URI, c->uuid, "work", &error);
      if (c->file == NULL)
        {
          g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
          g_assert_false (berth_launcher_exists (c->uuid));
          g_assert_false (take_away (c->uuid, &removed));
          g_assert_error (removed, BERTH_ERROR, BERTH_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      name = g_path_get_basename (path);
      g_assert_cmpstr (name, ==, c->file);
      assert_valid (path);
      assert_command (path, URI, c->uuid);
      g_assert_true (take_away (c->uuid, NULL));
    }
}

/* Somebody put a file where the folder has to be. */
static void
test_cannot_write (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *aside = g_strconcat (folder, ".aside", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) removed = NULL;
  gboolean existed = g_rename (folder, aside) == 0;

  g_assert_true (g_mkdir_with_parents (g_get_user_data_dir (), 0700) == 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  g_assert_null (add (URI, UUID, "work", &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "“work”"));
  g_assert_false (take_away (UUID, &removed));
  g_assert_error (removed, BERTH_ERROR, BERTH_ERROR_NOT_FOUND);

  g_assert_true (g_unlink (folder) == 0);
  if (existed)
    g_assert_true (g_rename (aside, folder) == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/launcher/add-and-remove", test_add_and_remove);
  g_test_add_func ("/launcher/hostile-names", test_hostile_names);
  g_test_add_func ("/launcher/huge-name", test_huge_name);
  g_test_add_func ("/launcher/hostile-uris", test_hostile_uris);
  g_test_add_func ("/launcher/refused-uris", test_refused_uris);
  g_test_add_func ("/launcher/file-names", test_file_names);
  g_test_add_func ("/launcher/cannot-write", test_cannot_write);
  return g_test_run ();
}
