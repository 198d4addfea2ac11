/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "scene.h"
#include "session/berth-wish.h"

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* One word for each assignment: its address, in parentheses if it is a companion, then "~" if it is
 * not pinned, "=" if it is a disk, "p" for permissive, "m" for managed. Sorted: what a test
 * compares. */
static char *
to_text (GPtrArray *assignments)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < assignments->len; i++)
    {
      const BerthAssignment *assignment = g_ptr_array_index (assignments, i);
      gboolean is_companion = assignment->role == BERTH_ROLE_COMPANION;
      g_autofree char *address = berth_address_dup_short (&assignment->address);

      g_ptr_array_add (words,
                       g_strdup_printf (is_companion ? "(%s%s%s%s%s)" : "%s%s%s%s%s", address,
                                        assignment->identity.known == 0 ? "~" : "",
                                        assignment->form == BERTH_FORM_DISK ? "=" : "",
                                        assignment->options & BERTH_OPTION_PERMISSIVE ? "p" : "",
                                        assignment->options & BERTH_OPTION_MANAGED ? "m" : ""));
    }
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

/* The other way round. */
static GPtrArray *
from_text (BerthInventory *inventory, const char *text)
{
  GPtrArray *assignments = berth_assignment_list_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *address = NULL;
      BerthAssignment *assignment;

      if (words[i][0] == '\0')
        continue;
      address = g_strdup (words[i][0] == '(' ? words[i] + 1 : words[i]);
      address[strcspn (address, "~=pm)")] = '\0';
      assignment = scene_assign (assignments, inventory, address);
      if (words[i][0] == '(')
        assignment->role = BERTH_ROLE_COMPANION;
      if (strchr (words[i], '~') != NULL)
        assignment->identity.known = 0;
      if (strchr (words[i], '=') != NULL)
        assignment->form = BERTH_FORM_DISK;
      if (strchr (words[i], 'p') != NULL)
        assignment->options |= BERTH_OPTION_PERMISSIVE;
      if (strchr (words[i], 'm') != NULL)
        assignment->options |= BERTH_OPTION_MANAGED;
    }
  return assignments;
}

/* Two graphics cards in one IOMMU group, a network card with two functions, two disks that share a
 * group, one that is alone, and a card whose two functions are kept apart. */
static BerthInventory *
new_inventory (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  scene_add_pci (facts, "01:00.0", 0x030000, 1);
  scene_add_pci (facts, "01:00.1", 0x040300, 1);
  scene_add_pci (facts, "02:00.0", 0x030000, 1);
  scene_add_pci (facts, "03:00.0", 0x020000, 3);
  scene_add_pci (facts, "03:00.1", 0x020000, 3);
  scene_add_pci (facts, "04:00.0", 0x010802, 4);
  scene_add_pci (facts, "05:00.0", 0x010802, 4);
  scene_add_pci (facts, "06:00.0", 0x010802, 6);
  scene_add_pci (facts, "08:00.0", 0x020000, 8);
  scene_add_pci (facts, "08:00.1", 0x020000, 9);
  return scene_inventory (facts);
}

/* The bundle at @address, or the ghost of one. */
static BerthBundle *
find_bundle (BerthInventory *inventory, GPtrArray *configured, const BerthAddress *address)
{
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, address);
  g_autoptr (GPtrArray) ghosts = berth_inventory_list_ghosts (inventory, configured);

  if (bundle != NULL)
    return berth_bundle_ref (bundle);
  for (guint i = 0; i < ghosts->len; i++)
    if (berth_bundle_lookup_function (g_ptr_array_index (ghosts, i), address) != NULL)
      return berth_bundle_ref (g_ptr_array_index (ghosts, i));
  return berth_bundle_new_ghost (address, &(BerthIdentity){ 0 });
}

/* "+01:00.0" assign, "-01:00.0" take back, "p01:00.0" permissive, "n01:00.0" not permissive, "0"
 * take back all, "x" discard, "!01:00.0" what is there is meant, "s01:00.0,01:00.1" exactly these,
 * ">07:00.0,01:00.0" the first one is the second one now. */
static void
do_word (BerthWish *wish, BerthInventory *inventory, const char *word)
{
  g_autoptr (GArray) addresses = g_array_new (FALSE, FALSE, sizeof (BerthAddress));
  g_auto (GStrv) names = g_strsplit (word + 1, ",", -1);
  g_autoptr (BerthBundle) bundle = NULL;
  BerthAddress address = { 0 };

  for (gsize i = 0; names[i] != NULL; i++)
    {
      address = scene_address (names[i]);
      g_array_append_val (addresses, address);
    }
  if (addresses->len > 0)
    bundle = find_bundle (inventory, berth_wish_get_configured (wish),
                          &g_array_index (addresses, BerthAddress, 0));
  switch (word[0])
    {
    case '+':
      berth_wish_assign (wish, bundle);
      break;
    case '-':
      berth_wish_take_back (wish, bundle);
      break;
    case 'p':
    case 'n':
      berth_wish_set_option (wish, bundle, BERTH_OPTION_PERMISSIVE, word[0] == 'p');
      break;
    case '!':
      berth_wish_pin (wish, bundle);
      break;
    case 's':
      berth_wish_set_functions (wish, bundle, addresses);
      break;
    case '>':
      berth_wish_move (wish, bundle, &g_array_index (addresses, BerthAddress, 0),
                       berth_inventory_lookup_bundle (inventory, &address), &address);
      break;
    case '0':
      berth_wish_take_back_all (wish);
      break;
    case 'x':
      berth_wish_discard (wish);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
do_words (BerthWish *wish, BerthInventory *inventory, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      do_word (wish, inventory, words[i]);
}

typedef struct
{
  const char *configured;
  const char *deeds;
  const char *wanted;
} WishCase;

static const WishCase wish_cases[] = {
  { "", "", "" },
  { "06:00.0~", "", "06:00.0~" },
  { "", "+06:00.0", "06:00.0m" },
  { "", "+06:00.0 -06:00.0", "" },
  { "", "+06:00.0 +06:00.0", "06:00.0m" },

  /* All functions of a card go, whichever one was named. */
  { "", "+03:00.1", "03:00.0m 03:00.1m" },
  { "", "+03:00.1 p03:00.0", "03:00.0pm 03:00.1pm" },
  { "", "+03:00.1 p03:00.0 n03:00.0", "03:00.0m 03:00.1m" },
  { "", "p03:00.0", "" },
  { "03:00.0 03:00.1", "-03:00.1", "" },

  /* What was taken back comes back exactly as it was. */
  { "03:00.0~p 03:00.1~p", "-03:00.0 +03:00.0", "03:00.0~p 03:00.1~p" },
  { "03:00.0", "-03:00.0 +03:00.0", "03:00.0" },
  { "07:00.0", "-07:00.0", "" },
  { "07:00.0", "-07:00.0 +07:00.0", "07:00.0~" },

  /* A part that another tool assigned is made whole only when asked for. */
  { "03:00.0", "+06:00.0", "03:00.0 06:00.0m" },
  { "03:00.0", "+03:00.0", "03:00.0 03:00.1m" },

  /* Companions come and go with who needs them. */
  { "", "+01:00.0", "(02:00.0m) 01:00.0m 01:00.1m" },
  { "", "+01:00.0 -01:00.0", "" },
  { "", "+01:00.0 +02:00.0", "01:00.0m 01:00.1m 02:00.0m" },
  { "", "+01:00.0 +02:00.0 -02:00.0", "(02:00.0m) 01:00.0m 01:00.1m" },
  { "", "+01:00.0 +02:00.0 -01:00.0", "(01:00.0m) (01:00.1m) 02:00.0m" },
  { "01:00.0 01:00.1 (02:00.0)", "", "(02:00.0) 01:00.0 01:00.1" },
  { "01:00.0 01:00.1 (02:00.0)", "-01:00.0", "" },
  { "01:00.0 01:00.1 (02:00.0)", "-01:00.0 +01:00.0", "(02:00.0) 01:00.0 01:00.1" },
  { "01:00.0 01:00.1 (02:00.0)", "+02:00.0", "01:00.0 01:00.1 02:00.0m" },
  { "01:00.0 01:00.1 (02:00.0)", "+02:00.0 -02:00.0", "(02:00.0) 01:00.0 01:00.1" },
  { "01:00.0 01:00.1 (02:00.0)", "-02:00.0", "(02:00.0) 01:00.0 01:00.1" },
  { "01:00.0 01:00.1 02:00.0", "-02:00.0", "(02:00.0m) 01:00.0 01:00.1" },
  { "01:00.0 01:00.1 02:00.0", "-02:00.0 -01:00.0", "" },

  /* Somebody assigned it without companions: that is not ours to complete, unless it is new. */
  { "01:00.0~ 01:00.1~", "+06:00.0", "01:00.0~ 01:00.1~ 06:00.0m" },
  { "01:00.0~ 01:00.1~", "p01:00.0", "01:00.0~p 01:00.1~p" },
  { "01:00.0~ 01:00.1~", "+04:00.0", "(05:00.0m) 01:00.0~ 01:00.1~ 04:00.0m" },

  /* One made by hand stays, and so does one that nothing in sight needs. */
  { "01:00.0 01:00.1 (02:00.0~)", "-01:00.0", "(02:00.0~)" },
  { "(06:00.0)", "+03:00.0 -03:00.0", "(06:00.0)" },
  { "(06:00.0)", "-06:00.0", "" },
  { "(06:00.0)", "+06:00.0", "06:00.0m" },

  /* What Berth could not have written is not touched. */
  { "06:00.0= 03:00.0 03:00.1", "0", "06:00.0=" },
  { "06:00.0=", "-06:00.0 p06:00.0", "06:00.0=" },
  { "04:00.0=", "+05:00.0", "04:00.0= 05:00.0m" },

  /* Single functions: the rest of the IOMMU group goes along, the rest of the card stays. */
  { "", "s03:00.1", "(03:00.0m) 03:00.1m" },
  { "", "s08:00.1", "08:00.1m" },
  { "", "s01:00.1", "(01:00.0m) (02:00.0m) 01:00.1m" },
  { "", "+03:00.0 s03:00.1", "(03:00.0m) 03:00.1m" },
  { "", "s03:00.1 s03:00.0", "(03:00.1m) 03:00.0m" },
  { "", "s03:00.1 s03:00.0,03:00.1", "03:00.0m 03:00.1m" },
  { "", "s03:00.1 +03:00.0", "03:00.0m 03:00.1m" },
  { "", "s03:00.1 -03:00.0", "" },
  { "03:00.0p 03:00.1p", "s03:00.1", "(03:00.0m) 03:00.1p" },
  { "03:00.0p 03:00.1p", "s03:00.1 s03:00.0,03:00.1", "03:00.0p 03:00.1p" },
  { "08:00.0p 08:00.1p", "s08:00.0", "08:00.0p" },
  { "08:00.0p 08:00.1p", "-08:00.0 s08:00.0", "08:00.0p" },
  { "(03:00.0) 03:00.1", "s03:00.0", "(03:00.1m) 03:00.0m" },
  { "(03:00.0) 03:00.1", "-03:00.0", "" },
  { "(03:00.0) 03:00.1", "p03:00.0", "(03:00.0p) 03:00.1p" },
  { "08:00.0=", "s08:00.1", "08:00.0= 08:00.1m" },

  /* What is there now is meant, in its options as before. */
  { "06:00.0~p", "!06:00.0", "06:00.0p" },
  { "06:00.0~=", "!06:00.0", "06:00.0~=" },
  { "07:00.0", "!07:00.0", "07:00.0~" },

  /* What was meant is somewhere else now. */
  { "07:00.0p", ">07:00.0,06:00.0", "06:00.0p" },
  { "07:00.0p 07:00.1p", ">07:00.0,08:00.0", "08:00.0p 08:00.1p" },
  { "07:00.0p 07:00.1p", ">07:00.1,08:00.1", "08:00.0p 08:00.1p" },
  { "07:00.1p", ">07:00.1,08:00.1", "08:00.1p" },
  { "07:00.1p", ">07:00.1,03:00.1", "(03:00.0m) 03:00.1p" },
  { "07:00.0 06:00.0p", "-06:00.0 >07:00.0,06:00.0", "06:00.0" },

  { "01:00.0 01:00.1 (02:00.0) 06:00.0", "0", "" },
  { "01:00.0 01:00.1 (02:00.0) 06:00.0", "0 +06:00.0", "06:00.0" },
  { "03:00.0 03:00.1", "-03:00.0 +01:00.0 x", "03:00.0 03:00.1" },
};

static void
test_wish (void)
{
  g_autoptr (BerthInventory) inventory = new_inventory ();

  for (gsize i = 0; i < G_N_ELEMENTS (wish_cases); i++)
    {
      const WishCase *c = &wish_cases[i];
      g_autoptr (GPtrArray) configured = from_text (inventory, c->configured);
      g_autoptr (BerthWish) wish = berth_wish_new (configured);
      g_autofree char *before = NULL;
      g_autofree char *wanted = NULL;
      g_autofree char *after = NULL;

      g_test_message ("“%s” “%s”", c->configured, c->deeds);
      before = to_text (berth_wish_get_configured (wish));
      berth_wish_set_computer (wish, inventory, TRUE, BERTH_OPTION_MANAGED);
      do_words (wish, inventory, c->deeds);
      wanted = to_text (berth_wish_get_wanted (wish));
      g_assert_cmpstr (wanted, ==, c->wanted);
      after = to_text (berth_wish_get_configured (wish));
      g_assert_cmpstr (after, ==, before);
    }
}

/* Where the kernel does not say what belongs together, nothing is taken along. */
static void
test_without_companions (void)
{
  g_autoptr (BerthInventory) inventory = new_inventory ();
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_autoptr (BerthWish) wish = berth_wish_new (configured);
  g_autofree char *wanted = NULL;

  berth_wish_set_computer (wish, inventory, FALSE, 0);
  do_words (wish, inventory, "+01:00.0");
  wanted = to_text (berth_wish_get_wanted (wish));
  g_assert_cmpstr (wanted, ==, "01:00.0 01:00.1");
}

/* A new assignment says which device it means, and which bundle it is a part of. */
static void
test_pinned (void)
{
  g_autoptr (BerthInventory) inventory = new_inventory ();
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_autoptr (BerthWish) wish = berth_wish_new (configured);
  BerthAddress first = scene_address ("01:00.0");
  BerthAddress second = scene_address ("01:00.1");
  const BerthAssignment *assignment;

  berth_wish_set_computer (wish, inventory, TRUE, 0);
  do_words (wish, inventory, "+01:00.1");
  assignment = berth_assignment_list_lookup (berth_wish_get_wanted (wish), &second);
  g_assert_true (berth_address_equal (&assignment->bundle, &first));
  g_assert_true (berth_identity_equal (&assignment->identity,
                                       &berth_inventory_lookup (inventory, &second)->identity));
}

static void
test_owner (void)
{
  g_autoptr (BerthInventory) inventory = new_inventory ();
  g_autoptr (GPtrArray) configured = berth_assignment_list_new ();
  g_autoptr (BerthWish) wish = berth_wish_new (configured);
  BerthAddress first = scene_address ("01:00.0");
  BerthAddress second = scene_address ("02:00.0");
  BerthBundle *companion = berth_inventory_lookup_bundle (inventory, &second);

  berth_wish_set_computer (wish, inventory, TRUE, 0);
  g_assert_null (berth_wish_find_owner (wish, companion));
  do_words (wish, inventory, "+01:00.0");
  g_assert_true (berth_wish_find_owner (wish, companion)
                 == berth_inventory_lookup_bundle (inventory, &first));
}

typedef struct
{
  const char *configured;
  const char *deeds;
  const char *now;
  const char *wanted;
  const char *lost;
} RebaseCase;

static const RebaseCase rebase_cases[] = {
  { "", "+06:00.0", "", "06:00.0m", "" },
  /* Elsewhere: merged. */
  { "", "+06:00.0", "03:00.0 03:00.1", "03:00.0 03:00.1 06:00.0m", "" },
  { "03:00.0 03:00.1", "+06:00.0", "", "06:00.0m", "" },
  { "03:00.0 03:00.1 06:00.0", "-06:00.0", "06:00.0", "", "" },
  { "", "+01:00.0", "06:00.0", "(02:00.0m) 01:00.0m 01:00.1m 06:00.0", "" },
  /* The same as is wished for: nothing is left to do, and nothing to tell. */
  { "06:00.0", "-06:00.0", "", "", "" },
  { "", "+06:00.0", "06:00.0m", "06:00.0m", "" },
  { "", "+01:00.0", "01:00.0m 01:00.1m (02:00.0m)", "(02:00.0m) 01:00.0m 01:00.1m", "" },
  /* The same device otherwise: what is so, and it is told. */
  { "", "+06:00.0", "06:00.0p", "06:00.0p", "06:00.0" },
  { "06:00.0", "p06:00.0", "", "", "06:00.0" },
  { "06:00.0", "-06:00.0", "06:00.0p", "06:00.0p", "06:00.0" },
  { "", "+06:00.0", "06:00.0=", "06:00.0=", "06:00.0" },
  /* A bundle is never half one and half the other. */
  { "", "+03:00.0", "03:00.1", "03:00.1", "03:00.0" },
  { "03:00.0 03:00.1", "p03:00.0", "03:00.0", "03:00.0", "03:00.0" },
  /* One conflict does not touch another wish, and companions follow what is left. */
  { "", "+06:00.0 +03:00.0", "06:00.0p", "03:00.0m 03:00.1m 06:00.0p", "06:00.0" },
  { "", "+01:00.0 +06:00.0", "01:00.0", "01:00.0 06:00.0m", "01:00.0" },
  { "07:00.0", "-07:00.0", "07:00.0p", "07:00.0~p", "07:00.0" },
  /* Nothing wished, nothing lost. */
  { "06:00.0", "", "", "", "" },
  { "06:00.0", "", "06:00.0p 03:00.0", "03:00.0 06:00.0p", "" },
};

static void
test_rebase (void)
{
  g_autoptr (BerthInventory) inventory = new_inventory ();

  for (gsize i = 0; i < G_N_ELEMENTS (rebase_cases); i++)
    {
      const RebaseCase *c = &rebase_cases[i];
      g_autoptr (GPtrArray) configured = from_text (inventory, c->configured);
      g_autoptr (GPtrArray) now = from_text (inventory, c->now);
      g_autoptr (BerthWish) wish = berth_wish_new (configured);
      g_autoptr (GArray) lost = NULL;
      g_autofree char *wanted = NULL;
      g_autofree char *lost_text = NULL;

      g_test_message ("“%s” “%s” “%s”", c->configured, c->deeds, c->now);
      berth_wish_set_computer (wish, inventory, TRUE, BERTH_OPTION_MANAGED);
      do_words (wish, inventory, c->deeds);
      lost = berth_wish_rebase (wish, now);
      wanted = to_text (berth_wish_get_wanted (wish));
      g_assert_cmpstr (wanted, ==, c->wanted);

      g_assert_cmpuint (lost->len, ==, c->lost[0] != '\0');
      if (lost->len > 0)
        lost_text = berth_address_dup_short (&g_array_index (lost, BerthAddress, 0));
      g_assert_cmpstr (lost_text != NULL ? lost_text : "", ==, c->lost);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wish/wish", test_wish);
  g_test_add_func ("/wish/without-companions", test_without_companions);
  g_test_add_func ("/wish/pinned", test_pinned);
  g_test_add_func ("/wish/owner", test_owner);
  g_test_add_func ("/wish/rebase", test_rebase);
  return g_test_run ();
}
