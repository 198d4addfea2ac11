/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-hostdev-alias.h"

#include <string.h>

#include "base/berth-names.h"

/* The longest alias that berth_hostdev_alias_dup() can make is below 70 characters. */
#define MAX_LENGTH 100

/* Fields of an identity as berth_identity_dup_string() writes it: each but the last has four
 * digits or is "x", so none can be mistaken for a USB port, which has at most three. */
#define N_IDENTITY_FIELDS 5

#define N_PCI_FIELDS 4

/**
 * berth_hostdev_alias_dup:
 *
 * The user alias that pins @identity to a hostdev, such as
 * `ua-berth-0000-01-00-0-10de-2484-10de-146b-030000`. libvirt keeps aliases of users in the
 * configuration since 3.9 if they begin with "ua-" and hold letters, digits, "-" and "_" only; the
 * address therefore has "-" for ":" and ".".
 *
 * Returns: (transfer full) (nullable): %NULL when nothing is known that could be pinned
 */
char *
berth_hostdev_alias_dup (const BerthAddress *address, const BerthIdentity *identity)
{
  g_autofree char *place = berth_address_dup_string (address);
  g_autofree char *which = NULL;

  if (identity->known == 0)
    return NULL;

  which = berth_identity_dup_string (identity);
  g_strdelimit (place, ":.", '-');
  return g_strconcat (BERTH_ALIAS_PREFIX, place, "-", which, NULL);
}

/**
 * berth_hostdev_alias_is_ours:
 * @alias: (nullable)
 *
 * Returns: whether Berth wrote it, so that Berth may write it anew
 */
gboolean
berth_hostdev_alias_is_ours (const char *alias)
{
  return alias != NULL && g_str_has_prefix (alias, BERTH_ALIAS_PREFIX);
}

/* The first @n of @fields as an address: "0000-01-00-0" is PCI, "1-2-3" is USB port 1-2.3. */
static gboolean
parse_place (char **fields, guint n, BerthAddress *ret_address)
{
  g_autoptr (GString) text = g_string_new (fields[0]);
  gboolean is_pci = n == N_PCI_FIELDS && strlen (fields[0]) >= 4;

  for (guint i = 1; i < n; i++)
    {
      if (is_pci)
        g_string_append_c (text, i == n - 1 ? '.' : ':');
      else
        g_string_append_c (text, i == 1 ? '-' : '.');
      g_string_append (text, fields[i]);
    }
  return berth_address_parse (text->str, ret_address, NULL);
}

/**
 * berth_hostdev_alias_parse:
 * @alias: (nullable): foreign text
 * @ret_address: (out): where the device was when it was pinned
 * @ret_identity: (out): which device was meant
 *
 * Returns: %FALSE if it is not one of ours, or one of ours that somebody has edited; both
 *   results are untouched then
 */
gboolean
berth_hostdev_alias_parse (const char *alias,
                           BerthAddress *ret_address,
                           BerthIdentity *ret_identity)
{
  g_auto (GStrv) fields = NULL;
  g_autofree char *which = NULL;
  BerthAddress address;
  BerthIdentity identity;
  guint n;

  if (!berth_hostdev_alias_is_ours (alias) || strlen (alias) > MAX_LENGTH)
    return FALSE;

  fields = g_strsplit (alias + strlen (BERTH_ALIAS_PREFIX), "-", -1);
  n = g_strv_length (fields);
  if (n <= N_IDENTITY_FIELDS + 1)
    return FALSE;

  n -= N_IDENTITY_FIELDS;
  which = g_strjoinv ("-", fields + n);
  if (!parse_place (fields, n, &address) || !berth_identity_parse (which, &identity))
    return FALSE;

  *ret_address = address;
  *ret_identity = identity;
  return TRUE;
}
