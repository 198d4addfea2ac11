/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "base/berth-error.h"
#include "helper/berth-reading.h"
#include "mock-wait.h"

#define NEVER (10 * 60 * 1000)
#define SOON 10

/* A disk that does not answer until it is told to. */
static GMutex lock;
static GCond cond;
static gboolean answers;

static GVariant *
read_slowly (const BerthReadingPlace *place, const BerthRequest *request, GError **error)
{
  g_mutex_lock (&lock);
  while (!answers)
    g_cond_wait (&cond, &lock);
  g_mutex_unlock (&lock);
  return g_variant_ref_sink (g_variant_new ("(ss)", place->path, request->method));
}

static GVariant *
read_nothing (const BerthReadingPlace *place, const BerthRequest *request, GError **error)
{
  g_set_error_literal (error, BERTH_ERROR, BERTH_ERROR_REFUSED, "No.");
  return NULL;
}

static void
set_answers (gboolean value)
{
  g_mutex_lock (&lock);
  answers = value;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
}

static GVariant *
run (BerthReadingFunc read, guint patience, GError **error)
{
  const BerthReadingPlace place = { .path = "/", .root = -1 };
  const BerthRequest request = { .method = "Inspect" };
  g_autoptr (GAsyncResult) result = NULL;

  berth_reading_run_async (&place, &request, read, patience, mock_wait_cb, &result);
  mock_wait_for (&result);
  return berth_reading_run_finish (result, error);
}

static void
test_answer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  const char *path, *method;

  set_answers (TRUE);
  answer = run (read_slowly, NEVER, &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(&s&s)", &path, &method);
  g_assert_cmpstr (path, ==, "/");
  g_assert_cmpstr (method, ==, "Inspect");

  g_assert_null (run (read_nothing, NEVER, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED);
  g_assert_cmpuint (berth_reading_count (), ==, 0);
}

/* Nobody waits for ever, the threads that hang are counted, and there is an end to new ones. */
static void
test_hanging (void)
{
  guint last;

  set_answers (FALSE);
  do
    {
      g_autoptr (GError) error = NULL;

      last = berth_reading_count ();
      g_assert_null (run (read_slowly, SOON, &error));
      g_assert_error (error, BERTH_ERROR, BERTH_ERROR_STUCK);
    }
  while (berth_reading_count () > last);
  g_assert_cmpuint (last, >, 0);
  g_assert_cmpuint (last, <, 10);

  set_answers (TRUE);
  while (berth_reading_count () > 0)
    g_main_context_iteration (NULL, TRUE);
  test_answer ();
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/answer", test_answer);
  g_test_add_func ("/reading/hanging", test_hanging);
  return g_test_run ();
}
