/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/berth-pci-names.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* A database in a file while one test runs, and a computer with the given ids. */
typedef struct
{
  char *path;
  BerthFacts *facts;
} Names;

static void
names_set_up (Names *names, gconstpointer data)
{
  int fd = g_file_open_tmp ("berth-ids-XXXXXX", &names->path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  names->facts = berth_facts_new ();
}

static void
names_tear_down (Names *names, gconstpointer data)
{
  berth_facts_unref (names->facts);
  g_remove (names->path);
  g_free (names->path);
}

static const BerthPciFacts *
add (Names *names, guint16 vendor, guint16 device)
{
  BerthAddress address = berth_address_pci (0, names->facts->pci->len, 0, 0);
  BerthPciFacts *pci = berth_facts_add_pci (names->facts, &address);

  pci->vendor = vendor;
  pci->device = device;
  return pci;
}

static void
fill (Names *names, const char *database)
{
  g_assert_true (g_file_set_contents (names->path, database, -1, NULL));
  berth_pci_names_fill (names->facts, names->path);
}

#define DATABASE                                                                                   \
  "# a comment\n\n"                                                                                \
  "10de  NVIDIA Corporation\n"                                                                     \
  "\t2484  GA104 [GeForce RTX 3070]\n"                                                             \
  "\t\t1043 8680  A board\n"                                                                       \
  "# between\n\n"                                                                                  \
  "\t228b  GA104 High Definition Audio Controller\n"                                               \
  "8086  Intel Corporation\n"                                                                      \
  "\t100e  82540EM Gigabit Ethernet Controller\n"                                                  \
  "C 03  Display controller\n"                                                                     \
  "\t00  VGA compatible controller\n"

static void
test_names (Names *names, gconstpointer data)
{
  const BerthPciFacts *card = add (names, 0x10de, 0x2484);
  const BerthPciFacts *same = add (names, 0x10de, 0x2484);
  const BerthPciFacts *sound = add (names, 0x10de, 0x228b);
  const BerthPciFacts *nic = add (names, 0x8086, 0x100e);

  fill (names, DATABASE);
  g_assert_cmpstr (card->vendor_name, ==, "NVIDIA Corporation");
  g_assert_cmpstr (card->product_name, ==, "GA104 [GeForce RTX 3070]");
  g_assert_cmpstr (same->product_name, ==, "GA104 [GeForce RTX 3070]");
  g_assert_cmpstr (sound->product_name, ==, "GA104 High Definition Audio Controller");
  g_assert_cmpstr (nic->vendor_name, ==, "Intel Corporation");
  g_assert_cmpstr (nic->product_name, ==, "82540EM Gigabit Ethernet Controller");
}

/* Not even libpci's other sources are asked for what a database does not have. */
static void
test_unknown (Names *names, gconstpointer data)
{
  const BerthPciFacts *product = add (names, 0x8086, 0xffff);
  const BerthPciFacts *vendor = add (names, 0x1af4, 0x1041);
  const BerthPciFacts *class_like = add (names, 0x0003, 0x0000);

  fill (names, DATABASE);
  g_assert_cmpstr (product->vendor_name, ==, "Intel Corporation");
  g_assert_null (product->product_name);
  g_assert_null (vendor->vendor_name);
  g_assert_null (vendor->product_name);
  g_assert_null (class_like->vendor_name);
}

/* What a recorded or remote source said already stays. */
static void
test_keeps_names (Names *names, gconstpointer data)
{
  BerthPciFacts *card = (BerthPciFacts *) add (names, 0x10de, 0x2484);

  card->product_name = g_strdup ("Ours");
  fill (names, DATABASE);
  g_assert_cmpstr (card->product_name, ==, "Ours");
}

/* libpci ends the program at a repeated entry and at a long line. */
static void
test_repeated (Names *names, gconstpointer data)
{
  const BerthPciFacts *card = add (names, 0x10de, 0x2484);
  const BerthPciFacts *added = add (names, 0x10de, 0x9999);

  fill (names, DATABASE "10de  NVIDIA again\n\t2484  Again\n\t9999  Added here\n");
  g_assert_cmpstr (card->vendor_name, ==, "NVIDIA Corporation");
  g_assert_cmpstr (card->product_name, ==, "GA104 [GeForce RTX 3070]");
  g_assert_cmpstr (added->product_name, ==, "Added here");
}

static void
test_long_line (Names *names, gconstpointer data)
{
  const BerthPciFacts *card = add (names, 0x10de, 0x2484);
  const BerthPciFacts *next = add (names, 0x10de, 0x2485);
  g_autofree char *name = g_strnfill (100000, 'x');
  g_autofree char *database
      = g_strconcat ("10de  NVIDIA\n\t2484  ", name, "\n\t2485  Next", NULL);

  fill (names, database);
  g_assert_null (card->product_name);
  g_assert_cmpstr (next->product_name, ==, "Next");
}

static const char *const broken[] = {
  "",
  "\n",
  "10de",
  "10de \n\t2484\n",
  "10de  \n\t2484  \n",
  "\t2484  No vendor\n",
  "10de  NVIDIA\n\t\t\t\n\t2484",
  "10de  NVIDIA\n\t\xff\xfe\n\t2484 ",
  "\x1f\x8b\x08\x00 not really compressed",
};

static void
test_broken (Names *names, gconstpointer data)
{
  add (names, 0x10de, 0x2484);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    fill (names, broken[i]);
}

/* A database that only libpci can read, and a broken one: the error handler is ours. */
static void
test_compressed (Names *names, gconstpointer data)
{
  const BerthPciFacts *card = add (names, 0x10de, 0x2484);
  g_autofree char *path = g_strconcat (names->path, ".gz", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GOutputStream) raw = NULL;
  g_autoptr (GOutputStream) stream = NULL;

  raw = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
  stream = g_converter_output_stream_new (raw, G_CONVERTER (gzip));
  g_assert_true (g_output_stream_write_all (stream, DATABASE, strlen (DATABASE), NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  berth_pci_names_fill (names->facts, path);
  g_assert_cmpstr (card->product_name, ==, "GA104 [GeForce RTX 3070]");

  add (names, 0x10de, 0x228b);
  g_assert_true (g_file_set_contents (path, "10de  NVIDIA\n\t2484  A\n\t2484  B\n", -1, NULL));
  berth_pci_names_fill (names->facts, path);
  g_remove (path);
}

static void
test_missing (Names *names, gconstpointer data)
{
  const BerthPciFacts *card = add (names, 0xabcd, 0xef01);

  berth_pci_names_fill (names->facts, "/nowhere/pci.ids");
  g_assert_null (card->vendor_name);
  g_assert_null (card->product_name);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Names, NULL, names_set_up, function, names_tear_down)
  ADD ("/pci-names/names", test_names);
  ADD ("/pci-names/unknown", test_unknown);
  ADD ("/pci-names/keeps-names", test_keeps_names);
  ADD ("/pci-names/repeated", test_repeated);
  ADD ("/pci-names/long-line", test_long_line);
  ADD ("/pci-names/broken", test_broken);
  ADD ("/pci-names/compressed", test_compressed);
  ADD ("/pci-names/missing", test_missing);
#undef ADD
  return g_test_run ();
}
