/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-filter.h"

#include "app/berth-search-words.h"

struct _BerthBundleFilter
{
  GStrv words;
  guint classes;
  gboolean bridges;
};

#define BRIDGE_BIT (1u << BERTH_DEVICE_BRIDGE)

/**
 * berth_bundle_filter_new:
 * @text: (nullable): what the user typed; every word of it must be somewhere in a row's text
 * @classes: bits `1 << BerthDeviceClass`; a row needs one of them. %BERTH_ALL_CLASSES: any
 * @bridges: whether bridges, which are never given away, are shown at all
 *
 * Returns: (transfer full)
 */
BerthBundleFilter *
berth_bundle_filter_new (const char *text, guint classes, gboolean bridges)
{
  BerthBundleFilter *self = g_rc_box_new0 (BerthBundleFilter);

  self->words = berth_search_words_split (text);
  self->classes = classes;
  self->bridges = bridges;
  return self;
}

BerthBundleFilter *
berth_bundle_filter_ref (BerthBundleFilter *self)
{
  return g_rc_box_acquire (self);
}

static void
filter_clear (gpointer data)
{
  BerthBundleFilter *self = data;

  g_strfreev (self->words);
}

void
berth_bundle_filter_unref (BerthBundleFilter *self)
{
  g_rc_box_release_full (self, filter_clear);
}

/**
 * berth_bundle_filter_matches:
 * @folded: all that can be searched in a row, from berth_search_words_dup_folded()
 * @classes: the classes of its functions, `1 << BerthDeviceClass`
 *
 * Returns: whether the row is shown
 */
gboolean
berth_bundle_filter_matches (const BerthBundleFilter *self, const char *folded, guint classes)
{
  if ((classes & BRIDGE_BIT) != 0 && !self->bridges)
    return FALSE;
  if ((classes & self->classes) == 0)
    return FALSE;

  return berth_search_words_match ((const char *const *) self->words, folded);
}

/**
 * berth_bundle_filter_has_words:
 *
 * Returns: whether rows' texts are looked at at all
 */
gboolean
berth_bundle_filter_has_words (const BerthBundleFilter *self)
{
  return self->words[0] != NULL;
}

/**
 * berth_bundle_filter_is_narrow:
 *
 * Returns: whether words or a class were asked for, so that an empty list may be the filter's doing
 */
gboolean
berth_bundle_filter_is_narrow (const BerthBundleFilter *self)
{
  return berth_bundle_filter_has_words (self) || self->classes != BERTH_ALL_CLASSES;
}
