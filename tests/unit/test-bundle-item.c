/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-item.h"
#include "app/berth-bundle-words.h"
#include "app/berth-device-words.h"
#include "scene.h"

static void
set_names (BerthPciFacts *pci, const char *vendor, const char *product)
{
  g_free (pci->vendor_name);
  pci->vendor_name = g_strdup (vendor);
  g_free (pci->product_name);
  pci->product_name = g_strdup (product);
}

/* A graphics card of three functions, two network cards, and what a laptop has besides. */
static BerthInventory *
create_computer (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthPciFacts *pci;

  scene_add_pci (facts, "00:01.0", 0x060400, 1);
  scene_add_pci (facts, "01:00.0", 0x0c0330, 1);
  pci = scene_add_pci (facts, "01:00.1", 0x030000, 1);
  set_names (pci, "NVIDIA Corporation", "GA104 [GeForce RTX 3070]");
  g_free (pci->driver);
  pci->driver = g_strdup ("nouveau");
  pci->reset_methods = BERTH_RESET_BUS;
  scene_add_pci (facts, "01:00.2", 0x040300, 1);
  pci = scene_add_pci (facts, "05:00.0", 0x020000, 5);
  set_names (pci, "Intel Corporation", "Intel <b>I350</b>");
  pci->reset_methods = BERTH_RESET_FLR | BERTH_RESET_PM;
  scene_add_pci (facts, "05:00.1", 0x020000, 5);
  pci = scene_add_pci (facts, "00:14.3", 0x028000, 7);
  set_names (pci, "Intel Corporation", "Wi-Fi 6 AX201");
  pci->reset_methods = BERTH_RESET_FLR;
  scene_add_usb (facts, "1-2", "01:00.0", "080650");
  return scene_inventory (facts);
}

static BerthBundle *
lookup (BerthInventory *inventory, const char *address)
{
  BerthAddress parsed = scene_address (address);
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &parsed);

  g_assert_nonnull (bundle);
  return bundle;
}

typedef struct
{
  const char *address;
  const char *title;
  const char *details;
  const char *functions;
  const char *icon;
} WordsCase;

/* What it is comes first: the graphics card, though the USB function has the lower number. What the
 * title says is not said again. */
static const WordsCase words_cases[] = {
  { "01:00.0", "GeForce RTX 3070", "graphics card, NVIDIA · 01:00",
    ".0\u00a0USB  .1\u00a0graphics  .2\u00a0sound", "berth-graphics-symbolic" },
  { "05:00.0", "Intel <b>I350</b>", "network card · 05:00 · 2 functions", "",
    "network-wired-symbolic" },
  { "00:14.3", "Wi-Fi 6 AX201", "network card, Intel · 00:14.3", "", "network-wireless-symbolic" },
};

static void
test_words (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();

  for (gsize i = 0; i < G_N_ELEMENTS (words_cases); i++)
    {
      const WordsCase *c = &words_cases[i];
      BerthDraftEntry entry = { .bundle = lookup (inventory, c->address) };
      g_autoptr (BerthBundleItem) item = berth_bundle_item_new (&entry, NULL);

      g_assert_cmpstr (berth_bundle_item_get_title (item), ==, c->title);
      g_assert_cmpstr (berth_bundle_item_get_details (item), ==, c->details);
      g_assert_cmpstr (berth_bundle_item_get_functions (item), ==, c->functions);
      g_assert_cmpstr (berth_bundle_item_get_icon_name (item), ==, c->icon);
    }
}

/* What is given of a card is said as a number, and which it is. */
static void
test_partial (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  BerthAddress graphics = scene_address ("01:00.1");
  BerthDraftEntry entry = { .bundle = lookup (inventory, "01:00.0"), .given = given };
  g_autoptr (BerthBundleItem) item = berth_bundle_item_new (&entry, NULL);

  g_assert_false (berth_bundle_item_update (item, &entry, NULL));
  g_array_append_val (given, graphics);
  g_assert_true (berth_bundle_item_update (item, &entry, NULL));
  g_assert_cmpstr (berth_bundle_item_get_functions (item), ==,
                   "1 of 3 functions: .1\u00a0graphics");

  graphics = scene_address ("05:00.1");
  g_array_index (given, BerthAddress, 0) = graphics;
  entry.bundle = lookup (inventory, "05:00.0");
  g_clear_object (&item);
  item = berth_bundle_item_new (&entry, NULL);
  g_assert_cmpstr (berth_bundle_item_get_functions (item), ==, "1 of 2 functions: .1");
}

typedef struct
{
  BerthDraftEntry entry;
  const char *finding; /* worst one's words */
  BerthSeverity severity;
  const char *holder;
  const char *goes_with;
  const char *words;
  BerthBundleMark mark;
  gboolean wanted;
  gboolean movable;
} StateCase;

static const StateCase state_cases[] = {
  { .words = "", .movable = TRUE },
  { .holder = "sys-net", .words = "assigned to sys-net", .movable = TRUE },
  { .finding = "used by sys-net", .severity = BERTH_SEVERITY_CAUTION, .holder = "sys-net",
    .words = "used by sys-net", .movable = TRUE },
  /* A mere note stands in the pane. */
  { .finding = "cannot tell", .severity = BERTH_SEVERITY_NOTE, .words = "", .movable = TRUE },
  { .finding = "only keyboard", .severity = BERTH_SEVERITY_REFUSED, .words = "only keyboard" },
  { .entry = { .state = BERTH_DRAFT_TAKEN_BACK }, .finding = "only keyboard",
    .severity = BERTH_SEVERITY_REFUSED, .words = "to be taken back · only keyboard",
    .mark = BERTH_BUNDLE_MARK_TAKEN_BACK, .movable = TRUE },
  { .entry = { .runtime = BERTH_RUNTIME_UNTIL_RESTART }, .words = "in use until restart",
    .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_NEW }, .words = "new", .mark = BERTH_BUNDLE_MARK_NEW,
    .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_NEW, .options = BERTH_OPTION_PERMISSIVE,
               .runtime = BERTH_RUNTIME_AFTER_RESTART },
    .words = "new · permissive", .mark = BERTH_BUNDLE_MARK_NEW, .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .options = BERTH_OPTION_MANAGED }, .words = "",
    .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .options = BERTH_OPTION_PERMISSIVE },
    .words = "permissive", .mark = BERTH_BUNDLE_MARK_WARNING, .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .runtime = BERTH_RUNTIME_AFTER_RESTART },
    .words = "after restart", .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_OPTIONS }, .words = "options changed",
    .mark = BERTH_BUNDLE_MARK_EDITED, .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_OPTIONS, .gives_new = TRUE }, .words = "changed",
    .mark = BERTH_BUNDLE_MARK_EDITED, .wanted = TRUE, .movable = TRUE },
  /* A danger is the mark of every row but that of what goes anyway, or cannot come. */
  { .finding = "known bad", .severity = BERTH_SEVERITY_DANGER, .words = "known bad",
    .mark = BERTH_BUNDLE_MARK_DANGER, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_NEW }, .finding = "known bad",
    .severity = BERTH_SEVERITY_DANGER, .words = "new · known bad",
    .mark = BERTH_BUNDLE_MARK_DANGER, .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_NEW }, .finding = "in use here",
    .severity = BERTH_SEVERITY_CAUTION, .words = "new · in use here",
    .mark = BERTH_BUNDLE_MARK_NEW, .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_TAKEN_BACK }, .finding = "known bad",
    .severity = BERTH_SEVERITY_DANGER, .words = "to be taken back · known bad",
    .mark = BERTH_BUNDLE_MARK_TAKEN_BACK, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .identity = BERTH_IDENTITY_MISSING },
    .finding = "not here", .severity = BERTH_SEVERITY_CAUTION, .words = "not in this computer",
    .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .identity = BERTH_IDENTITY_CHANGED },
    .words = "another device", .mark = BERTH_BUNDLE_MARK_WARNING, .wanted = TRUE,
    .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .is_companion = TRUE }, .goes_with = "RTX 3070",
    .words = "goes with RTX 3070", .wanted = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .is_companion = TRUE },
    .words = "goes with another device", .wanted = TRUE, .movable = TRUE },
  { .entry = { .state = BERTH_DRAFT_ASSIGNED, .form = BERTH_FORM_DISK }, .words = "as a disk",
    .wanted = TRUE },
};

static void
test_states (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();

  for (gsize i = 0; i < G_N_ELEMENTS (state_cases); i++)
    {
      const StateCase *c = &state_cases[i];
      g_autoptr (GPtrArray) findings = berth_finding_list_new ();
      g_autoptr (GPtrArray) holders = g_ptr_array_new ();
      g_autoptr (BerthBundleItem) item = NULL;
      BerthDraftEntry entry = c->entry;

      if (c->finding != NULL)
        {
          BerthFinding *finding = berth_finding_new ("some-rule", c->severity, NULL);

          finding->words = g_strdup (c->finding);
          g_ptr_array_add (findings, finding);
        }
      if (c->holder != NULL)
        g_ptr_array_add (holders, (gpointer) c->holder);

      entry.bundle = lookup (inventory, "05:00.0");
      entry.findings = findings;
      entry.holders = holders;
      item = berth_bundle_item_new (&entry, c->goes_with);

      g_test_message ("case %zu: %s", i, c->words);
      g_assert_cmpstr (berth_bundle_item_get_words (item), ==, c->words);
      g_assert_cmpint (berth_bundle_item_get_mark (item), ==, c->mark);
      g_assert_cmpint (berth_bundle_item_is_wanted (item), ==, c->wanted);
      g_assert_cmpint (berth_bundle_item_is_movable (item), ==, c->movable);
      g_assert_cmpint (berth_bundle_item_is_dimmed (item), ==, !c->wanted && !c->movable);
    }
}

/* The row names the option; that it is dangerous is the mark's to say. */
static void
test_option_finding (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  BerthDraftEntry entry = { .bundle = lookup (inventory, "05:00.0"), .findings = findings,
                            .state = BERTH_DRAFT_ASSIGNED, .options = BERTH_OPTION_PERMISSIVE };
  BerthFinding *option = berth_finding_new ("permissive", BERTH_SEVERITY_DANGER, NULL);
  BerthFinding *other = berth_finding_new ("claimed", BERTH_SEVERITY_CAUTION, NULL);
  g_autoptr (BerthBundleItem) item = NULL;

  option->words = g_strdup ("less protected");
  berth_finding_add_remedy (option, berth_remedy_new_option (&entry.bundle->address,
                                                             BERTH_OPTION_PERMISSIVE, FALSE));
  other->words = g_strdup ("used by sys-net");
  g_ptr_array_add (findings, option);
  g_ptr_array_add (findings, other);
  item = berth_bundle_item_new (&entry, NULL);
  g_assert_cmpstr (berth_bundle_item_get_words (item), ==, "used by sys-net · permissive");
  g_assert_cmpint (berth_bundle_item_get_mark (item), ==, BERTH_BUNDLE_MARK_DANGER);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* A row follows one notification, which comes when there is something new and only then. */
static void
test_update (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();
  BerthDraftEntry entry = { .bundle = lookup (inventory, "01:00.0") };
  g_autoptr (BerthBundleItem) item = berth_bundle_item_new (&entry, NULL);
  guint n = 0;

  g_signal_connect_swapped (item, "notify::label", G_CALLBACK (count_cb), &n);
  g_assert_null (strstr (berth_bundle_item_get_label (item), "new"));
  g_assert_false (berth_bundle_item_update (item, &entry, NULL));
  g_assert_cmpuint (n, ==, 0);

  entry.state = BERTH_DRAFT_NEW;
  g_assert_true (berth_bundle_item_update (item, &entry, NULL));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (berth_bundle_item_get_label (item), ==,
                   "GeForce RTX 3070, new, graphics card, NVIDIA · 01:00, "
                   ".0\u00a0USB  .1\u00a0graphics  .2\u00a0sound");
}

/* Whatever a person may know a device by can be searched for. */
static void
test_searchable (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();
  g_autoptr (GPtrArray) holders = g_ptr_array_new ();
  BerthDraftEntry entry = { .bundle = lookup (inventory, "01:00.0"), .holders = holders };
  g_autoptr (BerthBundleItem) item = NULL;
  const char *const known[] = { "geforce", "ga104", "nvidia", "graphics card", "0000:01:00.2",
                                "nouveau", "sys-gpu", "sound", "usb controller" };

  g_ptr_array_add (holders, (gpointer) "Sys-GPU");
  item = berth_bundle_item_new (&entry, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_test_message ("%s in %s", known[i], berth_bundle_item_get_folded (item));
      g_assert_nonnull (strstr (berth_bundle_item_get_folded (item), known[i]));
    }
}

/* Names are foreign: no control character, no markup, no megabyte reaches a row. */
static void
test_hostile_name (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_autoptr (BerthInventory) inventory = NULL;
  g_autoptr (BerthBundleItem) item = NULL;
  g_autofree char *long_part = g_strnfill (1 << 20, 'x');
  g_autofree char *name = g_strconcat ("a\n\x1b[1m\u202e", long_part, NULL);
  BerthPciFacts *pci = scene_add_pci (facts, "02:00.0", 0x020000, 2);
  BerthDraftEntry entry = { 0 };

  set_names (pci, "Some Vendor", name);
  inventory = scene_inventory (facts);
  entry.bundle = lookup (inventory, "02:00.0");
  item = berth_bundle_item_new (&entry, NULL);

  g_assert_cmpuint (strlen (berth_bundle_item_get_label (item)), <, 1000);
  g_assert_null (strpbrk (berth_bundle_item_get_label (item), "\n\x1b"));
  g_assert_null (strstr (berth_bundle_item_get_label (item), "\u202e"));
}

static void
test_facts (void)
{
  g_autoptr (BerthInventory) inventory = create_computer ();
  BerthAddress card = scene_address ("01:00.1");
  BerthAddress stick = scene_address ("1-2");
  g_autofree char *pci
    = berth_device_words_dup_facts (berth_inventory_lookup (inventory, &card));
  g_autofree char *usb
    = berth_device_words_dup_facts (berth_inventory_lookup (inventory, &stick));

  g_assert_true (g_str_has_prefix (pci, "0000:01:00.1 · "));
  g_assert_true (g_str_has_suffix (
      pci, " · driver nouveau · IOMMU group 1 · resets only with its whole bus"));
  g_assert_true (g_str_has_suffix (usb, " · no driver · on controller 0000:01:00.0"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle-item/words", test_words);
  g_test_add_func ("/bundle-item/partial", test_partial);
  g_test_add_func ("/bundle-item/option-finding", test_option_finding);
  g_test_add_func ("/bundle-item/states", test_states);
  g_test_add_func ("/bundle-item/update", test_update);
  g_test_add_func ("/bundle-item/searchable", test_searchable);
  g_test_add_func ("/bundle-item/hostile-name", test_hostile_name);
  g_test_add_func ("/bundle-item/facts", test_facts);
  return g_test_run ();
}
