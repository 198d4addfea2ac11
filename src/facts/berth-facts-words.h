/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The files of a recorded computer; docs/recorded-computers.md describes them. */
#define BERTH_RECORDED_COMPUTER "computer.ini"
#define BERTH_RECORDED_COMPUTER_GROUP "computer"
#define BERTH_RECORDED_PCI "pci.ini"
#define BERTH_RECORDED_USB "usb.ini"
#define BERTH_RECORDED_USES "uses.ini"
#define BERTH_RECORDED_BOOT "boot.ini"
#define BERTH_RECORDED_FOREIGN "foreign.ini"

/**
 * BerthFactsWord:
 *
 * A word in a recorded computer's files, or in those of a boot binding, and the value of an
 * enumeration that it stands for.
 */
typedef struct
{
  const char *word;
  guint value;
} BerthFactsWord;

/* Each list ends with a %NULL word. */
extern const BerthFactsWord berth_facts_platform_words[];
extern const BerthFactsWord berth_facts_truth_words[];
extern const BerthFactsWord berth_facts_chassis_words[];
extern const BerthFactsWord berth_facts_gap_words[];
extern const BerthFactsWord berth_facts_use_words[];
extern const BerthFactsWord berth_facts_foreign_words[];

gboolean
berth_facts_words_find_value (const BerthFactsWord *words, const char *word, guint *ret_value);
const char *berth_facts_words_find_word (const BerthFactsWord *words, guint value);

G_END_DECLS
