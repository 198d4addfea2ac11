/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-efi.h"

#include "facts/berth-sysfs.h"

#define VARIABLES "sys/firmware/efi/efivars/"

/* What systemd-boot and newer GRUBs leave behind: the UUID in UTF-16
 * (https://systemd.io/BOOT_LOADER_INTERFACE). */
#define LOADER_PARTITION "LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
#define UUID_LENGTH 36

/* The firmware's own list (UEFI specification, 3.3): the number of the entry that it took, and an
 * entry: attributes and the length of its path, a description in UTF-16, then the path. */
#define GLOBAL "-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define CURRENT "BootCurrent" GLOBAL
#define ENTRY_FORMAT "Boot%04X" GLOBAL
#define ENTRY_PATH_LENGTH 4
#define ENTRY_HEAD 6

/* A path is a row of nodes, each with its type, kind and length; of a partition in a GPT it has one
 * with the partition's UUID (UEFI specification, 10.3.5.1). */
#define NODE_HEAD 4
#define NODE_IS_MEDIA 0x04
#define MEDIA_IS_PARTITION 0x01
#define PARTITION_LENGTH 42
#define PARTITION_UUID 24
#define PARTITION_UUID_KIND 41
#define UUID_IS_GPT 0x02

/* efivarfs puts four bytes of attributes before what a variable holds. */
#define N_ATTRIBUTE_BYTES 4

/* What the variable @name holds; NULL when there is none. */
static GBytes *
read_variable (int root, const char *name)
{
  g_autofree char *path = g_strconcat (VARIABLES, name, NULL);
  g_autoptr (GBytes) bytes = berth_sysfs_read_bytes (root, path, BERTH_SYSFS_SIZE);
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (length <= N_ATTRIBUTE_BYTES)
    return NULL;
  return g_bytes_new_from_bytes (bytes, N_ATTRIBUTE_BYTES, length - N_ATTRIBUTE_BYTES);
}

static guint
get_u16 (const guint8 *bytes)
{
  return bytes[0] | (guint) bytes[1] << 8;
}

static char *
dup_loader_partition (int root)
{
  g_autoptr (GBytes) bytes = read_variable (root, LOADER_PARTITION);
  char uuid[UUID_LENGTH + 1] = "";
  const char *text;

  if (bytes == NULL || g_bytes_get_size (bytes) < 2 * UUID_LENGTH)
    return NULL;

  text = g_bytes_get_data (bytes, NULL);
  for (gsize i = 0; i < UUID_LENGTH; i++)
    uuid[i] = text[2 * i];
  return g_ascii_strdown (uuid, -1);
}

/* The first three numbers of a UUID are in the order of the processor. */
static char *
dup_uuid (const guint8 *b)
{
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}

static char *
dup_partition_of_path (const guint8 *path, gsize length)
{
  while (length >= NODE_HEAD)
    {
      gsize node = get_u16 (path + 2);

      if (node < NODE_HEAD || node > length)
        return NULL;

      if (path[0] == NODE_IS_MEDIA && path[1] == MEDIA_IS_PARTITION && node >= PARTITION_LENGTH
          && path[PARTITION_UUID_KIND] == UUID_IS_GPT)
        return dup_uuid (path + PARTITION_UUID);

      path += node;
      length -= node;
    }
  return NULL;
}

static char *
dup_partition_of_entry (const guint8 *entry, gsize length)
{
  gsize start = ENTRY_HEAD;
  gsize path_length;

  if (length < ENTRY_HEAD)
    return NULL;

  path_length = get_u16 (entry + ENTRY_PATH_LENGTH);
  while (start + 2 <= length && get_u16 (entry + start) != 0)
    start += 2;
  start += 2;
  return start + path_length <= length ? dup_partition_of_path (entry + start, path_length) : NULL;
}

static char *
dup_firmware_partition (int root)
{
  g_autoptr (GBytes) current = read_variable (root, CURRENT);
  g_autoptr (GBytes) entry = NULL;
  g_autofree char *name = NULL;

  if (current == NULL || g_bytes_get_size (current) != 2)
    return NULL;

  name = g_strdup_printf (ENTRY_FORMAT, get_u16 (g_bytes_get_data (current, NULL)));
  entry = read_variable (root, name);
  return entry != NULL
             ? dup_partition_of_entry (g_bytes_get_data (entry, NULL), g_bytes_get_size (entry))
             : NULL;
}

/**
 * berth_efi_dup_boot_partition:
 * @root: descriptor of the folder that holds sys/
 *
 * Reads variables of the firmware, which everybody may do and which is slower than other files.
 *
 * Returns: (nullable) (transfer full): the UUID, in small letters, of the partition in a GPT that
 *   this computer was started from, as the boot loader says it, or else the firmware; %NULL when
 *   neither does
 */
char *
berth_efi_dup_boot_partition (int root)
{
  char *partition = dup_loader_partition (root);

  return partition != NULL ? partition : dup_firmware_partition (root);
}
