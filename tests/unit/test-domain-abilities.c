/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a domain's document says of the VM as a whole: what it can take, and how much memory and how
 * many free ports it has. */

#include "backend/libvirt/berth-domain-memory.h"
#include "backend/libvirt/berth-domain-takes.h"
#include "backend/libvirt/berth-guest-slots.h"
#include "backend/libvirt/berth-xml.h"
#include "domain-words.h"

#define ALL (BERTH_VM_TAKES_PCI | BERTH_VM_TAKES_USB)

#define CONTROLLER(index, model, inside)                                                           \
  "<controller type='pci' index='" index "' model='" model "'>" inside "</controller>"
#define PCIE_ROOT CONTROLLER ("0", "pcie-root", "")
#define PCI_ROOT CONTROLLER ("0", "pci-root", "")
#define PORT(index) CONTROLLER (index, "pcie-root-port", AT ("0"))
#define AT(bus) "<address type='pci' domain='0x0000' bus='" bus "' slot='0' function='0'/>"

typedef struct
{
  const char *type;
  const char *machine;
  const char *devices;
  guint takes;
} TakesCase;

static const TakesCase takes_cases[] = {
  { "kvm", "pc-q35-7.2", PCIE_ROOT, ALL },
  { "qemu", "pc-i440fx-7.2", PCI_ROOT, ALL },
  { "hvf", "virt", PCIE_ROOT, ALL },
  { "kvm", "pseries-7.2", "<controller type='usb' index='0'/>" PCI_ROOT, ALL },
  { "xen", "xenfv", "", ALL },
  { "xen", "xenpv", "", ALL },
  { "test", "x", "", ALL },
  /* libvirt lists no PCI bus because there is none */
  { "kvm", "microvm", "", 0 },
  { "qemu", "isapc", "<controller type='ide' index='0'/>", 0 },
  { "qemu", "none", "", 0 },
  { "qemu", "raspi3b", "<controller type='usb' index='0'/>", 0 },
  { "kvm", "pc-q35-7.2", PCIE_ROOT "<controller type='usb' model='none'/>", BERTH_VM_TAKES_PCI },
  { "kvm", "pc-q35-7.2", PCIE_ROOT "<controller type='usb' model='qemu-xhci'/>", ALL },
  { "lxc", "x", "", 0 },
  { "vz", "x", "", 0 },
  { "bhyve", "x", PCI_ROOT, 0 },
};

static void
check_takes (const char *text, guint takes)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);
  const char *reason;

  g_assert_cmpuint (berth_domain_takes_get (doc, &reason), ==, takes);
  g_assert_true ((reason == NULL) == (takes == ALL));
  g_assert_true (reason == NULL || g_str_has_suffix (reason, "."));
}

static void
test_takes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (takes_cases); i++)
    {
      const TakesCase *c = &takes_cases[i];
      g_autofree char *text = domain_words_new_domain (c->type, c->machine, c->devices);

      check_takes (text, c->takes);
    }
  check_takes ("<domain type='xen'><os><type machine='xenpvh'>xenpvh</type></os><devices/>"
               "</domain>",
               BERTH_VM_TAKES_USB);
  check_takes ("<domain type='kvm'/>", 0);
}

/* What to change it to depends on the processor that it has. */
static void
test_way_out (void)
{
  static const struct
  {
    const char *arch;
    const char *word;
  } cases[] = {
    { "x86_64", "*“q35”*" }, { "i686", "*“q35”*" },          { "aarch64", "*“virt”*" },
    { "riscv64", "*“virt”*" }, { "m68k", "*another VM.*" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "<domain type='qemu'><os><type arch='%s'>hvm</type></os></domain>", cases[i].arch);
      g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);
      const char *reason;

      g_assert_cmpuint (berth_domain_takes_get (doc, &reason), ==, 0);
      g_assert_true (g_pattern_match_simple (cases[i].word, reason));
    }
}

typedef struct
{
  const char *type;
  const char *inside;
  const char *devices;
  guint64 size;
  BerthTruth balloons;
} MemoryCase;

#define MEMORY(current, size)                                                                      \
  "<memory unit='KiB'>" size "</memory><currentMemory unit='KiB'>" current "</currentMemory>"
#define VIRTIO "<memballoon model='virtio'/>"

static const MemoryCase memory_cases[] = {
  { "kvm", MEMORY ("4194304", "4194304"), VIRTIO, 4194304, BERTH_TRUTH_NO },
  { "kvm", MEMORY ("2097152", "4194304"), VIRTIO, 4194304, BERTH_TRUTH_YES },
  { "kvm", MEMORY ("2097152", "4194304"), "<memballoon model='none'/>", 4194304, BERTH_TRUTH_NO },
  { "kvm", MEMORY ("2097152", "4194304"), "", 4194304, BERTH_TRUTH_UNKNOWN },
  { "xen", MEMORY ("2097152", "4194304"), "", 4194304, BERTH_TRUTH_YES },
  { "xen", MEMORY ("4194304", "4194304"), "<memballoon model='xen'/>", 4194304, BERTH_TRUTH_NO },
  { "kvm", "<memory> 1024\n</memory>", VIRTIO, 1024, BERTH_TRUTH_NO },
  /* what could be plugged in is not there yet */
  { "kvm", "<maxMemory slots='16' unit='KiB'>67108864</maxMemory>" MEMORY ("4194304", "4194304"),
    VIRTIO, 4194304, BERTH_TRUTH_NO },
  { "kvm", "", VIRTIO, 0, BERTH_TRUTH_UNKNOWN },
  { "kvm", "<memory unit='GiB'>4</memory>", VIRTIO, 0, BERTH_TRUTH_UNKNOWN },
  { "kvm", "<memory>much</memory>", VIRTIO, 0, BERTH_TRUTH_UNKNOWN },
  { "kvm", "<memory>-1</memory>", VIRTIO, 0, BERTH_TRUTH_UNKNOWN },
  { "kvm", "<memory>99999999999999999999</memory>", VIRTIO, 0, BERTH_TRUTH_UNKNOWN },
};

static void
test_memory (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (memory_cases); i++)
    {
      const MemoryCase *c = &memory_cases[i];
      g_autofree char *text = g_strdup_printf ("<domain type='%s'>%s<devices>%s</devices></domain>",
                                               c->type, c->inside, c->devices);
      g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);

      g_assert_cmpuint (berth_domain_memory_get_size (doc), ==, c->size);
      g_assert_cmpint (berth_domain_memory_get_balloons (doc), ==, c->balloons);
    }
}

typedef struct
{
  const char *machine;
  const char *devices;
  int n_free;
} PortCase;

static const PortCase port_cases[] = {
  { "pc-q35-7.2", PCIE_ROOT, 0 },
  { "pc-q35-7.2", PCIE_ROOT PORT ("1") PORT ("2"), 2 },
  { "pc-q35-7.2", PCIE_ROOT PORT ("1") PORT ("2") "<interface>" AT ("0x02") "</interface>", 1 },
  { "pc-q35-7.2", PCIE_ROOT PORT ("1") "<hostdev>" AT ("0x01") "</hostdev>", 0 },
  { "virt-7.2", PCIE_ROOT PORT ("1"), 1 },
  /* a switch takes a port, and its own ports take devices */
  { "pc-q35-7.2",
    PCIE_ROOT PORT ("1") CONTROLLER ("2", "pcie-switch-upstream-port", AT ("1"))
      CONTROLLER ("3", "pcie-switch-downstream-port", AT ("2"))
        CONTROLLER ("4", "pcie-switch-downstream-port", AT ("2")) "<disk>" AT ("4") "</disk>",
    1 },
  { "pc-q35-7.2", PCIE_ROOT PORT ("1") CONTROLLER ("2", "pcie-to-pci-bridge", AT ("1")), 0 },
  { "pc-q35-7.2", PCIE_ROOT CONTROLLER ("1", "pcie-root-port", "<target hotplug='off'/>"), 0 },
  /* no ports */
  { "pc-i440fx-7.2", PCI_ROOT, -1 },
  { "pseries-7.2", PCI_ROOT, -1 },
  { "xenfv", "", -1 },
};

static void
test_ports (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (port_cases); i++)
    {
      const PortCase *c = &port_cases[i];
      g_autofree char *text = domain_words_new_domain ("kvm", c->machine, c->devices);
      g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);
      const xmlNode *devices
        = berth_xml_lookup_child (xmlDocGetRootElement (doc), "devices");

      g_assert_cmpint (berth_guest_slots_count_free_ports (devices), ==, c->n_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-abilities/takes", test_takes);
  g_test_add_func ("/domain-abilities/way-out", test_way_out);
  g_test_add_func ("/domain-abilities/memory", test_memory);
  g_test_add_func ("/domain-abilities/ports", test_ports);
  return g_test_run ();
}
