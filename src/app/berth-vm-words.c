/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-words.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

/* The worst thing in as few words as a row has room for; %NULL: nothing is wrong. */
static char *
dup_worst (const BerthVmSummary *summary)
{
  g_autofree char *holder = NULL;

  if (summary->n_missing > 0)
    /* Translators: so many of a virtual machine's devices; stands behind "3 devices" */
    return g_strdup_printf (ngettext ("%u missing", "%u missing", summary->n_missing),
                            summary->n_missing);
  if (summary->n_changed > 0)
    /* Translators: so many of a virtual machine's devices; stands behind "3 devices" */
    return g_strdup_printf (ngettext ("%u changed", "%u changed", summary->n_changed),
                            summary->n_changed);
  if (summary->n_held == 0)
    return NULL;

  holder = berth_text_dup_name (summary->holder->name);
  /* Translators: a device of this virtual machine; %s is the virtual machine that has it now */
  return g_strdup_printf (_ ("used by %s"), holder);
}

/**
 * berth_vm_words_dup_line:
 *
 * Returns: (transfer full): the second line of a VM's row: its state, how many devices it has and
 *   the worst that is wrong with them
 */
char *
berth_vm_words_dup_line (const BerthVm *vm, const BerthVmSummary *summary)
{
  g_autofree char *devices = NULL;
  g_autofree char *worst = dup_worst (summary);

  if (summary->n_devices == 0)
    devices = g_strdup (_ ("no devices"));
  else
    devices = g_strdup_printf (ngettext ("%u device", "%u devices", summary->n_devices),
                               summary->n_devices);

  if (worst == NULL)
    return g_strdup_printf ("%s · %s", berth_vm_state_get_words (vm->state), devices);
  return g_strdup_printf ("%s · %s · %s", berth_vm_state_get_words (vm->state), devices, worst);
}

static void
begin_sentence (GString *text)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
}

/**
 * berth_vm_words_dup_problem:
 *
 * Returns: (transfer full) (nullable): all that is wrong with a VM's devices, one sentence a line;
 *   %NULL: nothing is
 */
char *
berth_vm_words_dup_problem (const BerthVmSummary *summary)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (summary->n_missing > 0)
    g_string_append_printf (text,
                            ngettext ("%u of its devices is not in this computer.",
                                      "%u of its devices are not in this computer.",
                                      summary->n_missing),
                            summary->n_missing);
  if (summary->n_changed > 0)
    {
      begin_sentence (text);
      g_string_append_printf (text,
                              ngettext ("Another device sits where %u of its devices was.",
                                        "Other devices sit where %u of its devices were.",
                                        summary->n_changed),
                              summary->n_changed);
    }
  if (summary->n_held > 0)
    {
      g_autofree char *holder = berth_text_dup_name (summary->holder->name);

      begin_sentence (text);
      /* Translators: %s is the name of another virtual machine */
      g_string_append_printf (text, _ ("“%s” is running and has a device of this one."), holder);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
