/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "backend/libvirt/berth-domain-edit.h"
#include "backend/libvirt/berth-xml.h"
#include "base/berth-error.h"
#include "domain-words.h"
#include "scene.h"

#define SOURCE(bus, slot, function)                                                                \
  "<address domain=\"0x0000\" bus=\"0x" bus "\" slot=\"0x" slot "\" function=\"0x" function "\"/>"
#define PCI(managed, bus, slot, function, more)                                                    \
  "<hostdev mode=\"subsystem\" type=\"pci\" managed=\"" managed "\"><source>" SOURCE (             \
    bus, slot, function) "</source>" more "</hostdev>"
#define NAKED(attributes, source_attributes)                                                       \
  "<hostdev type=\"pci\"" attributes "><source" source_attributes ">" SOURCE (                     \
    "05", "00", "0") "</source></hostdev>"
#define AT(bus, slot, function)                                                                    \
  "<address type=\"pci\" domain=\"0x0000\" bus=\"0x" bus "\" slot=\"0x" slot                       \
  "\" function=\"0x" function "\"/>"
#define UNSEEN "<address type=\"unassigned\"/>"
#define ALIAS(rest) "<alias name=\"ua-berth-" rest "\"/>"

#define PORT(index) "<controller type=\"pci\" index=\"" index "\" model=\"pcie-root-port\"/>"
#define PLACED_PORT(index)                                                                         \
  "<controller type=\"pci\" index=\"" index "\" model=\"pcie-root-port\">"                         \
  AT ("00", "02", index) "</controller>"
#define Q35                                                                                        \
  "<controller type=\"pci\" index=\"0\" model=\"pcie-root\"/>" PLACED_PORT ("1") PLACED_PORT ("2")
#define NET(bus) "<interface type=\"user\">" AT (bus, "00", "0") "</interface>"
#define I440FX                                                                                     \
  "<controller type=\"pci\" index=\"0\" model=\"pci-root\"/><video>" AT ("00", "02", "0") "</video>"

/* What each program finds there: its own things, which Berth has to leave alone. */
#define REST                                                                                       \
  "<boot order=\"1\"/><rom file=\"/a&amp;b\" x=\"y\"/><!-- mine --><x:y xmlns:x=\"urn:x\"/>"

typedef struct
{
  const char *name;
  const char *machine;
  const char *devices;
  const char *wanted; /* what the VM shall have in the end */
  const char *result; /* what the devices become */
} EditCase;

static const EditCase cases[] = {
  { "nothing", "q35", Q35, "", Q35 },

  /* one device */
  { "give", "q35", Q35 "<memballoon/>", "01:00.0+m=10de-2484-10de-146b-030000",
    Q35 "<memballoon/>" PCI ("yes", "01", "00", "0",
                             ALIAS ("0000-01-00-0-10de-2484-10de-146b-030000")) },
  { "give unpinned", "q35", Q35, "01:00.0", Q35 PCI ("no", "01", "00", "0", "") },
  { "give behind the others", "q35", PCI ("yes", "05", "00", "0", REST) "<memballoon/>",
    "05:00.0+m 06:00.0+m",
    PCI ("yes", "05", "00", "0", REST) PCI ("yes", "06", "00", "0", "") "<memballoon/>" },
  { "give as a companion", "q35", Q35, "01:00.0+mc",
    Q35 PCI ("yes", "01", "00", "0", UNSEEN) },
  { "give in a large domain", "q35", Q35, "10000:e1:00.0",
    Q35 "<hostdev mode=\"subsystem\" type=\"pci\" managed=\"no\"><source><address "
        "domain=\"0x10000\" bus=\"0xe1\" slot=\"0x00\" function=\"0x0\"/></source></hostdev>" },
  { "take back", "q35",
    Q35 PCI ("yes", "01", "00", "0", AT ("01", "00", "0")) PCI ("yes", "05", "00", "0", REST),
    "05:00.0+m", Q35 PCI ("yes", "05", "00", "0", REST) },
  { "take back with all that is in it", "q35", PCI ("yes", "05", "00", "0", REST), "", "" },

  /* options */
  { "managed on", "q35", PCI ("no", "05", "00", "0", REST), "05:00.0+m",
    PCI ("yes", "05", "00", "0", REST) },
  { "managed off", "q35", PCI ("yes", "05", "00", "0", REST), "05:00.0",
    PCI ("no", "05", "00", "0", REST) },
  { "permissive on", "x", NAKED ("", " x=\"y\""), "05:00.0+p",
    NAKED ("", " x=\"y\" writeFiltering=\"no\"") },
  { "permissive off", "x", NAKED ("", " writeFiltering=\"no\""), "05:00.0", NAKED ("", "") },
  { "permissive written out stays", "x", NAKED ("", " writeFiltering=\"yes\""), "05:00.0+n",
    NAKED (" nostrictreset=\"yes\"", " writeFiltering=\"yes\"") },

  { "ROM hidden", "q35", PCI ("no", "05", "00", "0", "<rom file=\"/x\"/><boot order=\"1\"/>"),
    "05:00.0+r",
    PCI ("no", "05", "00", "0", "<rom file=\"/x\" bar=\"off\"/><boot order=\"1\"/>") },
  { "ROM shown", "q35", PCI ("no", "05", "00", "0", "<rom bar=\"off\" file=\"/x\"/>"), "05:00.0",
    PCI ("no", "05", "00", "0", "<rom file=\"/x\"/>") },
  { "ROM hidden from the start", "q35", PCI ("no", "05", "00", "0", ""), "05:00.0+r",
    PCI ("no", "05", "00", "0", "<rom bar=\"off\"/>") },
  { "ROM shown leaves nothing behind", "q35", PCI ("no", "05", "00", "0", "<rom bar=\"off\"/>"),
    "05:00.0", PCI ("no", "05", "00", "0", "") },
  { "ROM written out stays", "q35", PCI ("no", "05", "00", "0", "<rom bar=\"on\"/>"), "05:00.0+m",
    PCI ("yes", "05", "00", "0", "<rom bar=\"on\"/>") },
  { "optional is not for PCI", "q35", PCI ("no", "05", "00", "0", ""), "05:00.0+mo",
    PCI ("yes", "05", "00", "0", "") },

  /* identity */
  { "pin", "q35", PCI ("no", "05", "00", "0", REST), "05:00.0=8086-1533-x-x-020000",
    PCI ("no", "05", "00", "0", REST ALIAS ("0000-05-00-0-8086-1533-x-x-020000")) },
  { "pin anew", "q35",
    PCI ("no", "05", "00", "0", ALIAS ("0000-05-00-0-8086-0001-x-x-020000") REST),
    "05:00.0=8086-1533-x-x-020000",
    PCI ("no", "05", "00", "0", ALIAS ("0000-05-00-0-8086-1533-x-x-020000") REST) },
  { "somebody else's alias stays", "q35", PCI ("no", "05", "00", "0", "<alias name=\"ua-nic\"/>"),
    "05:00.0=8086-1533-x-x-020000", PCI ("no", "05", "00", "0", "<alias name=\"ua-nic\"/>") },
  { "an alias that is taken is not given twice", "q35",
    "<interface type=\"user\">" ALIAS ("0000-05-00-0-8086-1533-x-x-020000") "</interface>",
    "05:00.0=8086-1533-x-x-020000",
    "<interface type=\"user\">" ALIAS ("0000-05-00-0-8086-1533-x-x-020000") "</interface>"
    PCI ("no", "05", "00", "0", "") },

  /* role */
  { "unseen from now on", "q35", PCI ("yes", "05", "00", "0", AT ("01", "00", "0") REST),
    "05:00.0+mc", PCI ("yes", "05", "00", "0", REST UNSEEN) },
  { "seen from now on", "q35", PCI ("yes", "05", "00", "0", UNSEEN REST), "05:00.0+m",
    PCI ("yes", "05", "00", "0", REST) },

  /* functions of one card on one slot of the guest */
  { "card", "q35", Q35 NET ("01") NET ("02"), "05:00.0 05:00.1 06:00.0",
    Q35 PORT ("3") NET ("01") NET ("02") PCI ("no", "05", "00", "0", AT ("03", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("03", "00", "1")) PCI ("no", "06", "00", "0", "") },
  { "two cards", "virt", Q35 NET ("01") NET ("02"), "05:00.0 05:00.1 06:00.0 06:00.3",
    Q35 PORT ("3") PORT ("4") NET ("01") NET ("02")
      PCI ("no", "05", "00", "0", AT ("03", "00", "0"))
        PCI ("no", "05", "00", "1", AT ("03", "00", "1"))
          PCI ("no", "06", "00", "0", AT ("04", "00", "0"))
            PCI ("no", "06", "00", "3", AT ("04", "00", "3")) },
  { "the last empty port is left for plugging", "q35", Q35 NET ("01"), "05:00.0 05:00.1",
    Q35 PORT ("3") NET ("01") PCI ("no", "05", "00", "0", AT ("03", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("03", "00", "1")) },
  { "an empty port is used again", "q35", Q35, "05:00.0 05:00.1",
    Q35 PCI ("no", "05", "00", "0", AT ("01", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("01", "00", "1")) },
  { "a card without its first function", "q35", Q35, "05:00.1 05:00.2",
    Q35 PCI ("no", "05", "00", "1", AT ("01", "00", "0"))
      PCI ("no", "05", "00", "2", AT ("01", "00", "1")) },
  { "companions take no place", "q35", Q35, "05:00.0 05:00.1+c 05:00.2",
    Q35 PCI ("no", "05", "00", "0", AT ("01", "00", "0")) PCI ("no", "05", "00", "1", UNSEEN)
      PCI ("no", "05", "00", "2", AT ("01", "00", "2")) },
  { "beside what it has of the card", "q35", Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0")),
    "05:00.0 05:00.1",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("02", "00", "1")) },
  { "a companion is shown beside its card", "q35",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0")) PCI ("no", "05", "00", "1", UNSEEN),
    "05:00.0 05:00.1",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("02", "00", "1")) },
  { "not on a slot of the root bus", "q35",
    Q35 PCI ("no", "05", "00", "0", AT ("00", "09", "0")), "05:00.0 05:00.1",
    Q35 PCI ("no", "05", "00", "0", AT ("00", "09", "0")) PCI ("no", "05", "00", "1", "") },
  { "conventional ones are libvirt's", "q35", Q35, "07:00.0 07:00.1",
    Q35 PCI ("no", "07", "00", "0", "") PCI ("no", "07", "00", "1", "") },
  { "the chipset's are libvirt's", "q35", Q35, "00:14.0 00:14.2",
    Q35 PCI ("no", "00", "14", "0", "") PCI ("no", "00", "14", "2", "") },
  { "on the only bus of i440FX", "pc-i440fx-7.2", I440FX "<sound>" AT ("00", "04", "0") "</sound>",
    "05:00.0 05:00.1 07:00.0 07:00.1",
    I440FX "<sound>" AT ("00", "04", "0") "</sound>"
    PCI ("no", "05", "00", "0", AT ("00", "03", "0"))
      PCI ("no", "05", "00", "1", AT ("00", "03", "1"))
        PCI ("no", "07", "00", "0", AT ("00", "05", "0"))
          PCI ("no", "07", "00", "1", AT ("00", "05", "1")) },
  { "not where buses are unknown", "pseries-7.2", I440FX, "05:00.0 05:00.1",
    I440FX PCI ("no", "05", "00", "0", "") PCI ("no", "05", "00", "1", "") },
  { "not where libvirt lists no buses", "xenfv", "", "05:00.0 05:00.1",
    PCI ("no", "05", "00", "0", "") PCI ("no", "05", "00", "1", "") },

  /* a guest looks at function 0 first */
  { "the first function goes", "q35",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0"))
      PCI ("no", "05", "00", "2", AT ("02", "00", "2"))
        PCI ("no", "05", "00", "1", AT ("02", "00", "1")),
    "05:00.2 05:00.1",
    Q35 PCI ("no", "05", "00", "2", AT ("02", "00", "2"))
      PCI ("no", "05", "00", "1", AT ("02", "00", "0")) },
  { "another function goes", "q35",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("02", "00", "1")),
    "05:00.0", Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0")) },
  { "all go", "q35",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0"))
      PCI ("no", "05", "00", "1", AT ("02", "00", "1")),
    "", Q35 },
  { "what is no host device stays where it is", "q35",
    Q35 PCI ("no", "05", "00", "0", AT ("02", "00", "0")) "<sound>" AT ("02", "00", "1") "</sound>",
    "", Q35 "<sound>" AT ("02", "00", "1") "</sound>" },

  /* USB */
#define USB(more) "<hostdev mode=\"subsystem\" type=\"usb\"" more "</hostdev>"
#define IDS(vendor, product) "<vendor id=\"0x" vendor "\"/><product id=\"0x" product "\"/>"
  { "USB", "q35", Q35, "1-2=0781-5581-x-x-000000",
    Q35 USB ("><source>" IDS ("0781", "5581") "</source>" ALIAS (
      "1-2-0781-5581-x-x-000000")) },
  { "USB that may be missing", "q35", Q35, "1-2+mo=0781-5581-x-x-000000",
    Q35 USB ("><source startupPolicy=\"optional\">" IDS ("0781", "5581") "</source>" ALIAS (
      "1-2-0781-5581-x-x-000000")) },
  { "one of two alike", "q35", Q35, "2-1.4+o=046d-c52b-x-x-000000",
    Q35 USB ("><source startupPolicy=\"optional\">" IDS ("046d", "c52b") "<address bus=\"2\" "
             "device=\"4\"/></source>" ALIAS ("2-1-4-046d-c52b-x-x-000000")) },
  { "USB may be missing from now on", "q35",
    USB (" managed=\"yes\"><source startupPolicy=\"requisite\" guestReset=\"off\">" IDS (
      "0781", "5581") "</source>" ALIAS ("1-2-0781-5581-x-x-000000")),
    "1-2+o=0781-5581-x-x-000000",
    USB (" managed=\"yes\"><source startupPolicy=\"optional\" guestReset=\"off\">" IDS (
      "0781", "5581") "</source>" ALIAS ("1-2-0781-5581-x-x-000000")) },
  { "USB may not be missing any more", "q35",
    USB ("><source startupPolicy=\"optional\">" IDS ("0781", "5581") "</source>" REST),
    "1-2=0781-5581-x-x-000000",
    USB ("><source>" IDS ("0781", "5581") "</source>" REST ALIAS ("1-2-0781-5581-x-x-000000")) },
  { "USB stays as it is", "q35",
    USB (" managed=\"yes\"><source startupPolicy=\"mandatory\">" IDS ("0781", "5581")
         "</source>"),
    "1-2=0781-5581-x-x-000000",
    USB (" managed=\"yes\"><source startupPolicy=\"mandatory\">" IDS ("0781", "5581")
         "</source>" ALIAS ("1-2-0781-5581-x-x-000000")) },
  { "another one at the same port", "q35",
    Q35 USB (" managed=\"no\"><source startupPolicy=\"requisite\">" IDS ("0781", "0001")
             "<address bus=\"1\" device=\"3\"/></source><boot order=\"1\"/>"
             ALIAS ("1-2-0781-0001-x-x-000000")),
    "1-2=0781-5581-x-x-000000",
    Q35 USB (" managed=\"no\"><source startupPolicy=\"requisite\">" IDS ("0781", "5581")
             "</source><boot order=\"1\"/>" ALIAS ("1-2-0781-5581-x-x-000000")) },
};

static void
add_usb (BerthFacts *facts, const char *address, guint16 vendor, guint16 product, guint number)
{
  BerthUsbFacts *usb = scene_add_usb (facts, address, "00:14.0", "080650");

  usb->vendor = vendor;
  usb->product = product;
  usb->device_number = number;
}

/* 05:00 and 06:00 are cards on PCI Express, 07:00 sits behind a conventional bridge. */
static BerthFacts *
new_facts (void)
{
  static const char *const express[] = { "05:00.0", "05:00.1", "05:00.2", "06:00.0", "06:00.3" };
  static const char *const conventional[] = { "00:14.0", "00:14.2", "07:00.0", "07:00.1" };
  BerthFacts *facts = berth_facts_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (express); i++)
    scene_add_pci (facts, express[i], 0x020000, BERTH_NO_GROUP)->is_express = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (conventional); i++)
    scene_add_pci (facts, conventional[i], 0x020000, BERTH_NO_GROUP)->is_express = FALSE;
  add_usb (facts, "1-2", 0x0781, 0x5581, 7);
  add_usb (facts, "2-1.3", 0x046d, 0xc52b, 3);
  add_usb (facts, "2-1.4", 0x046d, 0xc52b, 4);
  berth_facts_sort (facts);
  return facts;
}

static GPtrArray *
read_claims (const char *text, const BerthDomainWorld *world)
{
  g_autoptr (xmlDoc) doc = berth_xml_parse (text, "domain", NULL);
  guint foreign;

  g_assert_nonnull (doc);
  return berth_domain_xml_list_claims (doc, world, &foreign);
}

static char *
edit_to (const char *text, const char *wanted, const BerthDomainWorld *world)
{
  g_autoptr (GPtrArray) present = read_claims (text, world);
  g_autoptr (GPtrArray) shall_be = domain_words_parse (wanted);
  g_autoptr (BerthChange) change = berth_change_new ("u", present, shall_be);
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GError) error = NULL;
  char *result = berth_domain_edit (text, change, world, &expected, &error);

  g_assert_no_error (error);
  return result;
}

static char *
new_domain (const char *machine, const char *devices)
{
  g_autofree char *single = domain_words_new_domain ("kvm", machine, devices);

  /* as libxml2 prints it */
  return g_strdelimit (g_steal_pointer (&single), "'", '"');
}

static void
test_edit (gconstpointer data)
{
  const EditCase *c = data;
  g_autoptr (BerthFacts) facts = new_facts ();
  BerthDomainWorld world = { .facts = facts };
  g_autofree char *text = new_domain (c->machine, c->devices);
  g_autofree char *result = new_domain (c->machine, c->result);
  g_autofree char *found = edit_to (text, c->wanted, &world);

  g_assert_cmpstr (found, ==, result);
}

/* The device that was meant, at another place: its element goes with it. */
static const EditCase moves[] = {
  { "with what others set", "q35",
    Q35 PCI ("yes", "05", "00", "0",
             AT ("02", "00", "0") ALIAS ("0000-05-00-0-8086-1533-x-x-020000") REST),
    "06:00.0+mr=8086-1533-8086-0001-020000",
    Q35 PCI ("yes", "06", "00", "0",
             AT ("02", "00", "0") ALIAS ("0000-06-00-0-8086-1533-8086-0001-020000")
             "<boot order=\"1\"/><rom file=\"/a&amp;b\" x=\"y\" bar=\"off\"/><!-- mine -->"
             "<x:y xmlns:x=\"urn:x\"/>") },
  { "two functions alike", "q35",
    Q35 PCI ("no", "05", "00", "0",
             AT ("02", "00", "0") ALIAS ("0000-05-00-0-8086-1521-x-x-020000"))
      PCI ("no", "05", "00", "1",
           AT ("02", "00", "1") ALIAS ("0000-05-00-1-8086-1521-x-x-020000") "<!-- 1 -->"),
    "06:00.0=8086-1521-x-x-020000 06:00.1=8086-1521-x-x-020000",
    Q35 PCI ("no", "06", "00", "0",
             AT ("02", "00", "0") ALIAS ("0000-06-00-0-8086-1521-x-x-020000"))
      PCI ("no", "06", "00", "1",
           AT ("02", "00", "1") ALIAS ("0000-06-00-1-8086-1521-x-x-020000") "<!-- 1 -->") },
  { "another device is no move", "q35",
    PCI ("no", "05", "00", "0", ALIAS ("0000-05-00-0-8086-1533-x-x-020000") REST),
    "06:00.0=8086-1534-x-x-020000",
    PCI ("no", "06", "00", "0", ALIAS ("0000-06-00-0-8086-1534-x-x-020000")) },
  { "which device it was nobody knows", "q35", PCI ("no", "05", "00", "0", REST), "06:00.0",
    PCI ("no", "06", "00", "0", "") },
};

static void
test_moves (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      BerthDomainWorld world = { 0 };
      g_autofree char *text = new_domain (moves[i].machine, moves[i].devices);
      g_autofree char *result = new_domain (moves[i].machine, moves[i].result);
      g_autoptr (GPtrArray) present = read_claims (text, &world);
      g_autoptr (GPtrArray) wanted = domain_words_parse (moves[i].wanted);
      g_autoptr (BerthChange) change = NULL;
      g_autoptr (GPtrArray) expected = NULL;
      g_autofree char *found = NULL;

      for (guint j = 0; j < wanted->len; j++)
        {
          const BerthAssignment *before = g_ptr_array_index (present, j);

          ((BerthAssignment *) g_ptr_array_index (wanted, j))->others = g_strdup (before->others);
        }
      change = berth_change_new ("u", present, wanted);
      found = berth_domain_edit (text, change, &world, &expected, NULL);
      g_assert_cmpstr (found, ==, result);
    }
}

/* One of two alike taken back and the other given is no move where somebody set something on the
 * one: nobody said it of the other. */
static void
test_no_move (void)
{
  BerthDomainWorld world = { 0 };
  g_autofree char *text = new_domain (
    "q35", PCI ("no", "05", "00", "0", ALIAS ("0000-05-00-0-8086-1533-x-x-020000") REST));
  g_autofree char *result = new_domain (
    "q35", PCI ("no", "06", "00", "0", ALIAS ("0000-06-00-0-8086-1533-x-x-020000")));
  g_autofree char *found = edit_to (text, "06:00.0=8086-1533-x-x-020000", &world);

  g_assert_cmpstr (found, ==, result);
}

/* Given and taken back, a document is what it was, to the byte. */
static void
test_back (void)
{
  g_autoptr (BerthFacts) facts = new_facts ();
  BerthDomainWorld world = { .facts = facts };
  const char *rest = "\n    <!-- mine --><a b=\"c\"/>\n\t<graphics passwd=\"&lt;\u00e4&gt;\"/>";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *devices = g_strconcat (Q35, Q35, rest, NULL);
      g_autofree char *text = new_domain ("q35", devices);
      g_autofree char *there = edit_to (text, cases[i].wanted, &world);
      g_autofree char *back = edit_to (there, "", &world);

      g_assert_cmpstr (back, ==, text);
    }
}

typedef struct
{
  const char *before; /* the devices when the change was made */
  const char *now;    /* and when it is written */
  const char *wanted;
  int code;
} ConflictCase;

static const ConflictCase conflict_cases[] = {
  /* the same device: changed, given, or taken back by somebody else */
  { PCI ("no", "05", "00", "0", ""), PCI ("yes", "05", "00", "0", ""), "", BERTH_ERROR_CONFLICT },
  { PCI ("no", "05", "00", "0", ""), "", "05:00.0+m", BERTH_ERROR_CONFLICT },
  { "", PCI ("no", "05", "00", "0", ""), "05:00.0", BERTH_ERROR_CONFLICT },
  { PCI ("no", "05", "00", "0", ""), PCI ("no", "05", "00", "0", UNSEEN), "",
    BERTH_ERROR_CONFLICT },
  { PCI ("no", "05", "00", "0", ALIAS ("0000-05-00-0-8086-0001-x-x-020000")),
    PCI ("no", "05", "00", "0", ALIAS ("0000-05-00-0-8086-0002-x-x-020000")), "",
    BERTH_ERROR_CONFLICT },
  { "", "<interface type=\"hostdev\"><source>" AT ("05", "00", "0") "</source></interface>",
    "05:00.0", BERTH_ERROR_CONFLICT },

  /* forms that Berth never changes */
  { "<interface type=\"hostdev\"><source>" AT ("05", "00", "0") "</source></interface>",
    "<interface type=\"hostdev\"><source>" AT ("05", "00", "0") "</source></interface>", "",
    BERTH_ERROR_REFUSED },
  { "", "", "05:00.0/disk", BERTH_ERROR_REFUSED },

  /* a ROM that is off altogether */
  { PCI ("no", "05", "00", "0", "<rom enabled=\"no\"/>"),
    PCI ("no", "05", "00", "0", "<rom enabled=\"no\"/>"), "05:00.0+r",
    BERTH_ERROR_NOT_SUPPORTED },

  /* a USB device of which nobody knows anything */
  { "", "", "3-1", BERTH_ERROR_NOT_FOUND },
};

static void
test_conflicts (void)
{
  g_autoptr (BerthFacts) facts = new_facts ();
  BerthDomainWorld world = { .facts = facts };

  for (gsize i = 0; i < G_N_ELEMENTS (conflict_cases); i++)
    {
      const ConflictCase *c = &conflict_cases[i];
      g_autofree char *before = new_domain ("q35", c->before);
      g_autofree char *now = new_domain ("q35", c->now);
      g_autoptr (GPtrArray) was = read_claims (before, &world);
      g_autoptr (GPtrArray) wanted = domain_words_parse (c->wanted);
      g_autoptr (BerthChange) change = berth_change_new ("u", was, wanted);
      g_autoptr (GPtrArray) expected = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (berth_domain_edit (now, change, &world, &expected, &error));
      g_assert_error (error, BERTH_ERROR, c->code);
      g_assert_null (expected);
    }
}

/* What somebody else did elsewhere in the meantime is kept. */
static void
test_merge (void)
{
  BerthDomainWorld world = { 0 };
  g_autofree char *before = new_domain ("q35", PCI ("no", "05", "00", "0", ""));
  g_autofree char *now = new_domain (
    "q35", "<video/>" PCI ("no", "06", "00", "0", REST) PCI ("no", "05", "00", "0", REST));
  g_autofree char *result = new_domain (
    "q35", "<video/>" PCI ("no", "06", "00", "0", REST) PCI ("yes", "05", "00", "0", REST));
  g_autoptr (GPtrArray) was = read_claims (before, &world);
  g_autoptr (GPtrArray) wanted = domain_words_parse ("05:00.0+m");
  g_autoptr (BerthChange) change = berth_change_new ("u", was, wanted);
  g_autoptr (GPtrArray) expected = NULL;
  g_autofree char *words = NULL;
  g_autofree char *found = berth_domain_edit (now, change, &world, &expected, NULL);

  g_assert_cmpstr (found, ==, result);
  words = domain_words_of (expected);
  g_assert_cmpstr (words, ==, "06:00.0 05:00.0+m");
}

typedef struct
{
  const char *before;
  const char *expected;
  const char *present;
  const char *unkept;
} UnkeptCase;

static const UnkeptCase unkept_cases[] = {
  { "", "05:00.0+m", "05:00.0+m", "" },
  { "05:00.0", "", "", "" },
  { "", "05:00.0+n", "05:00.0", "05:00.0" },
  { "", "05:00.0=8086-1533-x-x-x", "05:00.0", "05:00.0" },
  { "05:00.0", "", "05:00.0", "05:00.0" },
  { "", "05:00.0 05:00.1", "05:00.1", "05:00.0" },
  /* not of this change */
  { "06:00.0", "06:00.0 05:00.0", "05:00.0", "" },
};

static void
test_unkept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unkept_cases); i++)
    {
      const UnkeptCase *c = &unkept_cases[i];
      g_autoptr (GPtrArray) before = domain_words_parse (c->before);
      g_autoptr (GPtrArray) expected = domain_words_parse (c->expected);
      g_autoptr (GPtrArray) present = domain_words_parse (c->present);
      g_autoptr (BerthChange) change = berth_change_new ("u", before, expected);
      g_autoptr (GPtrArray) unkept = berth_domain_edit_list_unkept (change, expected, present);
      g_autofree char *words
        = unkept->len > 0 ? berth_address_dup_short (g_ptr_array_index (unkept, 0)) : g_strdup ("");

      g_assert_cmpstr (words, ==, c->unkept);
      g_assert_cmpuint (unkept->len, <=, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/domain-edit/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_edit);
    }
  g_test_add_func ("/domain-edit/moves", test_moves);
  g_test_add_func ("/domain-edit/no-move", test_no_move);
  g_test_add_func ("/domain-edit/back", test_back);
  g_test_add_func ("/domain-edit/conflicts", test_conflicts);
  g_test_add_func ("/domain-edit/merge", test_merge);
  g_test_add_func ("/domain-edit/unkept", test_unkept);
  return g_test_run ();
}
