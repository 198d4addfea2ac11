/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "backend/libvirt/berth-hostdev-alias.h"
#include "scene.h"

typedef struct
{
  const char *address;
  const char *identity;
  const char *alias;
} AliasCase;

static const AliasCase aliases[] = {
  { "0000:01:00.0", "10de-2484-10de-146b-030000",
    "ua-berth-0000-01-00-0-10de-2484-10de-146b-030000" },
  { "10000:e1:1f.7", "8086-a77f-x-x-010802", "ua-berth-10000-e1-1f-7-8086-a77f-x-x-010802" },
  { "1-2", "046d-c52b-x-x-000000", "ua-berth-1-2-046d-c52b-x-x-000000" },
  { "3-1.4.2", "046d-c52b-x-x-000009", "ua-berth-3-1-4-2-046d-c52b-x-x-000009" },
  /* as many numbers as a PCI address has */
  { "1-2.3.4", "0781-5581-x-x-x", "ua-berth-1-2-3-4-0781-5581-x-x-x" },
};

static void
test_both_ways (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      const AliasCase *c = &aliases[i];
      BerthAddress address = scene_address (c->address);
      BerthAddress parsed_address;
      BerthIdentity identity, parsed_identity;
      g_autofree char *alias = NULL;

      g_assert_true (berth_identity_parse (c->identity, &identity));
      alias = berth_hostdev_alias_dup (&address, &identity);
      g_assert_cmpstr (alias, ==, c->alias);
      /* what libvirt accepts as the rest of a user's alias */
      g_assert_cmpuint (strspn (alias, "abcdefghijklmnopqrstuvwxyz0123456789-_"), ==,
                        strlen (alias));
      g_assert_true (berth_hostdev_alias_parse (alias, &parsed_address, &parsed_identity));
      g_assert_true (berth_address_equal (&parsed_address, &address));
      g_assert_true (berth_identity_equal (&parsed_identity, &identity));
    }
}

static void
test_nothing_known (void)
{
  BerthAddress address = scene_address ("01:00.0");
  BerthIdentity identity = { 0 };

  g_assert_null (berth_hostdev_alias_dup (&address, &identity));
}

static const char *const not_ours[] = {
  NULL,
  "",
  "hostdev0",
  "ua-mine",
  "ua-berth-",
  "ua-berth-0000-01-00-0",
  "ua-berth-10de-2484-10de-146b-030000",
  "ua-berth-0000-01-00-8-10de-2484-10de-146b-030000",
  "ua-berth-0000-01-20-0-10de-2484-10de-146b-030000",
  "ua-berth-0000-01-00-0-10de-2484-10de-146b-03000",
  "ua-berth-0000-01-00-0-10de-2484-10de-146b-03000g",
  "ua-berth-0000-01-00-0-10de-2484-10de-146b-030000-",
  "ua-berth--0000-01-00-0-10de-2484-10de-146b-030000",
  "ua-berth-1-2-3-4-5-6-7-8-046d-c52b-x-x-000000",
};

static void
test_not_ours (void)
{
  g_autofree char *long_one = g_strnfill (100000, '1');
  g_autofree char *alias = g_strconcat ("ua-berth-", long_one, NULL);
  BerthAddress address;
  BerthIdentity identity;

  for (gsize i = 0; i < G_N_ELEMENTS (not_ours); i++)
    g_assert_false (berth_hostdev_alias_parse (not_ours[i], &address, &identity));
  g_assert_false (berth_hostdev_alias_parse (alias, &address, &identity));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-alias/both-ways", test_both_ways);
  g_test_add_func ("/domain-alias/nothing-known", test_nothing_known);
  g_test_add_func ("/domain-alias/not-ours", test_not_ours);
  return g_test_run ();
}
