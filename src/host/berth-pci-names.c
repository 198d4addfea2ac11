/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for memfd_create() */
#define _GNU_SOURCE

#include "host/berth-pci-names.h"

#include <pci/pci.h>
#include <setjmp.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "facts/berth-pci-ids.h"

#define NAME_LENGTH 1024
#define COMPRESSED_SUFFIX ".gz"

/* libpci's error handler must not return, and its own one ends the program. It is given nothing to
 * tell callers apart by, so each thread has its own way out. */
static _Thread_local jmp_buf *way_out;

G_GNUC_NORETURN G_GNUC_PRINTF (1, 2)
static void
escape_cb (char *message, ...)
{
  longjmp (*way_out, 1);
}

/* Until pci_init() the other two handlers are not set, and libpci calls them all the same. */
G_GNUC_PRINTF (1, 2)
static void
ignore_cb (char *message, ...)
{
}

static struct pci_access *
access_new (void)
{
  struct pci_access *access = pci_alloc ();

  access->error = escape_cb;
  access->warning = ignore_cb;
  access->debug = ignore_cb;
  /* No cache in the user's home and nobody on the network is asked. */
  access->id_lookup_mode = 0;
  return access;
}

/* Where @access would read names from; it tries both too, the compressed file first. */
static char *
dup_database (const struct pci_access *access)
{
  char *path = g_strdup (access->id_file_name);

  if (g_str_has_suffix (path, COMPRESSED_SUFFIX) && !g_file_test (path, G_FILE_TEST_EXISTS))
    path[strlen (path) - strlen (COMPRESSED_SUFFIX)] = '\0';
  return path;
}

/* The lines of @database that @facts need, in a file that is in no folder; or -1. */
static int
make_excerpt (const char *database, const BerthFacts *facts)
{
  g_autoptr (GString) cut = NULL;
  int fd;

  /* libpci alone can read these. */
  if (g_str_has_suffix (database, COMPRESSED_SUFFIX))
    return -1;

  cut = berth_pci_ids_cut (database, facts);
  fd = cut != NULL ? memfd_create ("berth-pci-ids", MFD_CLOEXEC) : -1;
  if (fd >= 0 && write (fd, cut->str, cut->len) != (gssize) cut->len)
    {
      close (fd);
      return -1;
    }
  return fd;
}

static void
look_up (struct pci_access *access, int flags, BerthPciFacts *pci)
{
  char name[NAME_LENGTH];

  flags |= PCI_LOOKUP_NO_NUMBERS;
  if (pci->vendor_name == NULL)
    pci->vendor_name = g_strdup (pci_lookup_name (access, name, sizeof name,
                                                  flags | PCI_LOOKUP_VENDOR, (int) pci->vendor));
  if (pci->product_name == NULL)
    pci->product_name
        = g_strdup (pci_lookup_name (access, name, sizeof name, flags | PCI_LOOKUP_DEVICE,
                                     (int) pci->vendor, (int) pci->device));
}

/* In a function of its own, so that no variable lives across the jump. */
static void
look_up_all (struct pci_access *access, int flags, BerthFacts *facts)
{
  jmp_buf here;

  way_out = &here;
  if (setjmp (here) == 0)
    {
      for (guint i = 0; i < facts->pci->len; i++)
        look_up (access, flags, g_ptr_array_index (facts->pci, i));
    }
  way_out = NULL;
}

/**
 * berth_pci_names_fill:
 * @facts: its PCI functions get the names of their vendors and products
 * @database: (nullable): an ids database; %NULL for the one of libpci
 *
 * libpci takes in the whole of its database before it says the first name, 5 ms for 1.3 MB. It is
 * handed the few lines that this computer needs instead, as a file in memory. Where that cannot be
 * it looks by itself: in a compressed database, then in udev's.
 *
 * What has no name in any of them has none here, and a broken database is one without names.
 */
void
berth_pci_names_fill (BerthFacts *facts, const char *database)
{
  struct pci_access *access = access_new ();
  g_autofree char *own = database == NULL ? dup_database (access) : NULL;
  int fd = make_excerpt (own != NULL ? own : database, facts);
  int flags = 0;

  if (fd >= 0)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

      /* What is not in the database is in no other one that is made from it either. */
      flags = PCI_LOOKUP_NO_HWDB;
      pci_set_name_list_path (access, strdup (path), TRUE);
    }
  else if (database != NULL)
    {
      pci_set_name_list_path (access, strdup (database), TRUE);
    }

  look_up_all (access, flags, facts);
  pci_cleanup (access);
  if (fd >= 0)
    close (fd);
}
