/* SPDX-License-Identifier: GPL-3.0-or-later */

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-commands/cases", test_cases);
  return g_test_run ();
}
