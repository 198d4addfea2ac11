/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mock-sysfs.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _MockSysfs
{
  char *root;
  GStringChunk *paths; /* what the add functions gave out */
};

MockSysfs *
mock_sysfs_new (void)
{
  MockSysfs *self = g_new0 (MockSysfs, 1);

  self->root = g_dir_make_tmp ("berth-sysfs-XXXXXX", NULL);
  self->paths = g_string_chunk_new (256);
  g_assert_nonnull (self->root);
  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
mock_sysfs_free (MockSysfs *self)
{
  remove_tree (self->root);
  g_string_chunk_free (self->paths);
  g_free (self->root);
  g_free (self);
}

const char *
mock_sysfs_get_root (MockSysfs *self)
{
  return self->root;
}

static void
make_parent (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
}

/* @path from the root, like "proc/swaps"; @text NULL makes a folder. */
void
mock_sysfs_put (MockSysfs *self, const char *path, const char *text)
{
  g_autofree char *full = g_build_filename (self->root, path, NULL);
  g_autoptr (GError) error = NULL;

  make_parent (full);
  if (text == NULL)
    g_assert_cmpint (g_mkdir_with_parents (full, 0755), ==, 0);
  else
    g_file_set_contents (full, text, -1, &error);
  g_assert_no_error (error);
}

/* A relative link, as all of sysfs are; both paths from below sys/. */
void
mock_sysfs_link (MockSysfs *self, const char *path, const char *target)
{
  g_autofree char *full = g_build_filename (self->root, "sys", path, NULL);
  g_autoptr (GString) way = g_string_new (NULL);

  for (const char *p = path; *p != '\0'; p++)
    {
      if (*p == '/')
        g_string_append (way, "../");
    }
  g_string_append (way, target);
  make_parent (full);
  g_assert_cmpint (symlink (way->str, full), ==, 0);
}

/* @path from the root. */
void
mock_sysfs_remove (MockSysfs *self, const char *path)
{
  g_autofree char *full = g_build_filename (self->root, path, NULL);

  remove_tree (full);
}

void
mock_sysfs_set (MockSysfs *self, const char *device, const char *attribute, const char *value)
{
  g_autofree char *path = g_build_filename ("sys", device, attribute, NULL);
  g_autofree char *line = g_strconcat (value, "\n", NULL);

  mock_sysfs_put (self, path, line);
}

static const char *
keep_path (MockSysfs *self, const char *parent, const char *name)
{
  g_autofree char *path = g_build_filename (parent, name, NULL);

  return g_string_chunk_insert (self->paths, path);
}

static void
link_into (MockSysfs *self, const char *folder, const char *device)
{
  g_autofree char *name = g_path_get_basename (device);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  mock_sysfs_link (self, path, device);
}

/* @parent: of an earlier bridge, or a root bus like "devices/pci0000:00"; @ids "10DE:2484". */
const char *
mock_sysfs_add_function (MockSysfs *self,
                         const char *parent,
                         const char *address,
                         const char *ids,
                         const char *class_code)
{
  const char *path = keep_path (self, parent, address);
  g_autofree char *uevent
      = g_strdup_printf ("PCI_CLASS=%s\nPCI_ID=%s\nPCI_SUBSYS_ID=1043:8680\nPCI_SLOT_NAME=%s\n"
                         "MODALIAS=pci:v0",
                         class_code, ids, address);

  mock_sysfs_set (self, path, "uevent", uevent);
  mock_sysfs_set (self, path, "revision", "0xa1");
  mock_sysfs_set (self, path, "driver_override", "(null)");
  mock_sysfs_set (self, path, "numa_node", "-1");
  link_into (self, "bus/pci/devices", path);
  return path;
}

const char *
mock_sysfs_add_bridge (MockSysfs *self, const char *parent, const char *address)
{
  return mock_sysfs_add_function (self, parent, address, "8086:1901", "60400");
}

void
mock_sysfs_set_driver (MockSysfs *self, const char *function, const char *driver)
{
  g_autofree char *path = g_build_filename (self->root, "sys", function, "uevent", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  after = g_strdup_printf ("DRIVER=%s\n%s", driver, before);
  g_assert_true (g_file_set_contents (path, after, -1, NULL));
}

void
mock_sysfs_set_group (MockSysfs *self, const char *function, guint group)
{
  g_autofree char *folder = g_strdup_printf ("kernel/iommu_groups/%u", group);
  g_autofree char *members = g_build_filename (folder, "devices", NULL);
  g_autofree char *link = g_build_filename (function, "iommu_group", NULL);

  link_into (self, members, function);
  mock_sysfs_link (self, link, folder);
}

/* @product "781/5581/100" as in uevent; @parent the controller or hub. */
const char *
mock_sysfs_add_usb (MockSysfs *self,
                    const char *parent,
                    const char *name,
                    const char *product,
                    guint device_class)
{
  const char *path = keep_path (self, parent, name);
  g_autofree char *uevent
      = g_strdup_printf ("DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=%s\nTYPE=%u/0/0\nBUSNUM=001\n"
                         "DEVNUM=007",
                         product, device_class);

  mock_sysfs_set (self, path, "uevent", uevent);
  link_into (self, "bus/usb/devices", path);
  return path;
}

/* @code "3/1/1" as in uevent. */
void
mock_sysfs_add_interface (MockSysfs *self,
                          const char *device,
                          const char *name,
                          const char *code,
                          const char *driver)
{
  const char *path = keep_path (self, device, name);
  g_autofree char *uevent = g_strdup_printf ("DRIVER=%s\nINTERFACE=%s", driver, code);

  mock_sysfs_set (self, path, "uevent", uevent);
  link_into (self, "bus/usb/devices", path);
}

const char *
mock_sysfs_add_block (MockSysfs *self, const char *parent, const char *name, const char *number)
{
  const char *path = keep_path (self, parent, name);
  g_autofree char *by_number = g_build_filename ("dev/block", number, NULL);

  mock_sysfs_set (self, path, "dev", number);
  mock_sysfs_link (self, by_number, path);
  link_into (self, "class/block", path);
  return path;
}

void
mock_sysfs_add_slave (MockSysfs *self, const char *block, const char *slave)
{
  g_autofree char *folder = g_build_filename (block, "slaves", NULL);

  link_into (self, folder, slave);
}

/* @slave is a part of @block, and the kernel says so at both. */
void
mock_sysfs_add_held_slave (MockSysfs *self, const char *block, const char *slave)
{
  g_autofree char *folder = g_build_filename (slave, "holders", NULL);

  mock_sysfs_add_slave (self, block, slave);
  link_into (self, folder, block);
}

/* What udev says of a block device: lines as in its database, "E:ID_FS_TYPE=ext4\n". */
void
mock_sysfs_set_udev (MockSysfs *self, const char *number, const char *lines)
{
  g_autofree char *path = g_strconcat ("run/udev/data/b", number, NULL);

  mock_sysfs_put (self, path, lines);
}

const char *
mock_sysfs_add_net (MockSysfs *self, const char *parent, const char *name)
{
  const char *path = keep_path (self, parent, name);

  mock_sysfs_set (self, path, "operstate", "up");
  link_into (self, "class/net", path);
  return path;
}

/* As efivarfs shows it: four bytes of attributes, then @bytes. */
void
mock_sysfs_set_efi_variable (MockSysfs *self, const char *name, const char *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (self->root, "sys/firmware/efi/efivars", name, NULL);
  g_autoptr (GString) content = g_string_new_len ("\6\0\0\0", 4);

  g_string_append_len (content, bytes, (gssize) length);
  make_parent (path);
  g_assert_true (g_file_set_contents (path, content->str, (gssize) content->len, NULL));
}

/* @driver NULL: the kernel names none. */
void
mock_sysfs_add_tpm (MockSysfs *self, const char *device, const char *name, const char *driver)
{
  g_autofree char *folder = g_build_filename (device, "tpm", NULL);
  const char *path = keep_path (self, folder, name);
  g_autofree char *back = g_build_filename (path, "device", NULL);
  g_autofree char *link = g_build_filename (device, "driver", NULL);
  g_autofree char *target = g_strconcat ("bus/platform/drivers/", driver, NULL);

  mock_sysfs_link (self, back, device);
  if (driver != NULL)
    mock_sysfs_link (self, link, target);
  link_into (self, "class/tpm", path);
}

void
mock_sysfs_add_connector (MockSysfs *self, const char *card, const char *name, const char *enabled)
{
  const char *path = keep_path (self, card, name);

  mock_sysfs_set (self, path, "status", "connected");
  if (enabled != NULL)
    mock_sysfs_set (self, path, "enabled", enabled);
  link_into (self, "class/drm", path);
}

void
mock_sysfs_add_input (MockSysfs *self,
                      const char *parent,
                      const char *name,
                      const char *keys,
                      const char *relative,
                      const char *absolute)
{
  g_autofree char *device = g_strconcat (parent, "/input/of-", name, NULL);
  g_autofree char *back = g_strconcat (device, "/", name, "/device", NULL);
  g_autofree char *event = g_strconcat (device, "/", name, NULL);

  mock_sysfs_set (self, device, "capabilities/key", keys);
  mock_sysfs_set (self, device, "capabilities/rel", relative);
  mock_sysfs_set (self, device, "capabilities/abs", absolute);
  mock_sysfs_link (self, back, device);
  link_into (self, "class/input", event);
}
