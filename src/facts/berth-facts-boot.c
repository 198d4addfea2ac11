/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-boot.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/berth-names.h"
#include "base/berth-text.h"
#include "facts/berth-sysfs.h"

/* More functions than the largest computers have in slots that one can bind. */
#define MAX_BINDINGS 1024
/* Names that are looked at; there may be others between them. */
#define MAX_NAMES (4 * MAX_BINDINGS)

/* Room for one byte too many, so that a file that is too long is seen to be. */
typedef struct
{
  char text[BERTH_BOOT_BINDING_MAX_SIZE + 2];
  gssize length;
} Content;

/* A regular file, whole. Anything else that has such a name (a link, a pipe, which would wait for a
 * writer) is not opened. */
static gboolean
read_content (int folder, const char *name, Content *content)
{
  g_auto (BerthFd) fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  gssize length = 1;

  content->length = 0;
  if (fd < 0 || fstat (fd, &status) != 0)
    return FALSE;
  if (!S_ISREG (status.st_mode))
    {
      errno = EINVAL;
      return FALSE;
    }

  while (length != 0 && (gsize) content->length < sizeof content->text)
    {
      length = read (fd, content->text + content->length,
                     sizeof content->text - (gsize) content->length);
      if (length < 0 && errno != EINTR)
        return FALSE;
      content->length += MAX (length, 0);
    }
  return TRUE;
}

/* Said once for each reading: nobody else sees that a file does nothing. */
static void
complain (const char *name, const GError *error)
{
  g_autofree char *shown = berth_text_dup_line (name, BERTH_TEXT_NAME_LENGTH);
  g_autofree char *reason = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

  g_message (BERTH_BOOT_FOLDER "/%s: %s", shown, reason);
}

/* What an earlier binding of another device or to another driver left there does not count. */
static void
read_outcome (int run, const char *name, BerthBootBinding *binding)
{
  Content content;
  BerthBootBinding outcome;

  if (run >= 0 && read_content (run, name, &content)
      && berth_boot_binding_parse_outcome (name, content.text, content.length, &outcome, NULL)
      && berth_boot_binding_is_same (binding, &outcome))
    binding->outcome = outcome.outcome;
}

static gboolean
read_binding (int folder, int run, const char *name, BerthBootBinding *ret_binding)
{
  g_autoptr (GError) error = NULL;
  Content content;

  if (!read_content (folder, name, &content))
    {
      if (errno == ENOENT)
        return FALSE;
      g_set_error_literal (&error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      complain (name, error);
      return FALSE;
    }
  if (!berth_boot_binding_parse (name, content.text, content.length, ret_binding, &error))
    {
      complain (name, error);
      return FALSE;
    }
  read_outcome (run, name, ret_binding);
  return TRUE;
}

static int
compare_bindings (gconstpointer a, gconstpointer b)
{
  const BerthBootBinding *const *left = a;
  const BerthBootBinding *const *right = b;

  return berth_address_compare (&(*left)->address, &(*right)->address);
}

/**
 * berth_facts_boot_list:
 * @root: descriptor of the folder that holds etc/ and run/
 *
 * Reads what Berth binds at every boot, and what became of it at this one. A file that is not
 * whole, or not as Berth writes it, is left out with a line in the log: nothing is guessed. Names
 * that begin with a dot are writes that were broken off.
 *
 * Returns: (transfer full) (element-type BerthBootBinding): sorted by address
 */
GPtrArray *
berth_facts_boot_list (int root)
{
  GPtrArray *bindings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DIR) folder = berth_sysfs_list (root, &BERTH_BOOT_FOLDER[1]);
  g_auto (BerthFd) run = berth_sysfs_open_folder (root, &BERTH_BOOT_RUN_FOLDER[1]);
  const char *name;

  for (guint i = 0; folder != NULL && i < MAX_NAMES && bindings->len < MAX_BINDINGS
                    && (name = berth_sysfs_next (folder)) != NULL;
       i++)
    {
      BerthBootBinding binding;

      if (read_binding (dirfd (folder), run, name, &binding))
        g_ptr_array_add (bindings, g_memdup2 (&binding, sizeof binding));
    }
  g_ptr_array_sort (bindings, compare_bindings);
  return bindings;
}

/**
 * berth_facts_boot_is_switched_off:
 * @root: descriptor of the folder that holds proc/
 *
 * Returns: whether the kernel was started with %BERTH_SWITCH_OFF as a word of its own
 */
gboolean
berth_facts_boot_is_switched_off (int root)
{
  g_autofree char *line = berth_sysfs_dup_file (root, "proc/cmdline");
  g_auto (GStrv) words = g_strsplit_set (line != NULL ? line : "", " \t\n", -1);

  /* Not read as the kernel reads its own: behind "--" it counts too. Whoever writes it anywhere
   * wants to get into the computer again. */
  return g_strv_contains ((const char *const *) words, BERTH_SWITCH_OFF);
}

/**
 * berth_facts_boot_read:
 * @root: descriptor of the folder that holds proc/, etc/ and run/
 *
 * What Berth binds at every boot, and whether it was told not to at this one.
 */
void
berth_facts_boot_read (int root, BerthFacts *facts)
{
  facts->boot_switched_off = berth_facts_boot_is_switched_off (root);
  g_ptr_array_unref (facts->boot_bindings);
  facts->boot_bindings = berth_facts_boot_list (root);
}
