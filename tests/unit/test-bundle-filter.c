/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-filter.h"
#include "app/berth-search-words.h"

#define GRAPHICS (1u << BERTH_DEVICE_GRAPHICS)
#define NETWORK (1u << BERTH_DEVICE_NETWORK)
#define SOUND (1u << BERTH_DEVICE_SOUND)
#define BRIDGE (1u << BERTH_DEVICE_BRIDGE)

#define CARD "Intel I350 network card 0000:05:00.0 8086:1521 igb Straße"

typedef struct
{
  const char *typed;
  guint chosen;
  gboolean bridges;
  const char *text;
  guint classes;
  gboolean shown;
} Case;

static const Case cases[] = {
  { "", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { NULL, BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  /* Every word must be there, in any order, as a part of any word. */
  { "i350", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "network intel", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "net tel", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "intel amd", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, FALSE },
  { "igb 05:00", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "8086:1521", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  /* White space of any kind stands between words and nowhere else. */
  { "  \t intel \u3000 i350\n", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "   ", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  /* Letters are the same however they are written. */
  { "INTEL", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "STRASSE", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  { "cafe\u0301", BERTH_ALL_CLASSES, FALSE, "Café", NETWORK, TRUE },
  { "\uff49\uff13\uff15\uff10", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, TRUE },
  /* Nothing that is typed means anything but itself. */
  { "i3.0", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, FALSE },
  { "*", BERTH_ALL_CLASSES, FALSE, CARD, NETWORK, FALSE },
  /* Any function's class will do. */
  { "", SOUND, FALSE, CARD, GRAPHICS | SOUND, TRUE },
  { "", SOUND, FALSE, CARD, NETWORK, FALSE },
  { "amd", NETWORK, FALSE, CARD, NETWORK, FALSE },
  /* Bridges only on request, whatever else matches. */
  { "", BERTH_ALL_CLASSES, FALSE, "PCI bridge", BRIDGE, FALSE },
  { "bridge", BERTH_ALL_CLASSES, FALSE, "PCI bridge", BRIDGE, FALSE },
  { "bridge", BERTH_ALL_CLASSES, TRUE, "PCI bridge", BRIDGE, TRUE },
  { "", BRIDGE, TRUE, "PCI bridge", BRIDGE, TRUE },
};

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (BerthBundleFilter) filter
        = berth_bundle_filter_new (c->typed, c->chosen, c->bridges);
      g_autofree char *folded = berth_search_words_dup_folded (c->text);

      g_test_message ("“%s” in “%s”", c->typed, c->text);
      g_assert_cmpint (berth_bundle_filter_matches (filter, folded, c->classes), ==, c->shown);
    }
}

static void
test_is_narrow (void)
{
  g_autoptr (BerthBundleFilter) all = berth_bundle_filter_new (" ", BERTH_ALL_CLASSES, TRUE);
  g_autoptr (BerthBundleFilter) words = berth_bundle_filter_new ("x", BERTH_ALL_CLASSES, TRUE);
  g_autoptr (BerthBundleFilter) class = berth_bundle_filter_new ("", NETWORK, TRUE);

  g_assert_false (berth_bundle_filter_is_narrow (all));
  g_assert_true (berth_bundle_filter_is_narrow (words));
  g_assert_true (berth_bundle_filter_is_narrow (class));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle-filter/matches", test_matches);
  g_test_add_func ("/bundle-filter/is-narrow", test_is_narrow);
  return g_test_run ();
}
