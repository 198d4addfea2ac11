/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>

#include "app/berth-command-line.h"
#include "base/berth-error.h"
#include "base/berth-names.h"

#define MAX_WORDS 7

typedef struct
{
  const char *words[MAX_WORDS];
  gboolean demo;
  gboolean reset;
  const char *uris; /* joined by spaces */
  const char *vm;
} Good;

static const Good good_calls[] = {
  { { "berth" }, FALSE, FALSE, "", NULL },
  { { "berth", "--vm", "work" }, FALSE, FALSE, "", "work" },
  { { "berth", "--vm=--odd name" }, FALSE, FALSE, "", "--odd name" },
  { { "berth", "--connect", "qemu:///system" }, FALSE, FALSE, "qemu:///system", NULL },
  { { "berth", "-c", "xen:///", "-c", "qemu:///system", "-c", "xen:///" },
    FALSE,
    FALSE,
    "xen:/// qemu:///system",
    NULL },
  { { "berth", "--demo" }, TRUE, FALSE, BERTH_URI_DEMO_KVM " " BERTH_URI_DEMO_QUBES, NULL },
  { { "berth", "--demo=reset" }, TRUE, TRUE, BERTH_URI_DEMO_KVM " " BERTH_URI_DEMO_QUBES, NULL },
  { { "berth", "--demo", "--vm", "work" },
    TRUE,
    FALSE,
    BERTH_URI_DEMO_KVM " " BERTH_URI_DEMO_QUBES,
    "work" },
  { { "berth", "--demo", "-c", BERTH_URI_DEMO_QUBES }, TRUE, FALSE, BERTH_URI_DEMO_QUBES, NULL },
  /* A launcher of a demo VM names its connection only; it must not reach the real instance. */
  { { "berth", "--connect", BERTH_URI_DEMO_KVM, "--vm", "work" },
    TRUE,
    FALSE,
    BERTH_URI_DEMO_KVM,
    "work" },
  { { "berth", "-c", BERTH_URI_DEMO_KVM, "-c", "none" },
    FALSE,
    FALSE,
    BERTH_URI_DEMO_KVM " none",
    NULL },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_calls); i++)
    {
      const Good *call = &good_calls[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (BerthCommandLine) line = berth_command_line_parse (call->words, &error);
      g_autofree char *uris = NULL;

      g_assert_no_error (error);
      uris = g_strjoinv (" ", line->uris);
      g_assert_cmpint (line->demo, ==, call->demo);
      g_assert_cmpint (line->reset, ==, call->reset);
      g_assert_cmpstr (uris, ==, call->uris);
      g_assert_cmpstr (line->vm, ==, call->vm);
      g_assert_false (line->help);
      g_assert_false (line->version);
    }
}

static void
test_bad (void)
{
  static const char *const bad_calls[][MAX_WORDS] = {
    { "berth", "work" },
    { "berth", "--", "work" },
    { "berth", "--no-such" },
    { "berth", "--vm" },
    { "berth", "--vm=" },
    { "berth", "--vm", "a", "--vm", "b" },
    { "berth", "--connect" },
    { "berth", "--connect=" },
    { "berth", "--demo=forget" },
    { "berth", "--demo", "work" },
    { "berth", "--demo", "--connect", "qemu:///system" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad_calls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BerthCommandLine) line = berth_command_line_parse (bad_calls[i], &error);

      g_assert_null (line);
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
    }
}

/* Neither may end the process: the arguments may be those of another one. */
static void
test_help_and_version (void)
{
  const char *const help[] = { "berth", "--help", NULL };
  const char *const version[] = { "berth", "--version", NULL };
  g_autoptr (BerthCommandLine) asked_help = berth_command_line_parse (help, NULL);
  g_autoptr (BerthCommandLine) asked_version = berth_command_line_parse (version, NULL);
  g_autofree char *text = berth_command_line_dup_help ();

  g_assert_true (asked_help->help);
  g_assert_true (asked_version->version);
  g_assert_nonnull (g_strstr_len (text, -1, "--vm=NAME|UUID"));
  g_assert_nonnull (g_strstr_len (text, -1, "--demo"));
}

/* What was typed comes back in the sentence, but not as a command to the terminal. */
static void
test_foreign_bytes (void)
{
  const char *const words[] = { "berth", "\033[2J\xff\u202eword", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthCommandLine) line = berth_command_line_parse (words, &error);

  g_assert_null (line);
  g_assert_null (strchr (error->message, '\033'));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-line/good", test_good);
  g_test_add_func ("/command-line/bad", test_bad);
  g_test_add_func ("/command-line/help-and-version", test_help_and_version);
  g_test_add_func ("/command-line/foreign-bytes", test_foreign_bytes);
  return g_test_run ();
}
