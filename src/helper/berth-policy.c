/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-policy.h"

#define INSPECT "org.berth.helper1.inspect"
#define BIND "org.berth.helper1.bind"
#define RETURN "org.berth.helper1.return-to-host"
#define PERMISSIVE "org.berth.helper1.permissive"
#define BOOT "org.berth.helper1.bind-at-boot"

/* THE table of what root does for whom. What is not in it is not done. The actions are explained to
 * the user in data/org.berth.helper1.policy. */
static const BerthPolicy policies[] = {
  { "Inspect", INSPECT },
  { "Bind", BIND, .changes = TRUE },
  { "ReturnToHost", RETURN, .changes = TRUE, .undoes = TRUE },
  { "SetPermissive", PERMISSIVE, .changes = TRUE },
  { "AddToBoot", BOOT, .changes = TRUE },
  { "RemoveFromBoot", BOOT, .changes = TRUE, .undoes = TRUE },
  { "ConfirmBoot", BOOT, .changes = TRUE },
  { "ListBoot", INSPECT },
};

/**
 * berth_policy_lookup:
 * @method: a name that a caller gave; only compared
 *
 * Returns: (nullable): what @method needs; %NULL: it is not to be done, whoever asks
 */
const BerthPolicy *
berth_policy_lookup (const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      if (g_str_equal (policies[i].method, method))
        return &policies[i];
    }
  return NULL;
}
