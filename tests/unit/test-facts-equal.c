/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-keys.h"

#define GROUP "g"

#define SAME G_MAXSIZE, G_MAXSIZE, G_MAXSIZE

/* Two values for each kind of key. */
static char *
dup_sample (const BerthFactsKey *key, gboolean other)
{
  switch (key->kind)
    {
    case BERTH_FACTS_KEY_HEX:
      return g_strnfill (key->width, other ? 'a' : '1');
    case BERTH_FACTS_KEY_ID_PAIR:
      return g_strdup (other ? "10de:146c" : "10de:146b");
    case BERTH_FACTS_KEY_NUMBER:
      return g_strdup (other ? "2" : "1");
    case BERTH_FACTS_KEY_BOOLEAN:
      return g_strdup (other ? "true" : "false");
    case BERTH_FACTS_KEY_TEXT:
      return g_strdup (other ? "b" : "a");
    case BERTH_FACTS_KEY_ADDRESS:
      return g_strdup (other ? "0000:03:00.1" : "0000:03:00.0");
    case BERTH_FACTS_KEY_RESETS:
      return g_strdup (other ? "flr" : "bus");
    case BERTH_FACTS_KEY_TRIPLES:
      return g_strdup (other ? "030102" : "030101");
    case BERTH_FACTS_KEY_WORD:
      return g_strdup (key->words[other ? 1 : 0].word);
    case BERTH_FACTS_KEY_FLAGS:
      return g_strjoin (";", key->words[0].word, other ? key->words[1].word : NULL, NULL);
    case BERTH_FACTS_KEY_SIZE:
      return g_strdup (other ? "16316412" : "16316411");
    }
  g_assert_not_reached ();
}

/* All keys with one value, key number @odd with the other. */
static void
fill (gpointer device, const BerthFactsKey *keys, gsize n_keys, gsize odd)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n_keys; i++)
    {
      g_autofree char *text = dup_sample (&keys[i], i == odd);

      g_key_file_set_string (file, GROUP, keys[i].name, text);
    }
  berth_facts_keys_read (keys, n_keys, file, GROUP, device, &error);
  g_assert_no_error (error);
}

static BerthFacts *
make (gsize odd_computer, gsize odd_pci, gsize odd_usb)
{
  BerthFacts *facts = berth_facts_new ();
  BerthAddress pci = berth_address_pci (0, 3, 0, 0);
  BerthAddress usb;

  g_assert_true (berth_address_parse ("1-2", &usb, NULL));
  fill (facts, berth_facts_computer_keys, berth_facts_n_computer_keys, odd_computer);
  fill (berth_facts_add_pci (facts, &pci), berth_facts_pci_keys, berth_facts_n_pci_keys, odd_pci);
  fill (berth_facts_add_usb (facts, &usb), berth_facts_usb_keys, berth_facts_n_usb_keys, odd_usb);
  berth_facts_add_use (facts, BERTH_USE_DISK, &pci, "nvme0n1p1", "/");
  berth_facts_sort (facts);
  return facts;
}

static void
test_equal (void)
{
  g_autoptr (BerthFacts) a = make (SAME);
  g_autoptr (BerthFacts) b = make (SAME);

  g_assert_true (berth_facts_equal (a, b));
}

static void
assert_differ (gsize odd_computer, gsize odd_pci, gsize odd_usb, const char *what)
{
  g_autoptr (BerthFacts) a = make (SAME);
  g_autoptr (BerthFacts) b = make (odd_computer, odd_pci, odd_usb);

  g_test_message ("%s", what);
  g_assert_false (berth_facts_equal (a, b));
}

static void
test_each_key (void)
{
  for (gsize i = 0; i < berth_facts_n_computer_keys; i++)
    {
      if (!g_str_equal (berth_facts_computer_keys[i].name, "memory-available"))
        assert_differ (i, G_MAXSIZE, G_MAXSIZE, berth_facts_computer_keys[i].name);
    }
  for (gsize i = 0; i < berth_facts_n_pci_keys; i++)
    assert_differ (G_MAXSIZE, i, G_MAXSIZE, berth_facts_pci_keys[i].name);
  for (gsize i = 0; i < berth_facts_n_usb_keys; i++)
    assert_differ (G_MAXSIZE, G_MAXSIZE, i, berth_facts_usb_keys[i].name);
}

/* What never stands still must not make every reading a new one. */
static void
test_available_memory (void)
{
  g_autoptr (BerthFacts) a = make (SAME);
  g_autoptr (BerthFacts) b = make (SAME);

  b->memory_available--;
  g_assert_true (berth_facts_equal (a, b));
}

static void
test_around (void)
{
  g_autoptr (BerthFacts) a = make (SAME);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (BerthFacts) b = make (SAME);
      BerthUse *use = g_ptr_array_index (b->uses, 0);

      if (i == 0)
        g_ptr_array_set_size (b->usb, 0);
      else if (i == 1)
        use->purpose[0] = 'x';
      else
        use->kind = BERTH_USE_SWAP;
      g_assert_false (berth_facts_equal (a, b));
    }
}

/* The key number @odd of @n_boot_keys is another one; behind those: of the other list. */
static BerthFacts *
make_bindings (gsize odd)
{
  BerthFacts *facts = berth_facts_new ();
  BerthBootBinding *boot = g_new0 (BerthBootBinding, 1);
  BerthForeignBinding *foreign = berth_facts_add_foreign_binding (facts, NULL);

  boot->address = berth_address_pci (0, 3, 0, odd == berth_facts_n_boot_keys);
  g_ptr_array_add (facts->boot_bindings, boot);
  fill (boot, berth_facts_boot_keys, berth_facts_n_boot_keys, odd);

  foreign->kind = BERTH_FOREIGN_BINDING_VFIO_IDS;
  foreign->vendor = odd == berth_facts_n_boot_keys + 1 ? 2 : 1;
  foreign->has_address = odd == berth_facts_n_boot_keys + 2;
  foreign->driver = odd == berth_facts_n_boot_keys + 3 ? g_strdup ("vfio-pci") : NULL;
  if (odd == berth_facts_n_boot_keys + 4)
    foreign->kind = BERTH_FOREIGN_BINDING_MODPROBE_IDS;
  return facts;
}

static void
test_bindings (void)
{
  g_autoptr (BerthFacts) a = make_bindings (G_MAXSIZE);
  g_autoptr (BerthFacts) same = make_bindings (G_MAXSIZE);
  g_autoptr (BerthFacts) none = berth_facts_new ();

  g_assert_true (berth_facts_equal (a, same));
  g_assert_false (berth_facts_equal (a, none));
  for (gsize i = 0; i < berth_facts_n_boot_keys + 5; i++)
    {
      g_autoptr (BerthFacts) b = make_bindings (i);

      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_false (berth_facts_equal (a, b));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-equal/equal", test_equal);
  g_test_add_func ("/facts-equal/each-key", test_each_key);
  g_test_add_func ("/facts-equal/available-memory", test_available_memory);
  g_test_add_func ("/facts-equal/around", test_around);
  g_test_add_func ("/facts-equal/bindings", test_bindings);
  return g_test_run ();
}
