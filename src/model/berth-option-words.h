/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-assignment.h"

G_BEGIN_DECLS

/**
 * BerthOptionTerms:
 * @device_title: of the device; safe to show
 * @vm_name: of the VM; safe to show
 * @is_qube: whether its users call it a qube
 * @resets_alone: whether the device is known to be reset by itself
 *
 * Whom the words about an option are about.
 */
typedef struct
{
  const char *device_title;
  const char *vm_name;
  gboolean is_qube;
  gboolean resets_alone;
} BerthOptionTerms;

gboolean berth_option_words_needs_warning (BerthOption option);
const char *berth_option_words_get_line (BerthOption option, gboolean is_qube);
char *berth_option_words_dup_question (BerthOption option, const BerthOptionTerms *terms);
char *berth_option_words_dup_explanation (BerthOption option, const BerthOptionTerms *terms);

G_END_DECLS
