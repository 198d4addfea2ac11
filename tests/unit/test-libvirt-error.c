/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libvirt itself says names what it was asked for, so its words are foreign. */

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "backend/libvirt/berth-libvirt-error.h"
#include "base/berth-error.h"
#include "base/berth-text.h"
#include "hostile.h"

/* Longer ones are cut here as well as there. */
#define MAX_WORD 2000

static void
ignore_cb (void *data, virErrorPtr error)
{
}

static void
check_sentence (const char *sentence, const char *what)
{
  g_autofree char *again = berth_text_dup_shown (sentence, BERTH_TEXT_ERROR_LENGTH);

  g_test_message ("%s: %s", what, sentence);
  g_assert_cmpstr (again, ==, sentence);
  g_assert_nonnull (strstr (sentence, "libvirt says"));
  g_assert_cmpint (g_utf8_strlen (sentence, -1), <, BERTH_TEXT_ERROR_LENGTH);
}

/* Through the test driver, which reads a file and says which one it could not read. */
static void
test_hostile (void)
{
  g_autoptr (GPtrArray) strings = hostile_strings_read ();

  virSetErrorFunc (NULL, ignore_cb);
  for (guint i = 0; i < strings->len; i++)
    {
      const HostileString *hostile = g_ptr_array_index (strings, i);
      g_autofree char *word = g_strndup (hostile->text, MAX_WORD);
      g_autofree char *escaped = g_uri_escape_string (word, NULL, FALSE);
      g_autofree char *uri = g_strconcat ("test:///nowhere/", escaped, NULL);
      g_autoptr (GError) opening = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (virConnectOpen (uri));
      g_assert_true (*word == '\0' || virGetLastError () != NULL);
      berth_libvirt_error_set_open (&opening, uri);
      check_sentence (opening->message, hostile->what);
      g_assert_null (virConnectOpen (uri));
      berth_libvirt_error_set (&error, "It did not work.");
      check_sentence (error->message, hostile->what);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libvirt-error/hostile", test_hostile);
  return g_test_run ();
}
