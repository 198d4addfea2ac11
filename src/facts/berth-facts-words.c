/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-words.h"

#include "facts/berth-facts.h"

const BerthFactsWord berth_facts_platform_words[] = {
  { "unknown", BERTH_PLATFORM_UNKNOWN },
  { "bare", BERTH_PLATFORM_BARE },
  { "xen", BERTH_PLATFORM_XEN },
  { "qubes", BERTH_PLATFORM_QUBES },
  { NULL, 0 },
};

/* What is not known has no word: it is not written. */
const BerthFactsWord berth_facts_truth_words[] = {
  { "true", BERTH_TRUTH_YES },
  { "false", BERTH_TRUTH_NO },
  { NULL, 0 },
};

const BerthFactsWord berth_facts_chassis_words[] = {
  { "portable", BERTH_CHASSIS_PORTABLE },
  { "stationary", BERTH_CHASSIS_STATIONARY },
  { NULL, 0 },
};

const BerthFactsWord berth_facts_gap_words[] = {
  { "disk", BERTH_GAP_USES_DISK },
  { "network", BERTH_GAP_USES_NETWORK },
  { "display", BERTH_GAP_USES_DISPLAY },
  { "input", BERTH_GAP_USES_INPUT },
  { "groups", BERTH_GAP_GROUPS },
  { "usb", BERTH_GAP_USB },
  { "holders", BERTH_GAP_HOLDERS },
  { NULL, 0 },
};

const BerthFactsWord berth_facts_use_words[] = {
  { "disk", BERTH_USE_DISK },
  { "swap", BERTH_USE_SWAP },
  { "remote-disk", BERTH_USE_REMOTE_DISK },
  { "network", BERTH_USE_NETWORK },
  { "login", BERTH_USE_LOGIN },
  { "display", BERTH_USE_DISPLAY },
  { "input", BERTH_USE_INPUT },
  { "tpm", BERTH_USE_TPM },
  { NULL, 0 },
};

const BerthFactsWord berth_facts_foreign_words[] = {
  { "driverctl", BERTH_FOREIGN_BINDING_DRIVERCTL },
  { "vfio-ids", BERTH_FOREIGN_BINDING_VFIO_IDS },
  { "modprobe-ids", BERTH_FOREIGN_BINDING_MODPROBE_IDS },
  { "pciback-hide", BERTH_FOREIGN_BINDING_PCIBACK_HIDE },
  { NULL, 0 },
};

/**
 * berth_facts_words_find_value:
 * @words: one of the lists of this file
 * @ret_value: (out): untouched when @word is not in @words
 *
 * Returns: whether @word is one of @words
 */
gboolean
berth_facts_words_find_value (const BerthFactsWord *words, const char *word, guint *ret_value)
{
  for (; words->word != NULL; words++)
    {
      if (g_str_equal (words->word, word))
        {
          *ret_value = words->value;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * berth_facts_words_find_word:
 *
 * Returns: (nullable): the word for @value
 */
const char *
berth_facts_words_find_word (const BerthFactsWord *words, guint value)
{
  while (words->word != NULL && words->value != value)
    words++;
  return words->word;
}
