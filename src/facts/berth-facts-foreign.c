/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for strchrnul */
#define _GNU_SOURCE

#include "facts/berth-facts-foreign.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/berth-number.h"
#include "facts/berth-sysfs.h"

#define DRIVERCTL_FOLDER "etc/driverctl.d"
#define DRIVERCTL_PREFIX "pci-"

/* What is more than any computer has was put there to be more. */
#define MAX_BINDINGS 512
#define MAX_NAMES 1024
#define MAX_SIZE (256 * 1024)
#define MAX_PARENTS 64

/* modprobe.d(5); /lib is the same as /usr/lib nearly everywhere, and nothing is listed twice. */
static const char *const modprobe_folders[] = {
  "etc/modprobe.d", "run/modprobe.d", "usr/local/lib/modprobe.d", "usr/lib/modprobe.d",
  "lib/modprobe.d",
};

/**
 * berth_foreign_binding_has_address:
 * @kind: of a #BerthForeignBinding
 *
 * Returns: whether it names one function; otherwise all devices with its ids
 */
gboolean
berth_foreign_binding_has_address (guint kind)
{
  return kind == BERTH_FOREIGN_BINDING_DRIVERCTL || kind == BERTH_FOREIGN_BINDING_PCIBACK_HIDE;
}

/**
 * berth_foreign_binding_equal:
 *
 * Returns: whether every field agrees that counts
 */
gboolean
berth_foreign_binding_equal (const BerthForeignBinding *a, const BerthForeignBinding *b)
{
  return a->kind == b->kind && a->has_address == b->has_address
         && (a->has_address ? berth_address_equal (&a->address, &b->address)
                            : a->vendor == b->vendor && a->device == b->device)
         && g_strcmp0 (a->driver, b->driver) == 0;
}

static void
add_binding (BerthFacts *facts, const BerthForeignBinding *found)
{
  BerthForeignBinding *binding;

  if (facts->foreign_bindings->len >= MAX_BINDINGS)
    return;
  for (guint i = 0; i < facts->foreign_bindings->len; i++)
    {
      if (berth_foreign_binding_equal (g_ptr_array_index (facts->foreign_bindings, i), found))
        return;
    }

  binding = berth_facts_add_foreign_binding (facts, found->driver);
  binding->kind = found->kind;
  binding->has_address = found->has_address;
  binding->address = found->address;
  binding->vendor = found->vendor;
  binding->device = found->device;
}

/* A regular file, or a link to one; not a pipe, which would wait for a writer. */
static char *
dup_content (int folder, const char *name)
{
  g_autoptr (GBytes) bytes = NULL;
  struct stat status;

  if (fstatat (folder, name, &status, 0) != 0 || !S_ISREG (status.st_mode))
    return NULL;
  bytes = berth_sysfs_read_bytes (folder, name, MAX_SIZE);
  return bytes != NULL
             ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
             : NULL;
}

/* "pci-0000:04:00.0", and in it the name of the driver (driverctl(8)). */
static void
read_driverctl (int root, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, DRIVERCTL_FOLDER);
  const char *name;

  for (guint i = 0; folder != NULL && i < MAX_NAMES && (name = berth_sysfs_next (folder)) != NULL;
       i++)
    {
      BerthForeignBinding found
          = { .kind = BERTH_FOREIGN_BINDING_DRIVERCTL, .has_address = TRUE };
      g_autofree char *content = NULL;

      if (!g_str_has_prefix (name, DRIVERCTL_PREFIX)
          || !berth_address_parse (name + strlen (DRIVERCTL_PREFIX), &found.address, NULL)
          || found.address.bus_kind != BERTH_BUS_PCI)
        continue;

      content = dup_content (dirfd (folder), name);
      if (content == NULL)
        continue;
      g_strstrip (content);
      content[strcspn (content, " \t\r\n")] = '\0';
      found.driver = *content != '\0' ? content : NULL;
      add_binding (facts, &found);
    }
}

/* "10de:1b80,10de:10f0:1043:85e3": what stands behind the second number only narrows it
 * (drivers/vfio/pci/vfio_pci.c: vfio_pci_fill_ids). */
static void
add_ids (BerthFacts *facts, guint kind, const char *text)
{
  g_auto (GStrv) entries = g_strsplit (text, ",", MAX_BINDINGS);

  for (gsize i = 0; entries[i] != NULL; i++)
    {
      g_auto (GStrv) numbers = g_strsplit (entries[i], ":", 3);
      BerthForeignBinding found = { .driver = (char *) "vfio-pci" };
      gint64 vendor;
      gint64 device;

      if (g_strv_length (numbers) < 2 || !berth_number_parse (numbers[0], 16, 0, 0xffff, &vendor)
          || !berth_number_parse (numbers[1], 16, 0, 0xffff, &device))
        continue;
      found.kind = kind;
      found.vendor = (guint16) vendor;
      found.device = (guint16) device;
      add_binding (facts, &found);
    }
}

/* Whether @pci is @address or sits behind it, however deep. */
static gboolean
is_behind (const BerthFacts *facts, const BerthPciFacts *pci, const BerthAddress *address)
{
  for (guint depth = 0; pci != NULL && depth < MAX_PARENTS; depth++)
    {
      if (berth_address_equal (&pci->address, address))
        return TRUE;
      pci = pci->has_parent ? berth_facts_lookup_pci (facts, &pci->parent) : NULL;
    }
  return FALSE;
}

static void
add_hidden (BerthFacts *facts, const BerthAddress *address)
{
  BerthForeignBinding found = {
    .kind = BERTH_FOREIGN_BINDING_PCIBACK_HIDE,
    .has_address = TRUE,
    .address = *address,
    .driver = (char *) "pciback",
  };

  add_binding (facts, &found);
}

/* A bridge's address takes all that is behind it
 * (drivers/xen/xen-pciback/pci_stub.c: pcistub_match). */
static void
hide_one (BerthFacts *facts, const BerthAddress *address)
{
  add_hidden (facts, address);
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);

      if (is_behind (facts, pci, address))
        add_hidden (facts, &pci->address);
    }
}

/* "0000:04:00.0", "04:00.0", "04:00.*" or "04:*.*"; of a pattern, what is there. */
static void
hide_entry (BerthFacts *facts, const char *entry)
{
  BerthAddress pattern;
  g_autofree char *text = g_strdup (entry);
  gsize length = strlen (text);
  gboolean any_slot = g_str_has_suffix (text, ":*.*");
  gboolean any_function = any_slot || g_str_has_suffix (text, ".*");

  if (any_slot)
    {
      g_autofree char *start = g_strndup (text, length - strlen ("*.*"));

      g_free (text);
      text = g_strconcat (start, "00.0", NULL);
    }
  else if (any_function)
    {
      text[length - 1] = '0';
    }
  if (!berth_address_parse (text, &pattern, NULL) || pattern.bus_kind != BERTH_BUS_PCI)
    return;

  if (!any_function)
    hide_one (facts, &pattern);
  for (guint i = 0; any_function && i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);
      const BerthAddress *address = &pci->address;

      if (address->domain == pattern.domain && address->bus == pattern.bus
          && (any_slot || address->slot == pattern.slot))
        hide_one (facts, address);
    }
}

/* "(0000:04:00.0)(0000:05:00.*)" */
static void
add_hide (BerthFacts *facts, const char *text)
{
  const char *start = strchr (text, '(');

  for (guint i = 0; start != NULL && i < MAX_BINDINGS; i++)
    {
      g_autofree char *entry = g_strndup (start + 1, strcspn (start + 1, ")"));

      g_strstrip (entry);
      hide_entry (facts, entry);
      start = strchr (start + 1, '(');
    }
}

/* The kernel takes "-" and "_" in the name of a module for the same. */
static gboolean
is_module (const char *word, const char *module)
{
  for (; *module != '\0' && *word != '\0'; word++, module++)
    {
      if (*word != *module && !(*word == '_' && *module == '-'))
        return FALSE;
    }
  return *module == *word;
}

/* "MODULE.NAME=VALUE" in quotation marks or without. */
static void
read_parameter (BerthFacts *facts, const char *parameter)
{
  g_autofree char *word = g_strdup (parameter);
  char *value = strchrnul (word, '=');

  if (*value == '\0')
    return;
  *value++ = '\0';
  if (is_module (word, "vfio-pci.ids"))
    add_ids (facts, BERTH_FOREIGN_BINDING_VFIO_IDS, value);
  else if (is_module (word, "xen-pciback.hide") || g_str_equal (word, "pciback.hide"))
    add_hide (facts, value);
}

/* What stands behind "--" is for init. */
static void
read_command_line (int root, BerthFacts *facts)
{
  g_autofree char *line = berth_sysfs_dup_file (root, "proc/cmdline");
  g_auto (GStrv) words = NULL;

  if (line == NULL)
    return;
  /* None of the values that count has a blank or a quotation mark of its own. */
  for (char *p = strchr (line, '"'); p != NULL; p = strchr (p, '"'))
    memmove (p, p + 1, strlen (p));
  words = g_strsplit_set (line, " \t\n", -1);
  for (gsize i = 0; words[i] != NULL && !g_str_equal (words[i], "--"); i++)
    read_parameter (facts, words[i]);
}

/* "options vfio-pci ids=10de:1b80 disable_vga=1" */
static void
read_modprobe_line (BerthFacts *facts, const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", -1);
  guint n_words = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      if (*word == '\0')
        continue;
      if ((n_words == 0 && !g_str_equal (word, "options"))
          || (n_words == 1 && !is_module (word, "vfio-pci")))
        return;
      if (n_words > 1 && g_str_has_prefix (word, "ids="))
        add_ids (facts, BERTH_FOREIGN_BINDING_MODPROBE_IDS, word + strlen ("ids="));
      n_words++;
    }
}

static void
read_modprobe_file (BerthFacts *facts, char *content)
{
  g_auto (GStrv) lines = NULL;

  /* A backslash at its end continues a line. */
  for (char *p = strstr (content, "\\\n"); p != NULL; p = strstr (p, "\\\n"))
    p[0] = p[1] = ' ';
  lines = g_strsplit (content, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    read_modprobe_line (facts, lines[i]);
}

/* A file hides those of its name in the folders behind it. */
static void
read_modprobe (int root, BerthFacts *facts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (modprobe_folders); i++)
    {
      g_autoptr (DIR) folder = berth_sysfs_list (root, modprobe_folders[i]);
      const char *name;

      for (guint k = 0;
           folder != NULL && k < MAX_NAMES && (name = berth_sysfs_next (folder)) != NULL; k++)
        {
          g_autofree char *content = NULL;

          if (!g_str_has_suffix (name, ".conf") || !g_hash_table_add (seen, g_strdup (name)))
            continue;
          content = dup_content (dirfd (folder), name);
          if (content != NULL)
            read_modprobe_file (facts, content);
        }
    }
}

/**
 * berth_facts_foreign_read:
 * @root: descriptor of the folder that holds proc/, etc/, run/, usr/ and lib/
 * @facts: its functions are read and sorted
 *
 * Finds what others bind at every boot: driverctl, the kernel command line, modprobe's files. What
 * cannot be understood is left out, for those who read it for the kernel may understand it
 * differently. It is told to people, and may count against giving away a keyboard while another one
 * is bound so; nothing is allowed because of it.
 */
void
berth_facts_foreign_read (int root, BerthFacts *facts)
{
  read_driverctl (root, facts);
  read_command_line (root, facts);
  read_modprobe (root, facts);
}
