/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-error.h"
#include "model/berth-change.h"
#include "scene.h"

/* A list in one line: "01:00.0 02:00.0p" (p: permissive, c: companion). */
static GPtrArray *
parse_list (const char *text)
{
  GPtrArray *list = berth_assignment_list_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      gsize length = strlen (words[i]);
      char mark = words[i][length - 1];
      BerthAssignment *assignment;
      BerthAddress address;

      if (g_ascii_isalpha (mark))
        words[i][length - 1] = '\0';
      address = scene_address (words[i]);
      assignment = berth_assignment_new (&address);
      if (mark == 'p')
        assignment->options |= BERTH_OPTION_PERMISSIVE;
      if (mark == 'c')
        assignment->role = BERTH_ROLE_COMPANION;
      g_ptr_array_add (list, assignment);
    }
  return list;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static char *
print_list (GPtrArray *list)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < list->len; i++)
    {
      const BerthAssignment *a = g_ptr_array_index (list, i);
      g_autofree char *address = berth_address_dup_short (&a->address);

      g_ptr_array_add (words, g_strconcat (address,
                                           (a->options & BERTH_OPTION_PERMISSIVE) != 0 ? "p" : "",
                                           a->role == BERTH_ROLE_COMPANION ? "c" : "", NULL));
    }
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

typedef struct
{
  const char *configured;
  const char *wanted;
  const char *fresh;  /* what another program made of it meanwhile */
  const char *result; /* NULL: conflict */
  guint n_items;
} ChangeCase;

static const ChangeCase cases[] = {
  { "", "", "", "", 0 },
  { "01:00.0", "01:00.0", "01:00.0", "01:00.0", 0 },
  { "", "01:00.0", "", "01:00.0", 1 },
  { "01:00.0", "", "01:00.0", "", 1 },
  { "01:00.0", "01:00.0p", "01:00.0", "01:00.0p", 1 },
  { "01:00.0", "01:00.0c", "01:00.0", "01:00.0c", 1 },
  { "01:00.0", "02:00.0", "01:00.0", "02:00.0", 2 },
  /* changed elsewhere: kept */
  { "", "01:00.0", "03:00.0", "01:00.0 03:00.0", 1 },
  { "01:00.0 03:00.0", "03:00.0", "01:00.0 03:00.0p", "03:00.0p", 1 },
  { "01:00.0 03:00.0", "01:00.0p 03:00.0", "01:00.0", "01:00.0p", 1 },
  /* the same device: nothing is written */
  { "", "01:00.0", "01:00.0", NULL, 1 },
  { "01:00.0", "", "", NULL, 1 },
  { "01:00.0", "", "01:00.0p", NULL, 1 },
  { "01:00.0", "01:00.0p", "01:00.0c", NULL, 1 },
};

static void
test_result (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChangeCase *c = &cases[i];
      g_autoptr (GPtrArray) configured = parse_list (c->configured);
      g_autoptr (GPtrArray) wanted = parse_list (c->wanted);
      g_autoptr (GPtrArray) fresh = parse_list (c->fresh);
      g_autoptr (BerthChange) change = berth_change_new ("uuid", configured, wanted);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) result = berth_change_dup_result (change, fresh, &error);

      g_test_message ("“%s” → “%s” over “%s”", c->configured, c->wanted, c->fresh);
      g_assert_cmpuint (change->items->len, ==, c->n_items);
      if (c->result == NULL)
        {
          g_assert_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT);
          g_assert_null (result);
        }
      else
        {
          g_autofree char *text = NULL;

          g_assert_no_error (error);
          text = print_list (result);
          g_assert_cmpstr (text, ==, c->result);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change/result", test_result);
  return g_test_run ();
}
