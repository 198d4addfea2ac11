/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-device.h"

G_BEGIN_DECLS

/* What the class filter stands at when it lets every class through. */
#define BERTH_ALL_CLASSES (~0u)

/**
 * BerthBundleFilter:
 *
 * Which rows of the two lists a user wants to see: words, a class, bridges or not. Immutable;
 * its words are folded once, so that a keystroke costs one search through each row's text.
 */
typedef struct _BerthBundleFilter BerthBundleFilter;

BerthBundleFilter *berth_bundle_filter_new (const char *text, guint classes, gboolean bridges);
BerthBundleFilter *berth_bundle_filter_ref (BerthBundleFilter *self);
void berth_bundle_filter_unref (BerthBundleFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthBundleFilter, berth_bundle_filter_unref)

gboolean
berth_bundle_filter_matches (const BerthBundleFilter *self, const char *folded, guint classes);
gboolean berth_bundle_filter_has_words (const BerthBundleFilter *self);
gboolean berth_bundle_filter_is_narrow (const BerthBundleFilter *self);

G_END_DECLS
