/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-bundle.h"

G_BEGIN_DECLS

/* A bit for each function of a bundle, the first one the lowest. A slot has at most 32. */
#define BERTH_ALL_FUNCTIONS G_MAXUINT

const BerthDevice *berth_bundle_words_get_main (const BerthBundle *bundle);

char *berth_bundle_words_dup_title (const BerthBundle *bundle);
char *berth_bundle_words_dup_place (const BerthBundle *bundle);
char *berth_bundle_words_dup_kind (const BerthDevice *device, const char *title);
char *berth_bundle_words_dup_details (const BerthBundle *bundle);
char *berth_bundle_words_dup_functions (const BerthBundle *bundle, guint given);
gboolean berth_bundle_words_is_partial (const BerthBundle *bundle, guint given);

const char *berth_bundle_words_get_device_icon_name (const BerthDevice *device);
const char *berth_bundle_words_get_icon_name (const BerthBundle *bundle);

G_END_DECLS
