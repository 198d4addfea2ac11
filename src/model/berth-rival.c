/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-rival.h"

#include <glib/gi18n-lib.h>

#include "base/berth-text.h"

static BerthRivalry
judge (const BerthClaim *claim)
{
  if (claim->is_live)
    return BERTH_RIVALRY_RUNS;
  return claim->vm->autostart ? BERTH_RIVALRY_AUTOSTARTS : BERTH_RIVALRY_CONFIGURED;
}

static void
add (GArray *rivals, const BerthClaim *claim, const BerthDevice *device)
{
  BerthRival rival = { .vm = claim->vm, .device = device, .rivalry = judge (claim) };

  for (guint i = 0; i < rivals->len; i++)
    {
      BerthRival *known = &g_array_index (rivals, BerthRival, i);

      if (!berth_vm_is_same (known->vm, claim->vm))
        continue;
      if (rival.rivalry > known->rivalry)
        *known = rival;
      return;
    }
  g_array_append_val (rivals, rival);
}

static int
compare_rivals (gconstpointer a, gconstpointer b)
{
  const BerthRival *left = a;
  const BerthRival *right = b;

  return (int) right->rivalry - (int) left->rivalry;
}

/**
 * berth_rival_list:
 * @devices: (element-type BerthDevice)
 * @vm: (nullable): who shall have them; its own claims do not count, those of a VM of another
 *   connection do
 *
 * Returns: (transfer full) (element-type BerthRival): every other VM that claims one of @devices,
 *   each once, who stands most in the way first
 */
GArray *
berth_rival_list (BerthRoster *roster, GPtrArray *devices, const BerthVm *vm)
{
  GArray *rivals = g_array_new (FALSE, FALSE, sizeof (BerthRival));

  for (guint i = 0; i < devices->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (devices, i);
      GArray *claims = berth_roster_lookup (roster, &device->address);

      for (guint j = 0; claims != NULL && j < claims->len; j++)
        {
          const BerthClaim *claim = &g_array_index (claims, BerthClaim, j);

          if (vm == NULL || !berth_vm_is_same (claim->vm, vm))
            add (rivals, claim, device);
        }
    }

  g_array_sort (rivals, compare_rivals);
  return rivals;
}

/**
 * berth_rival_list_lookup:
 * @rivals: (element-type BerthRival)
 *
 * Returns: (nullable) (transfer none): what @vm is among them
 */
const BerthRival *
berth_rival_list_lookup (GArray *rivals, const BerthVm *vm)
{
  for (guint i = 0; i < rivals->len; i++)
    {
      const BerthRival *rival = &g_array_index (rivals, BerthRival, i);

      if (berth_vm_is_same (rival->vm, vm))
        return rival;
    }
  return NULL;
}

static char *
dup_name (GArray *rivals, guint index)
{
  const BerthRival *rival
      = index < rivals->len ? &g_array_index (rivals, BerthRival, index) : NULL;

  return rival != NULL ? berth_text_dup_name (rival->vm->name) : NULL;
}

/**
 * berth_rival_list_dup_names:
 * @rivals: (element-type BerthRival)
 * @first: from this one on to the last
 *
 * Returns: (transfer full): who they are, for a sentence: “a”, “b” and “c”. Of more than
 *   %BERTH_RIVALS_NAMED, the last are only counted. Translated and safe to show
 */
char *
berth_rival_list_dup_names (GArray *rivals, guint first)
{
  guint n = rivals->len - first;
  g_autofree char *a = dup_name (rivals, first);
  g_autofree char *b = dup_name (rivals, first + 1);
  g_autofree char *c = dup_name (rivals, first + 2);

  if (n == 1)
    return g_strdup_printf (_ ("“%s”"), a);
  if (n == 2)
    return g_strdup_printf (_ ("“%s” and “%s”"), a, b);
  if (n == BERTH_RIVALS_NAMED)
    return g_strdup_printf (_ ("“%s”, “%s” and “%s”"), a, b, c);
  /* Translators: three names of VMs, and how many there are besides */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s”, “%s”, “%s” and %u more",
                                       "“%s”, “%s”, “%s” and %u more", n - BERTH_RIVALS_NAMED),
                          a, b, c, n - BERTH_RIVALS_NAMED);
}
