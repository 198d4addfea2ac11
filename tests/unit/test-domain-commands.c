/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "backend/libvirt/berth-domain-commands.h"
#include "domain-words.h"

#define UUID "aaaaaaaa-bbbb-cccc-dddd-000000000001"

#define HOSTDEV(managed, bus, more)                                                                \
  "<hostdev mode=\"subsystem\" type=\"pci\" managed=\"" managed "\">\n"                            \
  "  <source>\n"                                                                                   \
  "    <address domain=\"0x0000\" bus=\"0x" bus "\" slot=\"0x00\" function=\"0x0\"/>\n"            \
  "  </source>\n" more "</hostdev>"

typedef struct
{
  const char *uri;
  const char *name;
  const char *before;
  const char *wanted;
  const char *commands[3];
} CommandCase;

static const CommandCase cases[] = {
  { "qemu:///system", "work", "", "", { NULL } },
  { "qemu:///system",
    "work",
    "",
    "01:00.0+m",
    { "virsh -c qemu:///system attach-device work /dev/stdin --config <<'END'\n" HOSTDEV (
        "yes", "01", "") "\nEND",
      NULL } },
  /* what is taken back goes first: it may be the same device */
  { "qemu+ssh://root@server/system?no_tty=1",
    "work",
    "01:00.0",
    "02:00.0+c",
    { "virsh -c 'qemu+ssh://root@server/system?no_tty=1' detach-device work /dev/stdin --config "
      "<<'END'\n" HOSTDEV ("no", "01", "") "\nEND",
      "virsh -c 'qemu+ssh://root@server/system?no_tty=1' attach-device work /dev/stdin --config "
      "<<'END'\n" HOSTDEV ("no", "02", "  <address type=\"unassigned\"/>\n") "\nEND",
      NULL } },
  /* its options, changed: detached and attached again */
  { "qemu:///system",
    "work",
    "01:00.0",
    "01:00.0+r",
    { "virsh -c qemu:///system detach-device work /dev/stdin --config <<'END'\n" HOSTDEV (
        "no", "01", "") "\nEND",
      "virsh -c qemu:///system attach-device work /dev/stdin --config <<'END'\n" HOSTDEV (
        "no", "01", "  <rom bar=\"off\"/>\n") "\nEND",
      NULL } },
  { "qemu:///system",
    "work",
    "",
    "1-2+o=0781-5581-x-x-000000",
    { "virsh -c qemu:///system attach-device work /dev/stdin --config <<'END'\n"
      "<hostdev mode=\"subsystem\" type=\"usb\">\n"
      "  <source startupPolicy=\"optional\">\n"
      "    <vendor id=\"0x0781\"/>\n"
      "    <product id=\"0x5581\"/>\n"
      "  </source>\n"
      "  <alias name=\"ua-berth-1-2-0781-5581-x-x-000000\"/>\n"
      "</hostdev>\nEND",
      NULL } },
  /* what virsh does not do on Xen */
  { "xen:///system", "work", "1-2=0781-5581-x-x-000000", "", { "virsh -c xen:///system edit work",
                                                              NULL } },
  /* no name that the shell, virsh or a person could take for something else */
  { "x'$(y)", "a b", "", "1-2", { "virsh -c 'x'\\''$(y)' edit " UUID, NULL } },
  { "xen:///", "$(x)", "", "1-2", { "virsh -c xen:/// edit " UUID, NULL } },
  { "xen:///", "--help", "", "1-2", { "virsh -c xen:/// edit " UUID, NULL } },
  { "xen:///", "42", "", "1-2", { "virsh -c xen:/// edit " UUID, NULL } },
  { "xen:///", "", "", "1-2", { "virsh -c xen:/// edit " UUID, NULL } },
  { "xen:///", "\u202egnp", "", "1-2", { "virsh -c xen:/// edit " UUID, NULL } },
  { "xen:///", "w\nx", "", "1-2", { "virsh -c xen:/// edit " UUID, NULL } },
  { "xen:///", "4-x_y.z", "", "1-2", { "virsh -c xen:/// edit 4-x_y.z", NULL } },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const CommandCase *c = &cases[i];
      g_autoptr (BerthVm) vm = berth_vm_new (c->uri, UUID, c->name);
      g_autoptr (GPtrArray) before = domain_words_parse (c->before);
      g_autoptr (GPtrArray) wanted = domain_words_parse (c->wanted);
      g_autoptr (BerthChange) change = berth_change_new (UUID, before, wanted);
      g_auto (GStrv) commands = berth_domain_commands_dup (c->uri, vm, change);
      guint n = 0;

      for (; c->commands[n] != NULL; n++)
        g_assert_cmpstr (commands[n], ==, c->commands[n]);
      g_assert_null (commands[n]);
    }
}

/* What another program set would be lost on the way out and in again; taken back it goes. */
static void
test_others (void)
{
  g_autoptr (BerthVm) vm = berth_vm_new ("qemu:///system", UUID, "work");
  g_autoptr (GPtrArray) before = domain_words_parse ("01:00.0 02:00.0 03:00.0");
  g_autoptr (GPtrArray) wanted = domain_words_parse ("01:00.0+r 02:00.0+m");
  g_autoptr (BerthChange) change = NULL;
  g_auto (GStrv) commands = NULL;

  for (guint i = 0; i < before->len; i++)
    ((BerthAssignment *) g_ptr_array_index (before, i))->others = g_strdup ("ROM file /x");
  change = berth_change_new (UUID, before, wanted);
  commands = berth_domain_commands_dup ("qemu:///system", vm, change);

  g_assert_cmpuint (g_strv_length (commands), ==, 2);
  g_assert_true (g_str_has_prefix (commands[0], "virsh -c qemu:///system detach-device work"));
  g_assert_nonnull (strstr (commands[0], "bus=\"0x03\""));
  g_assert_cmpstr (commands[1], ==, "virsh -c qemu:///system edit work");
}

/* A device that is followed into another slot keeps it too: nothing is taken out for that. */
static void
test_others_moved (void)
{
  g_autoptr (BerthVm) vm = berth_vm_new ("qemu:///system", UUID, "work");
  g_autoptr (GPtrArray) before = domain_words_parse ("01:00.0 02:00.0");
  g_autoptr (GPtrArray) wanted = domain_words_parse ("05:00.0 06:00.0");
  g_autoptr (BerthChange) change = NULL;
  g_auto (GStrv) commands = NULL;

  ((BerthAssignment *) g_ptr_array_index (before, 0))->others = g_strdup ("ROM file /x");
  ((BerthAssignment *) g_ptr_array_index (wanted, 0))->others = g_strdup ("ROM file /x");
  change = berth_change_new (UUID, before, wanted);
  commands = berth_domain_commands_dup ("qemu:///system", vm, change);

  g_assert_cmpuint (g_strv_length (commands), ==, 3);
  g_assert_nonnull (strstr (commands[0], "bus=\"0x02\""));
  g_assert_nonnull (strstr (commands[1], "bus=\"0x06\""));
  g_assert_cmpstr (commands[2], ==, "virsh -c qemu:///system edit work");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-commands/cases", test_cases);
  g_test_add_func ("/domain-commands/others", test_others);
  g_test_add_func ("/domain-commands/others-moved", test_others_moved);
  return g_test_run ();
}
