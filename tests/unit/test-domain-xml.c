/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-domain-xml.h"
#include "backend/libvirt/berth-network-xml.h"
#include "backend/libvirt/berth-xml.h"
#include "base/berth-error.h"
#include "domain-words.h"
#include "scene.h"

#include <string.h>

#define PCI(inside) "<hostdev mode='subsystem' type='pci' managed='yes'>" inside "</hostdev>"
#define PCI_SOURCE                                                                                 \
  "<source><address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></source>"
#define USB(inside) "<hostdev mode='subsystem' type='usb'><source>" inside "</source></hostdev>"
#define IDS "<vendor id='0x0781'/><product id='0x5581'/>"

typedef struct
{
  const char *devices;
  const char *words;
  guint n_foreign;
} ClaimCase;

static const ClaimCase claim_cases[] = {
  { "", "", 0 },

  /* PCI hostdevs, as libvirt prints them and as people write them */
  { PCI (PCI_SOURCE), "01:00.1+m", 0 },
  { "<hostdev type='pci'><source><address bus='1' slot='0' function='1'/></source></hostdev>",
    "01:00.1", 0 },
  { "<hostdev mode='subsystem' type='pci' managed='maybe'><source><address domain='0x10000' "
    "bus='0xe1' slot='0x1f' function='7'/></source></hostdev>",
    "10000:e1:1f.7", 0 },
  { PCI ("<source writeFiltering='no'><address bus='2' slot='0' function='0'/></source>"),
    "02:00.0+mp", 0 },
  { PCI ("<source writeFiltering='yes'><address bus='2' slot='0' function='0'/></source>"),
    "02:00.0+m", 0 },
  { "<hostdev mode='subsystem' type='pci' nostrictreset='yes'>" PCI_SOURCE "</hostdev>",
    "01:00.1+n", 0 },
  { PCI (PCI_SOURCE "<address type='unassigned'/>"), "01:00.1+mc", 0 },
  { PCI (PCI_SOURCE "<address type='pci' bus='5' slot='0' function='0'/>"), "01:00.1+m", 0 },

  /* ours: the alias pins it; somebody else's, or one left on another device, does not */
  { PCI (PCI_SOURCE "<alias name='ua-berth-0000-01-00-1-10de-228b-1043-8821-040300'/>"),
    "01:00.1+m=10de-228b-1043-8821-040300", 0 },
  { PCI (PCI_SOURCE "<alias name='ua-berth-0000-02-00-1-10de-228b-1043-8821-040300'/>"),
    "01:00.1+m", 0 },
  { PCI (PCI_SOURCE "<alias name='ua-gpu'/>"), "01:00.1+m", 0 },

  /* what Berth does not know in it leaves it that VM's device */
  { PCI (PCI_SOURCE "<driver name='vfio'/><boot order='1'/><rom bar='off' file='/x'/>"
                    "<teaming type='transient' persistent='ua-net'/><teapot/>"),
    "01:00.1+mr", 0 },

  /* what libvirt has for USB only, or not for USB, says nothing */
  { PCI ("<source startupPolicy='optional'><address bus='2' slot='0' function='0'/></source>"
         "<rom bar='on'/>"),
    "02:00.0+m", 0 },

  /* nobody can tell which device that is */
  { PCI (""), "", 1 },
  { PCI ("<source/>"), "", 1 },
  { PCI ("<source><address/></source>"), "", 1 },
  { PCI ("<source><address domain='0' function='1'/></source>"), "", 1 },
  { PCI ("<source><address bus='0x100' slot='0'/></source>"), "", 1 },
  { PCI ("<source><address bus='1' slot='0x20'/></source>"), "", 1 },
  { PCI ("<source><address bus='-1' slot='0'/></source>"), "", 1 },
  { PCI ("<source><address bus='1' slot='0' function='8'/></source>"), "", 1 },
  { PCI ("<source><address bus=' 1' slot='0x'/></source>"), "", 1 },
  { "<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address "
    "uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source></hostdev>",
    "", 1 },
  { "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/></source>"
    "</hostdev>",
    "", 1 },
  { "<hostdev mode='capabilities' type='misc'><source><char>/dev/input/event3</char></source>"
    "</hostdev>",
    "", 1 },
  { "<hostdev mode='capabilities' type='pci'>" PCI_SOURCE "</hostdev>", "", 1 },
  { "<x:hostdev xmlns:x='urn:x' mode='subsystem' type='pci'>" PCI_SOURCE "</x:hostdev>", "", 0 },

  /* the other ways to claim a device */
  { "<interface type='hostdev' managed='yes'><source><address type='pci' domain='0' bus='3' "
    "slot='0x10' function='2'/></source></interface>",
    "03:10.2/interface+m", 0 },
  { "<interface type='hostdev'><source><address type='usb' bus='0' port='1'/></source>"
    "</interface>",
    "", 1 },
  { "<interface type='vdpa'><source dev='/dev/vhost-vdpa-0'/></interface>", "", 1 },
  { "<interface type='network'><source network='default'/></interface>"
    "<interface type='bridge'><source bridge='br0'/></interface>",
    "", 0 },
  { "<interface type='network'><source network='pool'/></interface>",
    "04:10.0/network 04:10.2/network", 0 },
  { "<interface type='network'><source network='sleeping-pool'/></interface>", "", 1 },
  { "<disk type='nvme' device='disk'><source type='pci' managed='no' namespace='1'><address "
    "domain='0' bus='5' slot='0' function='0'/></source></disk>",
    "05:00.0/disk", 0 },
  { "<disk type='file'><source file='/top'/><backingStore type='nvme'><source type='pci' "
    "managed='yes' namespace='1'><address bus='6' slot='0' function='0'/></source></backingStore>"
    "</disk>",
    "06:00.0/disk+m", 0 },
  { "<disk type='block'><source dev='/dev/nvme0n1'/></disk>", "", 0 },

  /* several, in the order of the document */
  { PCI (PCI_SOURCE) "<interface type='hostdev'><source><address type='pci' bus='3' slot='0' "
                     "function='0'/></source></interface>" USB (IDS) PCI (""),
    "01:00.1+m 03:00.0/interface 1-3", 1 },
};

static const ClaimCase usb_cases[] = {
  { USB (IDS), "1-3", 0 },
  { USB ("<address bus='1' device='5'/>"), "1-3", 0 },
  { USB (IDS "<address bus='1' device='5'/>"), "1-3", 0 },
  { USB ("<vendor id='0x046d'/><product id='0xc52b'/><address bus='2' device='4'/>"), "2-1.4", 0 },
  /* two are alike */
  { USB ("<vendor id='0x046d'/><product id='0xc52b'/>"), "", 1 },
  { "<hostdev type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source>"
    "<alias name='ua-berth-2-1-4-046d-c52b-x-x-000000'/></hostdev>",
    "2-1.4=046d-c52b-x-x-000000", 0 },
  /* not plugged in: where it was, if Berth wrote that down */
  { USB ("<vendor id='0x1234'/><product id='0x0001'/>"), "", 1 },
  { USB ("<address bus='1' device='99'/>"), "", 1 },
  { "<hostdev type='usb'><source><vendor id='0x1234'/><product id='0x0001'/></source>"
    "<alias name='ua-berth-1-4-1234-0001-x-x-000000'/></hostdev>",
    "1-4=1234-0001-x-x-000000", 0 },
  /* plugged in elsewhere since */
  { "<hostdev type='usb'><source>" IDS "</source>"
    "<alias name='ua-berth-1-4-0781-5581-x-x-000000'/></hostdev>",
    "1-3=0781-5581-x-x-000000", 0 },
  /* given another device since */
  { "<hostdev type='usb'><source>" IDS "</source>"
    "<alias name='ua-berth-1-4-1234-0001-x-x-000000'/></hostdev>",
    "1-3", 0 },
  /* options */
  { "<hostdev type='usb' managed='yes'><source startupPolicy='optional'>" IDS "</source>"
    "<rom bar='off'/></hostdev>",
    "1-3+o", 0 },
  { "<hostdev type='usb'><source startupPolicy='requisite'>" IDS "</source></hostdev>", "1-3", 0 },
  { USB (""), "", 1 },
  { USB ("<vendor id='0'/><product id='0'/>"), "", 1 },
};

static void
add_usb (BerthFacts *facts, const char *address, guint16 vendor, guint16 product, guint number)
{
  BerthUsbFacts *usb = scene_add_usb (facts, address, "00:14.0", "080650");

  usb->vendor = vendor;
  usb->product = product;
  usb->device_number = number;
}

static BerthFacts *
new_facts (void)
{
  BerthFacts *facts = berth_facts_new ();

  add_usb (facts, "1-3", 0x0781, 0x5581, 5);
  add_usb (facts, "2-1.3", 0x046d, 0xc52b, 3);
  add_usb (facts, "2-1.4", 0x046d, 0xc52b, 4);
  berth_facts_sort (facts);
  return facts;
}

static GHashTable *
new_pools (void)
{
  GHashTable *pools
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);

  g_hash_table_insert (pools, (gpointer) "pool",
                       berth_network_xml_list_pool (
                         "<network><name>pool</name><forward mode='hostdev' managed='yes'>"
                         "<pf dev='eth3'/><address type='pci' domain='0x0000' bus='0x04' "
                         "slot='0x10' function='0x0'/><address type='pci' bus='4' slot='16' "
                         "function='2'/></forward></network>"));
  g_hash_table_insert (pools, (gpointer) "sleeping-pool",
                       berth_network_xml_list_pool (
                         "<network><name>sleeping-pool</name><forward mode='hostdev'>"
                         "<pf dev='eth3'/></forward></network>"));
  return pools;
}

static void
check_claims (const char *text, const char *words, guint n_foreign)
{
  g_autoptr (BerthFacts) facts = new_facts ();
  g_autoptr (GHashTable) pools = new_pools ();
  BerthDomainWorld world = { .facts = facts, .pools = pools };
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", &error);
  g_autoptr (GPtrArray) claims = NULL;
  g_autofree char *found = NULL;
  guint foreign;

  g_assert_no_error (error);
  claims = berth_domain_xml_list_claims (doc, &world, &foreign);
  found = domain_words_of (claims);
  if (g_strcmp0 (found, words) != 0 || foreign != n_foreign)
    g_error ("%s\nfound “%s” and %u foreign instead of “%s” and %u", text, found, foreign, words,
             n_foreign);
}

static void
test_claims (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (claim_cases); i++)
    {
      g_autofree char *text = domain_words_new_domain ("kvm", "pc-q35-7.2", claim_cases[i].devices);

      check_claims (text, claim_cases[i].words, claim_cases[i].n_foreign);
    }
}

static void
test_usb (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usb_cases); i++)
    {
      g_autofree char *text = domain_words_new_domain ("kvm", "pc-q35-7.2", usb_cases[i].devices);

      check_claims (text, usb_cases[i].words, usb_cases[i].n_foreign);
    }
}

typedef struct
{
  const char *devices; /* the last of them is a host device */
  const char *others;
} OthersCase;

#define ROOT "<controller type='pci' index='0' model='pcie-root'/>"
#define AT(bus) "<address type='pci' domain='0' bus='" bus "' slot='2' function='0'/>"

static const OthersCase others_cases[] = {
  { PCI (PCI_SOURCE), NULL },
  { PCI (PCI_SOURCE "<alias name='ua-x'/><rom bar='off'/><!-- x -->"), NULL },
  { PCI (PCI_SOURCE "<address type='unassigned'/>"), NULL },
  { PCI (PCI_SOURCE "<rom file='/a b.rom' bar='on'/>"), "ROM file /a b.rom" },
  { PCI (PCI_SOURCE "<rom enabled='no'/>"), "ROM disabled" },
  { PCI (PCI_SOURCE "<boot order='1'/>"), "boot order 1" },
  { PCI (PCI_SOURCE "<driver name='vfio'/>"), "driver vfio" },
  { PCI (PCI_SOURCE "<driver model='mlx5_vfio_pci'/>"), "driver mlx5_vfio_pci" },
  { PCI (PCI_SOURCE "<driver iommufd='yes'/>"), "driver" },
  /* a place that libvirt and Berth give, and one that only a person chooses */
  { ROOT PCI (PCI_SOURCE AT ("5")), NULL },
  { ROOT PCI (PCI_SOURCE AT ("0")), "guest address 0000:00:02.0" },
  { PCI (PCI_SOURCE AT ("0")), NULL },
  { USB (IDS), NULL },
  { "<hostdev type='usb'><source startupPolicy='optional'>" IDS "</source></hostdev>", NULL },
  { "<hostdev type='usb'><source startupPolicy='requisite' guestReset='off'>" IDS
    "</source></hostdev>",
    "startup policy requisite, guest reset off" },
  { "<hostdev type='usb'><source startupPolicy='mandatory'>" IDS "</source></hostdev>",
    "startup policy mandatory" },
  { PCI (PCI_SOURCE "<teaming type='transient' persistent='ua-net'/>"), "teaming" },
  { PCI ("<x/><acpi index='1'/>" PCI_SOURCE), "x, acpi" },
  /* the order is always the same */
  { PCI ("<x/><teaming/><driver name='vfio'/><boot order='2'/>" PCI_SOURCE
         "<rom enabled='no' file='/x'/>"),
    "ROM file /x, ROM disabled, boot order 2, driver vfio, teaming, x" },
};

static void
check_others (const char *text, const char *others)
{
  g_autoptr (BerthFacts) facts = new_facts ();
  BerthDomainWorld world = { .facts = facts };
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);
  g_autoptr (GPtrArray) claims = NULL;
  guint foreign;

  claims = berth_domain_xml_list_claims (doc, &world, &foreign);
  g_assert_cmpuint (claims->len, ==, 1);
  g_assert_cmpstr (((BerthAssignment *) g_ptr_array_index (claims, 0))->others, ==, others);
}

static void
test_others (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others_cases); i++)
    {
      g_autofree char *text
        = domain_words_new_domain ("kvm", "pc-q35-7.2", others_cases[i].devices);

      check_others (text, others_cases[i].others);
    }

  /* running: the driver is what libvirt took by itself */
  check_others ("<domain type='kvm' id='3'><devices>" PCI (
                  PCI_SOURCE "<driver name='vfio'/><boot order='1'/>") "</devices></domain>",
                "boot order 1");
  /* libvirt's driver for Xen does nothing of it */
  check_others ("<domain type='xen'><devices><hostdev type='usb'><source "
                "startupPolicy='optional'>" IDS "</source></hostdev></devices></domain>",
                "startup policy optional");
}

#define QEMU "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'"

/* What stands outside of the element decides. */
static void
test_referenced (void)
{
  check_claims ("<domain type='kvm' " QEMU "><devices>" PCI (
                  PCI_SOURCE "<alias name='ua-gpu'/>") "</devices><qemu:override><qemu:device "
                                                       "alias='ua-gpu'/></qemu:override></domain>",
                "01:00.1/other+m", 0);
  check_claims ("<domain type='kvm'><devices>" PCI (PCI_SOURCE "<alias name='ua-vf'/>")
                  "<interface type='network'><source network='x'/><teaming type='transient' "
                  "persistent='ua-vf'/></interface></devices></domain>",
                "01:00.1/other+m", 0);
  check_claims ("<domain type='kvm' " QEMU "><devices/><qemu:commandline>"
                "<qemu:arg value='-device'/><qemu:arg value='vfio-pci,host=07:00.1,x-vga=on'/>"
                "<qemu:arg value='-device'/>"
                "<qemu:arg value='{\"driver\": \"vfio-pci\", \"host\": \"0000:08:00.0\"}'/>"
                "<qemu:arg value='vfio-pci,host=nonsense'/>"
                "<qemu:arg value='virtio-net-pci,host_mtu=1500'/>"
                "</qemu:commandline></domain>",
                "07:00.1/other 08:00.0/other", 1);
  check_claims ("<domain type='kvm'/>", "", 0);
}

static const char *const refused[] = {
  "",
  "<",
  "no XML at all",
  "<domain>",
  "<network/>",
  "<x:domain xmlns:x='urn:x'/>",
  "<domain>\x01</domain>",
  "<domain><a b=c/></domain>",
  "<domain/><domain/>",
  "<!DOCTYPE domain><domain/>",
  "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
  "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><domain type='&c;'>&c;</domain>",
  "<!DOCTYPE d [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><domain>&f;</domain>",
  "<!DOCTYPE d SYSTEM 'http://localhost:9/d.dtd'><domain/>",
  "<domain>&unknown;</domain>",
};

static void
check_refused (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", &error);

  g_assert_null (doc);
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_INVALID);
}

static void
test_refused (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *blanks = g_strnfill (9 * 1024 * 1024, ' ');
  g_autofree char *huge = g_strconcat ("<domain>", blanks, "</domain>", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    check_refused (refused[i]);

  check_refused (huge);
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<domain>");
  check_refused (deep->str);
}

static void
test_kept_text (void)
{
  const char *text = "<!-- before -->\n<domain xmlns:x=\"urn:x\">\n"
                     "  <name>h\u00f6lle &lt;&amp;&gt; \u202e</name>\n\t<x:y z=\"&#10;\">"
                     "<![CDATA[<raw>]]></x:y>\n  <!-- in it --><?pi data?>\n  <empty/>\n"
                     "</domain>\n<!-- behind -->\n";
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);
  g_autofree char *again = berth_xml_dup_text (doc);

  g_assert_cmpstr (again, ==, text);
}

static void
test_networks (void)
{
  g_autoptr (GArray) pool = NULL;

  g_assert_null (berth_network_xml_list_pool ("<network><forward mode='nat'/></network>"));
  g_assert_null (berth_network_xml_list_pool ("<network/>"));
  g_assert_null (berth_network_xml_list_pool ("nonsense"));
  pool = berth_network_xml_list_pool ("<network><forward mode='hostdev'/></network>");
  g_assert_cmpuint (pool->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-xml/claims", test_claims);
  g_test_add_func ("/domain-xml/usb", test_usb);
  g_test_add_func ("/domain-xml/others", test_others);
  g_test_add_func ("/domain-xml/referenced", test_referenced);
  g_test_add_func ("/domain-xml/refused", test_refused);
  g_test_add_func ("/domain-xml/kept-text", test_kept_text);
  g_test_add_func ("/domain-xml/networks", test_networks);
  return g_test_run ();
}
