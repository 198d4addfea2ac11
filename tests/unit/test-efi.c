/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-efi.h"

#include <fcntl.h>
#include <string.h>

#include "facts/berth-sysfs.h"
#include "mock-sysfs.h"

#define LOADER "LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
#define GLOBAL "-8be4df61-93ca-11d2-aa0d-00e098032b8c"

/* What a firmware keeps for "debian" on the second disk of a computer. */
#define HEAD "\1\0\0\0\x6c\0"
#define NAME "d\0e\0b\0i\0a\0n\0\0\0"
#define PCI_ROOT "\2\1\x0c\0\xd0\x41\3\x0a\0\0\0\0"
#define PCI "\1\1\6\0\0\x1d"
#define NVME_NODE "\3\x17\x10\0\1\0\0\0\1\2\3\4\5\6\7\x8"
#define UUID_BYTES "\x2a\x3e\x1f\x6b\x5d\x0c\x7f\x4e\x8a\x9b\1\x23\x45\x67\x89\xab"
#define PARTITION(format, kind) \
  "\4\1\x2a\0\1\0\0\0\0\x8\0\0\0\0\0\0\0\0\x10\0\0\0\0\0" UUID_BYTES format kind
#define FILE_NODE "\4\4\x1c\0\\\0g\0r\0u\0b\0.\0e\0f\0i\0.\0x\0\0\0"
#define END "\x7f\xff\4\0"
#define ENTRY HEAD NAME PCI_ROOT PCI NVME_NODE PARTITION ("\2", "\2") FILE_NODE END
#define UUID "6b1f3e2a-0c5d-4e7f-8a9b-0123456789ab"

/* The terminating zero is none of it. */
#define BYTES(text) text, sizeof (text) - 1

typedef struct
{
  const char *name;
  const char *current;
  gsize n_current;
  const char *entry;
  gsize n_entry;
  const char *expected;
} EntryCase;

static const EntryCase cases[] = {
  { "entry", BYTES ("\x0a\0"), BYTES (ENTRY), UUID },
  { "data behind it", BYTES ("\x0a\0"), BYTES (ENTRY "\1\2\3"), UUID },
  { "another entry", BYTES ("\x0b\0"), BYTES (ENTRY), NULL },
  { "no number", BYTES ("\x0a"), BYTES (ENTRY), NULL },
  { "nothing", BYTES (""), BYTES (""), NULL },
  { "older partition table", BYTES ("\x0a\0"),
    BYTES (HEAD NAME PCI_ROOT PCI NVME_NODE PARTITION ("\1", "\1") FILE_NODE END), NULL },
  { "network", BYTES ("\x0a\0"), BYTES ("\1\0\0\0\x16\0" NAME PCI_ROOT PCI END), NULL },
  { "node without a length", BYTES ("\x0a\0"), BYTES ("\1\0\0\0\x8\0" NAME "\4\1\0\0\4\1\0\0"),
    NULL },
  { "node that is too long", BYTES ("\x0a\0"),
    BYTES ("\1\0\0\0\x2a\0" NAME "\4\1\x2b\0\1\0\0\0\0\x8\0\0\0\0\0\0\0\0\x10\0\0\0\0\0" UUID_BYTES
           "\2\2"),
    NULL },
  { "node that is too short", BYTES ("\x0a\0"), BYTES ("\1\0\0\0\x8\0" NAME "\4\1\4\0" END), NULL },
  { "data that looks like a part of the last node", BYTES ("\x0a\0"),
    BYTES ("\1\0\0\0\x8\0" NAME "\4\1\4\0" END "123456789012345678901234567890123\2\2"), NULL },
  { "path that is too long", BYTES ("\x0a\0"), BYTES ("\1\0\0\0\xff\xff" NAME PCI_ROOT END), NULL },
  { "name without an end", BYTES ("\x0a\0"), BYTES ("\1\0\0\0\0\0a\0b"), NULL },
};

static char *
dup_partition (MockSysfs *sysfs)
{
  g_auto (BerthFd) root = berth_sysfs_open_folder (AT_FDCWD, mock_sysfs_get_root (sysfs));

  return berth_efi_dup_boot_partition (root);
}

static void
test_entry (gconstpointer data)
{
  const EntryCase *c = data;
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autofree char *partition = NULL;

  mock_sysfs_set_efi_variable (sysfs, "BootCurrent" GLOBAL, c->current, c->n_current);
  mock_sysfs_set_efi_variable (sysfs, "Boot000A" GLOBAL, c->entry, c->n_entry);
  partition = dup_partition (sysfs);
  g_assert_cmpstr (partition, ==, c->expected);
}

/* The boot loader knows better: the firmware's entry may lead to another loader first. */
static void
test_loader (void)
{
  static const char *const texts[][2] = {
    { "B\0007\000"
      "1\000F\0003\000E\0002\000A\000-\0000\000C\0005\000D\000-\0004\000E\0007\000F\000"
      "-\0008\000A\0009\000B\000-\0000\0001\0002\0003\0004\0005\0006\0007\0008\0009\000A\000B\000",
      "b71f3e2a-0c5d-4e7f-8a9b-0123456789ab" },
    { "B\0007\000", UUID },
  };
  static const gsize lengths[] = { 72, 4 };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autofree char *partition = NULL;

      mock_sysfs_set_efi_variable (sysfs, LOADER, texts[i][0], lengths[i]);
      mock_sysfs_set_efi_variable (sysfs, "BootCurrent" GLOBAL, BYTES ("\x0a\0"));
      mock_sysfs_set_efi_variable (sysfs, "Boot000A" GLOBAL, BYTES (ENTRY));
      partition = dup_partition (sysfs);
      g_assert_cmpstr (partition, ==, texts[i][1]);
    }
}

/* Anybody with the rights of root may write these: cut anywhere, or with any byte changed, an entry
 * is read without going astray. */
static void
test_broken (void)
{
  static const char entry[] = ENTRY;
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();

  mock_sysfs_set_efi_variable (sysfs, "BootCurrent" GLOBAL, BYTES ("\x0a\0"));
  for (gsize i = 0; i < sizeof entry - 1; i++)
    {
      char changed[sizeof entry];
      g_autofree char *of_cut = NULL;
      g_autofree char *of_changed = NULL;

      mock_sysfs_set_efi_variable (sysfs, "Boot000A" GLOBAL, entry, i);
      of_cut = dup_partition (sysfs);
      g_assert_null (of_cut);

      memcpy (changed, entry, sizeof entry);
      changed[i] = '\xff';
      mock_sysfs_set_efi_variable (sysfs, "Boot000A" GLOBAL, changed, sizeof entry - 1);
      of_changed = dup_partition (sysfs);
      g_assert_true (of_changed == NULL || strlen (of_changed) == strlen (UUID));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/efi/entry/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_entry);
    }
  g_test_add_func ("/efi/loader", test_loader);
  g_test_add_func ("/efi/broken", test_broken);
  return g_test_run ();
}
