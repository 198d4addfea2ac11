/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain-words.h"

#include <string.h>

#include "scene.h"

static const char *const form_words[] = {
  [BERTH_FORM_HOSTDEV] = "",         [BERTH_FORM_INTERFACE] = "/interface",
  [BERTH_FORM_DISK] = "/disk",       [BERTH_FORM_NETWORK] = "/network",
  [BERTH_FORM_OTHER] = "/other",
};

static const struct
{
  guint option;
  char letter;
} option_letters[] = {
  { BERTH_OPTION_MANAGED, 'm' },
  { BERTH_OPTION_PERMISSIVE, 'p' },
  { BERTH_OPTION_NO_STRICT_RESET, 'n' },
  { BERTH_OPTION_HIDE_ROM, 'r' },
  { BERTH_OPTION_OPTIONAL, 'o' },
};

static void
append_claim (GString *words, const BerthAssignment *claim)
{
  g_autofree char *address = berth_address_dup_short (&claim->address);
  g_autoptr (GString) letters = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (option_letters); i++)
    {
      if ((claim->options & option_letters[i].option) != 0)
        g_string_append_c (letters, option_letters[i].letter);
    }
  if (claim->role == BERTH_ROLE_COMPANION)
    g_string_append_c (letters, 'c');

  g_string_append_printf (words, "%s%s%s%s%s", words->len > 0 ? " " : "", address,
                          form_words[claim->form], letters->len > 0 ? "+" : "", letters->str);
  if (claim->identity.known != 0)
    {
      g_autofree char *identity = berth_identity_dup_string (&claim->identity);

      g_string_append_printf (words, "=%s", identity);
    }
}

char *
domain_words_of (GPtrArray *claims)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < claims->len; i++)
    append_claim (words, g_ptr_array_index (claims, i));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
set_letters (BerthAssignment *claim, const char *letters)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_letters); i++)
    {
      if (strchr (letters, option_letters[i].letter) != NULL)
        claim->options |= option_letters[i].option;
    }
  if (strchr (letters, 'c') != NULL)
    claim->role = BERTH_ROLE_COMPANION;
}

/* Cuts @word at the first @mark and gives what stood behind it; empty without one. */
static const char *
cut (char *word, char mark)
{
  char *place = strchr (word, mark);

  if (place == NULL)
    return "";
  *place = '\0';
  return place + 1;
}

static BerthAssignment *
parse_word (char *word)
{
  const char *identity = cut (word, '=');
  const char *letters = cut (word, '+');
  const char *form = cut (word, '/');
  BerthAddress address = scene_address (word);
  BerthAssignment *claim = berth_assignment_new (&address);

  if (*identity != '\0')
    g_assert_true (berth_identity_parse (identity, &claim->identity));
  for (gsize i = BERTH_FORM_INTERFACE; i < G_N_ELEMENTS (form_words); i++)
    {
      if (strcmp (form, form_words[i] + 1) == 0)
        claim->form = i;
    }
  set_letters (claim, letters);
  return claim;
}

GPtrArray *
domain_words_parse (const char *words)
{
  GPtrArray *claims = berth_assignment_list_new ();
  g_auto (GStrv) split = g_strsplit (words, " ", -1);

  for (guint i = 0; split[i] != NULL && *split[i] != '\0'; i++)
    {
      BerthAssignment *claim = parse_word (split[i]);

      for (guint j = 0; j < claims->len; j++)
        {
          BerthAssignment *other = g_ptr_array_index (claims, j);

          if (berth_address_same_slot (&other->address, &claim->address))
            {
              claim->bundle = other->address;
              break;
            }
        }
      g_ptr_array_add (claims, claim);
    }
  return claims;
}

char *
domain_words_new_domain (const char *type, const char *machine, const char *devices)
{
  return g_strdup_printf (
    "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' type='%s'>\n"
    "  <name>work</name>\n"
    "  <os>\n"
    "    <type arch='x86_64' machine='%s'>hvm</type>\n"
    "  </os>\n"
    "  <devices>%s\n"
    "  </devices>\n"
    "</domain>\n",
    type, machine, devices);
}
