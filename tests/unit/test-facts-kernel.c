/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-facts-live.h"
#include "mock-sysfs.h"

#define UNSAFE_INTERRUPTS "sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"

static MockSysfs *
new_computer (void)
{
  MockSysfs *sysfs = mock_sysfs_new ();

  mock_sysfs_put (sysfs, "sys/bus/pci/devices", NULL);
  return sysfs;
}

static BerthFacts *
read_facts (MockSysfs *sysfs)
{
  g_autoptr (GError) error = NULL;
  BerthFacts *facts = berth_facts_read_live (mock_sysfs_get_root (sysfs), &error);

  g_assert_no_error (error);
  return facts;
}

typedef struct
{
  const char *name;
  const char *chips[3]; /* of interrupts 0, 9 and 120; NULL: not there */
  gboolean has_groups;
  gboolean is_xen;
  BerthTruth expected;
} RemappingCase;

static const RemappingCase remapping_cases[] = {
  { "Intel or AMD", { "IR-IO-APIC", "IR-IO-APIC", "IR-PCI-MSI" }, TRUE, FALSE, BERTH_TRUTH_YES },
  { "no timer", { NULL, NULL, "IR-PCI-MSIX-0000:01:00.0" }, TRUE, FALSE, BERTH_TRUTH_YES },
  { "switched off", { "IO-APIC", "IO-APIC", "PCI-MSI" }, TRUE, FALSE, BERTH_TRUTH_NO },
  { "timer of old", { "XT-PIC", "IO-APIC", "PCI-MSI" }, TRUE, FALSE, BERTH_TRUTH_NO },
  { "IOMMU's own", { NULL, NULL, "PCI-MSI" }, TRUE, FALSE, BERTH_TRUTH_UNKNOWN },
  { "ARM", { NULL, "GICv3", "ITS-MSI" }, TRUE, FALSE, BERTH_TRUTH_UNKNOWN },
  { "no interrupts", { NULL }, TRUE, FALSE, BERTH_TRUTH_UNKNOWN },
  { "no IOMMU", { "IO-APIC", "IO-APIC", "PCI-MSI" }, FALSE, FALSE, BERTH_TRUTH_NO },
  { "Xen", { "IO-APIC", "xen-pirq", "xen-dyn" }, FALSE, TRUE, BERTH_TRUTH_UNKNOWN },
};

static void
test_interrupt_remapping (void)
{
  static const char *const numbers[] = { "0", "9", "120" };

  for (gsize i = 0; i < G_N_ELEMENTS (remapping_cases); i++)
    {
      const RemappingCase *c = &remapping_cases[i];
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autoptr (BerthFacts) facts = NULL;

      for (gsize k = 0; k < G_N_ELEMENTS (numbers); k++)
        {
          g_autofree char *line = g_strconcat ("kernel/irq/", numbers[k], NULL);

          if (c->chips[k] != NULL)
            mock_sysfs_set (sysfs, line, "chip_name", c->chips[k]);
        }
      if (c->has_groups)
        mock_sysfs_put (sysfs, "sys/kernel/iommu_groups/0/devices", NULL);
      if (c->is_xen)
        {
          mock_sysfs_put (sysfs, "sys/hypervisor/type", "xen\n");
          mock_sysfs_put (sysfs, "proc/xen/capabilities", "control_d\n");
        }

      facts = read_facts (sysfs);
      g_test_message ("%s", c->name);
      g_assert_cmpint (facts->interrupt_remapping, ==, c->expected);
    }
}

typedef struct
{
  const char *command_line; /* NULL: cannot be read */
  const char *module;       /* the module's parameter; NULL: it is not loaded */
  BerthTruth unsafe_interrupts;
  BerthTruth acs_override;
} CommandLineCase;

#define UNKNOWN BERTH_TRUTH_UNKNOWN
#define NO BERTH_TRUTH_NO
#define YES BERTH_TRUTH_YES
#define ALLOW "vfio_iommu_type1.allow_unsafe_interrupts"

static const CommandLineCase command_line_cases[] = {
  { "root=/dev/sda1 quiet\n", NULL, UNKNOWN, NO },
  { NULL, NULL, UNKNOWN, UNKNOWN },
  { NULL, "N", NO, UNKNOWN },
  { "quiet\n", "N", NO, NO },
  { "quiet\n", "Y", YES, NO },
  { ALLOW "=1 quiet\n", NULL, YES, NO },
  { ALLOW "\n", NULL, YES, NO },
  { "vfio-iommu-type1.allow-unsafe-interrupts=Y\n", NULL, YES, NO },
  { ALLOW "=1\n", "N", NO, NO },
  { ALLOW "=0\n", NULL, UNKNOWN, NO },
  { ALLOW "=1 " ALLOW "=off\n", NULL, UNKNOWN, NO },
  { ALLOW "_not=1\n", NULL, UNKNOWN, NO },
  { "quiet -- " ALLOW "=1 pcie_acs_override=downstream\n", NULL, UNKNOWN, NO },
  { "quiet pcie_acs_override=downstream,multifunction\n", NULL, UNKNOWN, YES },
  { "pcie-acs-override=id:8086:1901\n", NULL, UNKNOWN, YES },
  { "my.pcie_acs_override=downstream\n", NULL, UNKNOWN, NO },
  { "pci=noaer,disable_acs_redir=pci:12d8:8533:0:0\n", NULL, UNKNOWN, NO },
};

static void
test_command_line (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (command_line_cases); i++)
    {
      const CommandLineCase *c = &command_line_cases[i];
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autoptr (BerthFacts) facts = NULL;

      if (c->command_line != NULL)
        mock_sysfs_put (sysfs, "proc/cmdline", c->command_line);
      if (c->module != NULL)
        mock_sysfs_put (sysfs, UNSAFE_INTERRUPTS, c->module);

      facts = read_facts (sysfs);
      g_test_message ("%s", c->command_line);
      g_assert_cmpint (facts->unsafe_interrupts, ==, c->unsafe_interrupts);
      g_assert_cmpint (facts->acs_override, ==, c->acs_override);
    }
}

static void
test_chassis (void)
{
  static const struct
  {
    const char *kind; /* NULL: the firmware has no tables */
    BerthChassis expected;
  } chassis_cases[] = {
    { NULL, BERTH_CHASSIS_UNKNOWN },      { "", BERTH_CHASSIS_UNKNOWN },
    { "1", BERTH_CHASSIS_UNKNOWN },       { "2", BERTH_CHASSIS_UNKNOWN },
    { "3", BERTH_CHASSIS_STATIONARY },    { "8", BERTH_CHASSIS_PORTABLE },
    { "9", BERTH_CHASSIS_PORTABLE },      { "10", BERTH_CHASSIS_PORTABLE },
    { "11", BERTH_CHASSIS_PORTABLE },     { "12", BERTH_CHASSIS_UNKNOWN },
    { "13", BERTH_CHASSIS_STATIONARY },   { "14", BERTH_CHASSIS_PORTABLE },
    { "17", BERTH_CHASSIS_STATIONARY },   { "30", BERTH_CHASSIS_PORTABLE },
    { "31", BERTH_CHASSIS_PORTABLE },     { "32", BERTH_CHASSIS_PORTABLE },
    { "35", BERTH_CHASSIS_STATIONARY },   { "99", BERTH_CHASSIS_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (chassis_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = new_computer ();
      g_autoptr (BerthFacts) facts = NULL;

      if (chassis_cases[i].kind != NULL)
        mock_sysfs_set (sysfs, "class/dmi/id", "chassis_type", chassis_cases[i].kind);
      facts = read_facts (sysfs);
      g_test_message ("%s", chassis_cases[i].kind);
      g_assert_cmpint (facts->chassis, ==, chassis_cases[i].expected);
    }
}

static void
test_memory (void)
{
  g_autoptr (MockSysfs) sysfs = new_computer ();
  g_autoptr (BerthFacts) without = read_facts (sysfs);
  g_autoptr (BerthFacts) facts = NULL;

  g_assert_cmpuint (without->memory_total, ==, 0);
  g_assert_cmpuint (without->memory_available, ==, 0);

  mock_sysfs_put (sysfs, "proc/meminfo",
                  "MemTotal:       16316412 kB\nMemFree:          512000 kB\n"
                  "MemAvailable:    9123456 kB\nBuffers:          1000 kB\n");
  facts = read_facts (sysfs);
  g_assert_cmpuint (facts->memory_total, ==, 16316412);
  g_assert_cmpuint (facts->memory_available, ==, 9123456);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-kernel/interrupt-remapping", test_interrupt_remapping);
  g_test_add_func ("/facts-kernel/command-line", test_command_line);
  g_test_add_func ("/facts-kernel/chassis", test_chassis);
  g_test_add_func ("/facts-kernel/memory", test_memory);
  return g_test_run ();
}
