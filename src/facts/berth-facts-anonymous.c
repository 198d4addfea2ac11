/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-anonymous.h"

#include <gio/gio.h>
#include <string.h>

#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-keys.h"

/* A serial number that stands in another text of the device too is known for one by its digits and
 * its length; one that says "USB" must not tear a product's name apart. */
#define MIN_SERIAL 6
#define MIN_USER 4

/* Where a component of a mount point tells nothing of who uses the computer. */
static const char *const plain_folders[] = {
  "/boot",
  "/boot/efi",
  "/boot/firmware",
  "/efi",
  "/etc",
  "/gnu",
  "/gnu/store",
  "/home",
  "/media",
  "/mnt",
  "/nix",
  "/nix/store",
  "/nix/var",
  "/opt",
  "/root",
  "/run",
  "/run/media",
  "/snap",
  "/srv",
  "/sysroot",
  "/tmp",
  "/usr",
  "/usr/local",
  "/usr/share",
  "/var",
  "/var/cache",
  "/var/lib",
  "/var/lib/containers",
  "/var/lib/docker",
  "/var/lib/libvirt",
  "/var/lib/libvirt/images",
  "/var/lib/machines",
  "/var/lib/qubes",
  "/var/log",
  "/var/log/audit",
  "/var/mail",
  "/var/spool",
  "/var/tmp",
  "/var/www",
};

static const char *const folders_of_people[] = { "/home", "/media", "/run/media" };

/* What Berth itself says of a use, and the place that every computer has. */
static const char *const own_words[] = {
  BERTH_PURPOSE_BOOT,        BERTH_PURPOSE_BOOT_PARTITION, BERTH_PURPOSE_HELD,
  BERTH_PURPOSE_ROUTE,       BERTH_PURPOSE_TUNNEL,         BERTH_PURPOSE_SCREEN,
  BERTH_PURPOSE_CONSOLE,     BERTH_PURPOSE_DARK_CONSOLE,   BERTH_PURPOSE_KEYBOARD,
  BERTH_PURPOSE_MOUSE,       BERTH_PURPOSE_PS2_KEYBOARD,   BERTH_PURPOSE_PS2_MOUSE,
  BERTH_PURPOSE_TYPES,       "/",
};

/* What was replaced by what, kind by kind: each a table of original word → word in its place. */
typedef struct
{
  GHashTable *serials;
  GHashTable *interfaces;
  GHashTable *users;
  GHashTable *volumes;
  GHashTable *peers;
  GHashTable *disks;
} Names;

static void
names_init (Names *names)
{
  GHashTable **const tables[] = { &names->serials, &names->interfaces, &names->users,
                                  &names->volumes, &names->peers,      &names->disks };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    *tables[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
names_clear (Names *names)
{
  g_hash_table_unref (names->serials);
  g_hash_table_unref (names->interfaces);
  g_hash_table_unref (names->users);
  g_hash_table_unref (names->volumes);
  g_hash_table_unref (names->peers);
  g_hash_table_unref (names->disks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, names_clear)

static gboolean
is_one_of (const char *const *words, gsize n_words, const char *word)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (g_str_equal (words[i], word))
        return TRUE;
    }
  return FALSE;
}

typedef char *(*DupPlain) (const char *original, guint number);

/* The same word for the same original, and another one for each other. */
static const char *
replace (GHashTable *names, const char *original, DupPlain dup)
{
  char *plain = g_hash_table_lookup (names, original);

  if (plain == NULL)
    {
      plain = dup (original, g_hash_table_size (names) + 1);
      g_hash_table_insert (names, g_strdup (original), plain);
    }
  return plain;
}

static char *
dup_serial (const char *original, guint number)
{
  return g_strdup_printf ("serial-%u", number);
}

static char *
dup_user (const char *original, guint number)
{
  return g_strdup_printf ("user%u", number);
}

static char *
dup_volume (const char *original, guint number)
{
  return g_strdup_printf ("volume%u", number);
}

static char *
dup_disk (const char *original, guint number)
{
  return g_strdup_printf ("disk%u", number);
}

/* Addresses that nobody has: RFC 5737 and RFC 3849, of the same family as far as there are any. */
static char *
dup_peer (const char *original, guint number)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (original);

  if (address == NULL)
    return g_strdup_printf ("peer%u", number);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 && number < 255)
    return g_strdup_printf ("192.0.2.%u", number);
  return g_strdup_printf ("2001:db8::%x", number);
}

/* One part of a name that is made of a place: "s3", "f1", or "np0", which is a port of the card as
 * its driver calls it. NULL: @text does not begin with one. */
static const char *
skip_part (const char *text)
{
  if (g_str_has_prefix (text, "np"))
    text++;
  if (strchr ("Ppsofnducibvra", *text) == NULL || !g_ascii_isdigit (text[1]))
    return NULL;
  for (text++; g_ascii_isdigit (*text);)
    text++;
  return text;
}

/* The names that the kernel and systemd make of where a card sits: "eth0", "enp3s0f1",
 * "wlp0s20f3" (systemd.net-naming-scheme(7)): letters with a number behind each. What is made of a
 * MAC address ("enx" and twelve digits) or given by a person is none. */
static gboolean
is_plain_interface (const char *name)
{
  static const char *const by_order[] = { "eth", "wlan", "wwan", "usb", "ib" };
  static const char *const by_place[] = { "en", "wl", "ww", "ib", "sl" };

  for (gsize i = 0; i < G_N_ELEMENTS (by_order); i++)
    {
      const char *rest = name + strlen (by_order[i]);

      if (g_str_has_prefix (name, by_order[i]) && *rest != '\0'
          && strspn (rest, "0123456789") == strlen (rest))
        return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (by_place); i++)
    {
      const char *rest = name + strlen (by_place[i]);

      if (!g_str_has_prefix (name, by_place[i]))
        continue;
      while (rest != NULL && *rest != '\0')
        rest = skip_part (rest);
      if (rest != NULL)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_interface (const char *original, guint number)
{
  /* One that is made of a MAC address is still seen to be one. */
  if (strlen (original) == strlen ("enx001122334455") && original[2] == 'x')
    return g_strdup_printf ("%.3s%012x", original, number);
  return g_strdup_printf ("net%u", number);
}

/* "/run/media/alice/Backup/x" becomes "/run/media/user1/volume1/…". */
static char *
dup_mount_point (Names *names, const char *path)
{
  g_auto (GStrv) components = g_strsplit (path + 1, "/", -1);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) plain = g_string_new (NULL);
  guint n_foreign = 0;
  guint n_allowed = 1;

  for (gsize i = 0; components[i] != NULL; i++)
    {
      gboolean is_person = is_one_of (folders_of_people, G_N_ELEMENTS (folders_of_people),
                                      before->str);

      g_string_append_printf (before, "/%s", components[i]);
      if (n_foreign == 0
          && (*components[i] == '\0'
              || is_one_of (plain_folders, G_N_ELEMENTS (plain_folders), before->str)))
        {
          g_string_append_printf (plain, "/%s", components[i]);
          continue;
        }

      /* What is plugged in is mounted below the name of who did it. */
      if (is_person && !g_str_has_prefix (before->str, "/home/"))
        n_allowed = 2;
      if (n_foreign++ == n_allowed)
        {
          g_string_append (plain, "/…");
          break;
        }
      g_string_append_printf (plain, "/%s",
                              is_person ? replace (names->users, components[i], dup_user)
                                        : replace (names->volumes, components[i], dup_volume));
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static char *
dup_purpose (Names *names, const BerthUse *use)
{
  if (use->purpose == NULL || is_one_of (own_words, G_N_ELEMENTS (own_words), use->purpose))
    return g_strdup (use->purpose);
  if (use->kind == BERTH_USE_LOGIN)
    return g_strdup (replace (names->peers, use->purpose, dup_peer));
  if (*use->purpose == '/')
    return dup_mount_point (names, use->purpose);
  return g_strdup (replace (names->disks, use->purpose, dup_disk));
}

static char *
dup_subject (Names *names, const BerthUse *use)
{
  switch (use->kind)
    {
    case BERTH_USE_NETWORK:
    case BERTH_USE_REMOTE_DISK:
    case BERTH_USE_LOGIN:
      return g_strdup (is_plain_interface (use->subject)
                           ? use->subject
                           : replace (names->interfaces, use->subject, dup_interface));
    case BERTH_USE_DISK:
    case BERTH_USE_SWAP:
    case BERTH_USE_DISPLAY:
    case BERTH_USE_INPUT:
    case BERTH_USE_TPM:
    default:
      return g_strdup (use->subject);
    }
}

/* Gives @device strings of its own, after it was copied as it is. Each string of a facts struct
 * stands in its table of keys. */
static void
own_strings (const BerthFactsKey *keys, gsize n_keys, gpointer device)
{
  for (gsize i = 0; i < n_keys; i++)
    {
      char **text = (char **) G_STRUCT_MEMBER_P (device, keys[i].offset);

      if (keys[i].kind == BERTH_FACTS_KEY_TEXT || keys[i].kind == BERTH_FACTS_KEY_TRIPLES)
        *text = g_strdup (*text);
    }
}

static gboolean
is_telling_serial (const char *serial)
{
  return strlen (serial) >= MIN_SERIAL && strpbrk (serial, "0123456789") != NULL;
}

static gboolean
is_telling_user (const char *user)
{
  return strlen (user) >= MIN_USER;
}

static void
scrub (char **text, GHashTable *names, gboolean (*is_telling) (const char *word))
{
  GHashTableIter iter;
  gpointer original;
  gpointer plain;

  g_hash_table_iter_init (&iter, names);
  while (*text != NULL && g_hash_table_iter_next (&iter, &original, &plain))
    {
      g_autoptr (GString) result = NULL;

      if (!is_telling (original) || strstr (*text, original) == NULL)
        continue;
      result = g_string_new (*text);
      g_string_replace (result, original, plain, 0);
      g_free (*text);
      *text = g_string_free (g_steal_pointer (&result), FALSE);
    }
}

static void
copy_devices (const BerthFacts *facts, Names *names, BerthFacts *copy)
{
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *original = g_ptr_array_index (facts->pci, i);
      BerthPciFacts *pci = berth_facts_add_pci (copy, &original->address);

      *pci = *original;
      own_strings (berth_facts_pci_keys, berth_facts_n_pci_keys, pci);
    }
  for (guint i = 0; i < facts->usb->len; i++)
    {
      const BerthUsbFacts *original = g_ptr_array_index (facts->usb, i);
      BerthUsbFacts *usb = berth_facts_add_usb (copy, &original->address);

      *usb = *original;
      own_strings (berth_facts_usb_keys, berth_facts_n_usb_keys, usb);
      if (original->serial != NULL)
        {
          g_free (usb->serial);
          usb->serial = g_strdup (replace (names->serials, original->serial, dup_serial));
        }
    }
}

/* Addresses, ids and drivers tell nothing of anybody. */
static void
copy_bindings (const BerthFacts *facts, BerthFacts *copy)
{
  for (guint i = 0; i < facts->boot_bindings->len; i++)
    g_ptr_array_add (copy->boot_bindings,
                     g_memdup2 (g_ptr_array_index (facts->boot_bindings, i),
                                sizeof (BerthBootBinding)));
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      const BerthForeignBinding *original = g_ptr_array_index (facts->foreign_bindings, i);
      BerthForeignBinding *binding = berth_facts_add_foreign_binding (copy, NULL);

      *binding = *original;
      binding->driver = g_strdup (original->driver);
    }
}

/* Devices have the name of their owner in their own ("alice's phone"), or their number. */
static void
scrub_devices (const Names *names, BerthFacts *copy)
{
  for (guint i = 0; i < copy->usb->len; i++)
    {
      BerthUsbFacts *usb = g_ptr_array_index (copy->usb, i);

      scrub (&usb->product_name, names->serials, is_telling_serial);
      scrub (&usb->product_name, names->users, is_telling_user);
      scrub (&usb->manufacturer, names->serials, is_telling_serial);
      scrub (&usb->manufacturer, names->users, is_telling_user);
    }
}

/**
 * berth_facts_dup_anonymous:
 * @ret_replaced: (out) (optional): how much was replaced
 *
 * What may be shown to strangers: serial numbers, names of network interfaces that are more than
 * the place of a card, names of people and volumes in mount points, addresses of people who are
 * logged in and names of remote disks are replaced, the same one by the same word everywhere. What
 * the devices are, where they sit, how they hang together and what the system uses them for stays,
 * so that the same is to be said about them.
 *
 * Returns: (transfer full): a copy
 */
BerthFacts *
berth_facts_dup_anonymous (const BerthFacts *facts, BerthReplaced *ret_replaced)
{
  g_auto (Names) names = { NULL };
  BerthFacts *copy = berth_facts_new ();
  BerthFacts lists = *copy;

  *copy = *facts;
  copy->pci = lists.pci;
  copy->usb = lists.usb;
  copy->uses = lists.uses;
  copy->boot_bindings = lists.boot_bindings;
  copy->foreign_bindings = lists.foreign_bindings;

  names_init (&names);
  copy_devices (facts, &names, copy);
  copy_bindings (facts, copy);
  for (guint i = 0; i < facts->uses->len; i++)
    {
      const BerthUse *use = g_ptr_array_index (facts->uses, i);
      g_autofree char *subject = dup_subject (&names, use);
      g_autofree char *purpose = dup_purpose (&names, use);

      berth_facts_add_use (copy, use->kind, &use->address, subject, purpose);
    }
  scrub_devices (&names, copy);

  if (ret_replaced != NULL)
    *ret_replaced = (BerthReplaced){ .n_serials = g_hash_table_size (names.serials),
                                     .n_interfaces = g_hash_table_size (names.interfaces),
                                     .n_users = g_hash_table_size (names.users),
                                     .n_volumes = g_hash_table_size (names.volumes),
                                     .n_peers = g_hash_table_size (names.peers),
                                     .n_disks = g_hash_table_size (names.disks) };
  return copy;
}
