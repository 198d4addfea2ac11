/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is particular about one device that a VM has, in whole sentences. */

#include "cli/berth-vm-remark.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

/* The device that was meant, by what was written down of it. */
static char *
dup_meant (const BerthAssignment *assignment)
{
  BerthDevice *ghost = berth_device_new_ghost (&assignment->address, &assignment->identity);
  char *name = berth_text_dup_line (ghost->name, BERTH_TEXT_NAME_LENGTH);

  berth_device_unref (ghost);
  return name;
}

/**
 * berth_vm_remark_dup_identity:
 * @present: (nullable): what sits at its address
 *
 * Returns: (transfer full) (nullable): a translated line: which device was meant and what is there;
 *   safe to print. %NULL when it is the one that was meant
 */
char *
berth_vm_remark_dup_identity (const BerthAssignment *assignment, const BerthDevice *present)
{
  g_autofree char *meant = NULL;
  g_autofree char *there = NULL;

  switch (berth_identity_judge (&assignment->identity,
                                present != NULL ? &present->identity : NULL))
    {
    case BERTH_IDENTITY_SAME:
      return NULL;
    case BERTH_IDENTITY_MISSING:
      if (assignment->identity.known == 0)
        return g_strdup (_ ("Nothing is there, and nobody wrote down what was meant."));
      meant = dup_meant (assignment);
      /* Translators: %s is a device, such as "network card 8086:1521". */
      return g_strdup_printf (_ ("Meant was: %s. Nothing is there."), meant);
    case BERTH_IDENTITY_CHANGED:
      meant = dup_meant (assignment);
      there = berth_text_dup_line (present->name, BERTH_TEXT_NAME_LENGTH);
      /* Translators: two devices, such as "network card 8086:1521". */
      return g_strdup_printf (_ ("Meant was: %s. There is now: %s."), meant, there);
    case BERTH_IDENTITY_NOT_PINNED:
    default:
      return g_strdup (_ ("Only the address was written down. Nobody can tell whether this is the "
                          "device that was meant."));
    }
}

/**
 * berth_vm_remark_dup_others:
 *
 * Returns: (transfer full) (nullable): a translated line about what else the configuration says of
 *   it, safe to print; %NULL when it says nothing
 */
char *
berth_vm_remark_dup_others (const BerthAssignment *assignment)
{
  g_autofree char *others = NULL;

  if (assignment->others == NULL)
    return NULL;
  others = berth_text_dup_line (assignment->others, BERTH_TEXT_SENTENCE_LENGTH);
  /* Translators: %s is a list such as "boot order 1, ROM file /x.rom". */
  return g_strdup_printf (_ ("Also set by another program: %s."), others);
}
