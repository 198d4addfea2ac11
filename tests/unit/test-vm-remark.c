/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-vm-remark.h"

#define CARD "8086-1521-8086-0001-020000"
#define SCREEN "10de-24dd-1043-16c2-030000"

/* What was written down, what is there (NULL: nothing), and what is said about it. */
static const struct
{
  const char *meant;
  const char *there;
  const char *remark;
} identities[] = {
  { CARD, CARD, NULL },
  { CARD, NULL, "Meant was: network card 8086:1521. Nothing is there." },
  { NULL, NULL, "Nothing is there, and nobody wrote down what was meant." },
  { SCREEN, CARD,
    "Meant was: graphics card 10de:24dd. There is now: network card 8086:1521." },
  { NULL, CARD,
    "Only the address was written down. Nobody can tell whether this is the device that was "
    "meant." },
};

static void
test_identity (void)
{
  BerthAddress address = berth_address_pci (0, 5, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      g_autoptr (BerthAssignment) assignment = berth_assignment_new (&address);
      g_autoptr (BerthDevice) present = NULL;
      g_autofree char *remark = NULL;
      BerthIdentity there;

      if (identities[i].meant != NULL)
        g_assert_true (berth_identity_parse (identities[i].meant, &assignment->identity));
      if (identities[i].there != NULL)
        {
          g_assert_true (berth_identity_parse (identities[i].there, &there));
          present = berth_device_new_ghost (&address, &there);
        }
      remark = berth_vm_remark_dup_identity (assignment, present);
      g_assert_cmpstr (remark, ==, identities[i].remark);
    }
}

static void
test_others (void)
{
  BerthAddress address = berth_address_pci (0, 5, 0, 0);
  g_autoptr (BerthAssignment) assignment = berth_assignment_new (&address);
  g_autofree char *remark = NULL;

  g_assert_null (berth_vm_remark_dup_others (assignment));
  assignment->others = g_strdup ("boot order 1, ROM file /\033[31m\n\u202e.rom");
  remark = berth_vm_remark_dup_others (assignment);
  g_assert_cmpstr (remark, ==,
                   "Also set by another program: boot order 1, ROM file /␛[31m␊\ufffd.rom.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vm-remark/identity", test_identity);
  g_test_add_func ("/vm-remark/others", test_others);
  return g_test_run ();
}
