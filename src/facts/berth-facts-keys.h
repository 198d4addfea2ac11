/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-facts-words.h"

G_BEGIN_DECLS

/**
 * BerthFactsKeyKind:
 * @BERTH_FACTS_KEY_HEX: a number of exactly `width` hexadecimal digits: 2 in a guint8, 4 in a
 *   guint16, 6 in a guint32
 * @BERTH_FACTS_KEY_ID_PAIR: two guint16 in a row, "10de:146b"
 * @BERTH_FACTS_KEY_NUMBER: a decimal int, at least `absent`, which is what a missing key means
 * @BERTH_FACTS_KEY_BOOLEAN: a gboolean, "true" or "false"
 * @BERTH_FACTS_KEY_TEXT: a string
 * @BERTH_FACTS_KEY_ADDRESS: a #BerthAddress of a PCI function, and a gboolean at `flag_offset`
 *   that says that there is one
 * @BERTH_FACTS_KEY_RESETS: #BerthResetMethods as a list of the kernel's words
 * @BERTH_FACTS_KEY_TRIPLES: a list of six hexadecimal digits each, kept separated by spaces
 * @BERTH_FACTS_KEY_WORD: an enumeration, as one of `words`; a value that has no word is not written
 * @BERTH_FACTS_KEY_FLAGS: a guint of bits, as a list of `words`
 * @BERTH_FACTS_KEY_SIZE: a decimal guint64 in KiB; 0 is not known and not written
 */
typedef enum
{
  BERTH_FACTS_KEY_HEX,
  BERTH_FACTS_KEY_ID_PAIR,
  BERTH_FACTS_KEY_NUMBER,
  BERTH_FACTS_KEY_BOOLEAN,
  BERTH_FACTS_KEY_TEXT,
  BERTH_FACTS_KEY_ADDRESS,
  BERTH_FACTS_KEY_RESETS,
  BERTH_FACTS_KEY_TRIPLES,
  BERTH_FACTS_KEY_WORD,
  BERTH_FACTS_KEY_FLAGS,
  BERTH_FACTS_KEY_SIZE,
} BerthFactsKeyKind;

/**
 * BerthFactsKey:
 *
 * One key of a recorded computer's files and the field of a facts struct that it stands for. The
 * reader and the writer go through the same table, so that what one writes the other reads.
 */
typedef struct
{
  const char *name;
  BerthFactsKeyKind kind;
  gsize offset;
  guint width;
  int absent;
  gsize flag_offset;
  gboolean required;
  const BerthFactsWord *words;
} BerthFactsKey;

extern const BerthFactsKey berth_facts_computer_keys[];
extern const gsize berth_facts_n_computer_keys;
extern const BerthFactsKey berth_facts_pci_keys[];
extern const gsize berth_facts_n_pci_keys;
extern const BerthFactsKey berth_facts_usb_keys[];
extern const gsize berth_facts_n_usb_keys;
extern const BerthFactsKey berth_facts_boot_keys[];
extern const gsize berth_facts_n_boot_keys;
extern const BerthFactsKey berth_facts_foreign_keys[];
extern const gsize berth_facts_n_foreign_keys;

gboolean berth_facts_keys_read (const BerthFactsKey *keys,
                                gsize n_keys,
                                GKeyFile *file,
                                const char *group,
                                gpointer facts,
                                GError **error);
void berth_facts_keys_write (const BerthFactsKey *keys,
                             gsize n_keys,
                             gconstpointer facts,
                             GKeyFile *file,
                             const char *group);

G_END_DECLS
