/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-live.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "facts/berth-facts-boot.h"
#include "facts/berth-facts-disks.h"
#include "facts/berth-facts-display.h"
#include "facts/berth-facts-foreign.h"
#include "facts/berth-facts-input.h"
#include "facts/berth-facts-kernel.h"
#include "facts/berth-facts-network.h"
#include "facts/berth-facts-pci.h"
#include "facts/berth-facts-tpm.h"
#include "facts/berth-facts-usb.h"
#include "facts/berth-facts-xen.h"
#include "facts/berth-mounts.h"
#include "facts/berth-sysfs.h"

/**
 * berth_facts_read_live:
 * @root: "/", or a folder that holds another computer's sys/ and proc/
 *
 * Reads the facts of a computer from its kernel, without any privilege. Nothing is woken up and
 * nothing is written. What cannot be looked at is a gap in the result. Blocks, as some drivers
 * take their time to answer: call it in a thread.
 *
 * Returns: (transfer full): or %NULL with %BERTH_ERROR_FAILED when there is no sysfs below @root
 */
BerthFacts *
berth_facts_read_live (const char *root, GError **error)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  g_auto (BerthFd) root_fd = berth_sysfs_open_folder (AT_FDCWD, root);
  g_autoptr (GPtrArray) mounts = NULL;

  if (root_fd < 0)
    {
      g_autofree char *shown = berth_text_dup_line (root, BERTH_TEXT_SENTENCE_LENGTH);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("The folder “%s” cannot be opened: %s."), shown, g_strerror (errno));
      return NULL;
    }

  berth_facts_kernel_read (root_fd, facts);
  if (!berth_facts_pci_read (root_fd, facts, error))
    return NULL;

  berth_facts_xen_read (root_fd, facts);
  berth_facts_usb_read (root_fd, facts);
  mounts = berth_mounts_read (root_fd);
  berth_facts_disks_read (root_fd, mounts, facts);
  berth_facts_tpm_read (root_fd, facts);
  berth_facts_network_read (root_fd, mounts, facts);
  berth_facts_display_read (root_fd, facts);
  berth_facts_input_read (root_fd, facts);
  berth_facts_boot_read (root_fd, facts);
  berth_facts_sort (facts);
  berth_facts_foreign_read (root_fd, facts);
  return g_steal_pointer (&facts);
}
