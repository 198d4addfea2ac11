/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-reset-methods.h"

#include <string.h>

typedef struct
{
  const char *word;
  guint bit;
} ResetWord;

/* The words of `reset_method` (pci_reset_fn_methods in the kernel's drivers/pci/pci.c). */
static const ResetWord words[] = {
  { "device_specific", BERTH_RESET_DEVICE_SPECIFIC },
  { "acpi", BERTH_RESET_ACPI },
  { "flr", BERTH_RESET_FLR },
  { "af_flr", BERTH_RESET_AF_FLR },
  { "pm", BERTH_RESET_PM },
  { "bus", BERTH_RESET_BUS },
  /* Resets the bus of a CXL port: to the functions behind it the same as "bus". */
  { "cxl_bus", BERTH_RESET_BUS },
};

/**
 * berth_reset_methods_parse:
 * @word: one word of `reset_method`, not necessarily terminated
 * @length: of @word in bytes
 *
 * Returns: its bit of #BerthResetMethods; %BERTH_RESET_UNKNOWN for a word of a later kernel
 */
guint
berth_reset_methods_parse (const char *word, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strlen (words[i].word) == length && memcmp (words[i].word, word, length) == 0)
        return words[i].bit;
    }
  return BERTH_RESET_UNKNOWN;
}

/**
 * berth_reset_methods_dup_words:
 * @methods: #BerthResetMethods; %BERTH_RESET_UNKNOWN has no word
 *
 * Returns: (transfer full): the kernel's words for @methods, each once
 */
char **
berth_reset_methods_dup_words (guint methods)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint written = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if ((methods & words[i].bit) != 0 && (written & words[i].bit) == 0)
        g_strv_builder_add (builder, words[i].word);
      written |= words[i].bit;
    }
  return g_strv_builder_end (builder);
}
