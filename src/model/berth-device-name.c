/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-device-name.h"

#include <string.h>

/* Words that end a company's name and tell nobody apart. */
static const char *const company_words[] = {
  "and subsidiaries", "Corporation", "Corp",         "Incorporated", "Inc",
  "Limited",          "Ltd",         "Co",           "Company",      "GmbH",
  "AG",               "LLC",         "Semiconductor", "Semiconductors", "Electronics",
  "Technology",       "Technologies", "International", "Systems",     "Group",
};

/* Words that say what a device is. What follows them in brackets is a variant, a code name or a
 * mode of it: "8 Series SATA Controller [AHCI mode]", "Thunderbolt 4 NHI [Maple Ridge 4C 2020]". */
static const char *const kind_words[] = {
  "Accelerator", "Adapter", "Audio", "Bridge", "Card", "Controller", "Device",
  "Ethernet",    "Host",    "Modem", "NHI",    "Port", "Registers",
};

static gboolean
names_a_kind (const char *text, gsize length)
{
  g_autofree char *before = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit_set (before, " -/", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (kind_words); j++)
        {
          if (g_ascii_strcasecmp (words[i], kind_words[j]) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* "Foo [Bar]" → "Bar"; %NULL when @text does not end in brackets with something in them. */
static char *
dup_bracketed (const char *text)
{
  const char *open = strrchr (text, '[');
  gsize length;

  if (open == NULL || !g_str_has_suffix (text, "]"))
    return NULL;

  length = strlen (open) - strlen ("[]");
  return length > 0 ? g_strndup (open + 1, length) : NULL;
}

/**
 * berth_device_name_dup_marketing:
 * @product: as in an ids database: "GA104 [GeForce RTX 3070]"
 *
 * The ids databases put the chip's name first and what stands on the box in brackets; people know
 * the box. Where the first part says what it is already, that is the name.
 *
 * Returns: (transfer full): "GeForce RTX 3070"; "SATA Controller" of "SATA Controller [AHCI mode]";
 *   without brackets, @product itself
 */
char *
berth_device_name_dup_marketing (const char *product)
{
  g_autofree char *bracketed = dup_bracketed (product);
  const char *open = strrchr (product, '[');

  if (bracketed == NULL)
    return g_strdup (product);
  if (names_a_kind (product, (gsize) (open - product)))
    return g_strchomp (g_strndup (product, (gsize) (open - product)));
  return g_steal_pointer (&bracketed);
}

/* Cuts one company word off the end of @name; whether there was one. The last word left is never
 * cut: "Technology Group" must not become nothing. */
static gboolean
cut_company_word (char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (company_words); i++)
    {
      gsize length = strlen (name);
      gsize word_length = strlen (company_words[i]);
      char *word;

      if (length <= word_length + 1)
        continue;

      word = name + length - word_length;
      if (word[-1] == ' ' && g_ascii_strcasecmp (word, company_words[i]) == 0)
        {
          word[-1] = '\0';
          return TRUE;
        }
    }
  return FALSE;
}

static void
cut_punctuation (char *name)
{
  gsize length = strlen (name);

  while (length > 0 && strchr (" ,.", name[length - 1]) != NULL)
    name[--length] = '\0';
}

/**
 * berth_device_name_dup_vendor:
 * @vendor: as in an ids database: "Realtek Semiconductor Co., Ltd."
 *
 * Returns: (transfer full): "Realtek"; "Advanced Micro Devices, Inc. [AMD/ATI]" becomes "AMD"
 */
char *
berth_device_name_dup_vendor (const char *vendor)
{
  g_autofree char *bracketed = dup_bracketed (vendor);
  char *name;

  if (bracketed != NULL)
    return g_strndup (bracketed, strcspn (bracketed, "/"));

  name = g_strdup (vendor);
  do
    cut_punctuation (name);
  while (cut_company_word (name));
  return name;
}
