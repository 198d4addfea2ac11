/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-boot-binding.h"
#include "facts/berth-facts.h"

G_BEGIN_DECLS

char *berth_boot_words_dup_kernel_text (const BerthBootBinding *binding);
char *berth_boot_words_dup_earlier (const BerthBootBinding *binding, const BerthFacts *facts);

G_END_DECLS
