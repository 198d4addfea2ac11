/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-error.h"
#include "facts/berth-boot-binding.h"
#include "facts/berth-facts-recorded.h"

#include <glib/gstdio.h>
#include <string.h>

#define COMPUTER "[computer]\nplatform=bare\niommu=true\n"
#define CARD "[0000:01:00.0]\nvendor=10de\ndevice=2484\nclass=030000\n"
#define BOOT "vendor=8086\ndevice=1521\nclass=020000\n"

/* A folder that holds the given files while one test runs. */
typedef struct
{
  char *path;
  GFile *folder;
} Recording;

static void
recording_set_up (Recording *recording, gconstpointer data)
{
  recording->path = g_dir_make_tmp ("berth-recorded-XXXXXX", NULL);
  recording->folder = g_file_new_for_path (recording->path);
}

static void
recording_tear_down (Recording *recording, gconstpointer data)
{
  static const char *const names[] = { "computer.ini", "pci.ini",  "usb.ini",
                                       "uses.ini",     "boot.ini", "foreign.ini" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (recording->path, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (recording->path), ==, 0);
  g_object_unref (recording->folder);
  g_free (recording->path);
}

/* @text NULL: the file is not there. */
static void
recording_put (Recording *recording, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (recording->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_remove (path);
  if (text != NULL)
    g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* One of everything that can be written down. */
static void
put_everything (Recording *recording)
{
  recording_put (recording, "computer.ini", COMPUTER
                 "gaps=network;groups\nremote=true\ninterrupt-remapping=true\n"
                 "unsafe-interrupts=false\nchassis=portable\nmemory-total=16316412\n"
                 "memory-available=8000000\n");
  recording_put (recording, "pci.ini",
                 "[0000:02:00.0]\nvendor=8086\ndevice=1521\nclass=020000\n"
                 "[01:00.0]\nvendor=10de\ndevice=2484\nsubsystem=1458:403b\nclass=030000\n"
                 "revision=a1\nvendor-name=NVIDIA Corporation\nproduct-name=GA104 [Big; card]\n"
                 "parent=00:01.0\nphysical-function=0000:01:00.7\niommu-group=14\n"
                 "driver=nouveau\ndriver-override=vfio-pci\nenable-count=2\nreset=flr;bus\n"
                 "boot-vga=true\nremovable=false\nnuma-node=1\nlink-speed=8.0 GT/s PCIe\n"
                 "reserved-memory=true\nirq=16\nmsi=true\npartial-pages=fe2ff000 fe300000\n"
                 "link-width=16\nsriov-total=8\nsriov-count=2\n");
  recording_put (recording, "usb.ini",
                 "[1-2.3]\nvendor=0781\nproduct=5581\nclass=00\ninterfaces=080650;030101\n"
                 "controller=0000:00:14.0\nnumber=7\nmanufacturer=SanDisk\nserial=4C53\n");
  recording_put (recording, "uses.ini",
                 "[0000:02:00.0]\ndisk=nvme0n1p2 /home/a b;nvme0n1p1 /boot\n"
                 "[1-2.3]\ninput=event3\n");
  recording_put (recording, "boot.ini",
                 "[0000:02:00.0]\n" BOOT "target=pciback\ntrial=tried\noutcome=bound\n"
                 "[01:00.0]\nvendor=10de\ndevice=2484\nsubsystem=1458:403b\nclass=030000\n"
                 "revision=a1\ntarget=vfio-pci\ntrial=new\n");
  recording_put (recording, "foreign.ini",
                 "[driverctl 0000:02:00.0]\ndriver=uio_pci_generic\n"
                 "[pciback-hide 03:00.0]\ndriver=pciback\n"
                 "[vfio-ids 10de:2484]\ndriver=vfio-pci\n"
                 "[modprobe-ids 10de:228b]\n");
}

static void
check_bindings (const BerthFacts *facts)
{
  const BerthBootBinding *card;
  const BerthBootBinding *network;
  const BerthForeignBinding *foreign;

  g_assert_cmpuint (facts->boot_bindings->len, ==, 2);
  card = g_ptr_array_index (facts->boot_bindings, 0);
  g_assert_cmphex (card->address.bus, ==, 1);
  g_assert_cmphex (card->identity.subsystem_device, ==, 0x403b);
  g_assert_cmphex (card->identity.revision, ==, 0xa1);
  g_assert_cmpint (card->target, ==, BERTH_BIND_TARGET_VFIO_PCI);
  g_assert_cmpint (card->trial, ==, BERTH_BOOT_TRIAL_NEW);
  g_assert_cmpint (card->outcome, ==, BERTH_BOOT_OUTCOME_NONE);
  network = g_ptr_array_index (facts->boot_bindings, 1);
  g_assert_cmphex (network->identity.class_code, ==, 0x020000);
  g_assert_cmpint (network->target, ==, BERTH_BIND_TARGET_PCIBACK);
  g_assert_cmpint (network->trial, ==, BERTH_BOOT_TRIAL_TRIED);
  g_assert_cmpint (network->outcome, ==, BERTH_BOOT_OUTCOME_BOUND);

  g_assert_cmpuint (facts->foreign_bindings->len, ==, 4);
  foreign = g_ptr_array_index (facts->foreign_bindings, 0);
  g_assert_cmpint (foreign->kind, ==, BERTH_FOREIGN_BINDING_DRIVERCTL);
  g_assert_true (foreign->has_address && foreign->address.bus == 2);
  g_assert_cmpstr (foreign->driver, ==, "uio_pci_generic");
  foreign = g_ptr_array_index (facts->foreign_bindings, 2);
  g_assert_cmpint (foreign->kind, ==, BERTH_FOREIGN_BINDING_VFIO_IDS);
  g_assert_false (foreign->has_address);
  g_assert_cmphex (foreign->vendor, ==, 0x10de);
  g_assert_cmphex (foreign->device, ==, 0x2484);
  foreign = g_ptr_array_index (facts->foreign_bindings, 3);
  g_assert_null (foreign->driver);
}

static void
check_card (const BerthPciFacts *card)
{
  g_assert_cmphex (card->address.bus, ==, 1);
  g_assert_cmphex (card->vendor, ==, 0x10de);
  g_assert_cmphex (card->subsystem_vendor, ==, 0x1458);
  g_assert_cmphex (card->subsystem_device, ==, 0x403b);
  g_assert_cmphex (card->class_code, ==, 0x030000);
  g_assert_cmphex (card->revision, ==, 0xa1);
  g_assert_cmpstr (card->product_name, ==, "GA104 [Big; card]");
  g_assert_true (card->has_parent && card->parent.slot == 1);
  g_assert_true (card->is_virtual && card->physical_function.function == 7);
  g_assert_cmpint (card->iommu_group, ==, 14);
  g_assert_cmpstr (card->driver_override, ==, "vfio-pci");
  g_assert_cmpuint (card->enable_count, ==, 2);
  g_assert_cmpuint (card->reset_methods, ==, BERTH_RESET_FLR | BERTH_RESET_BUS);
  g_assert_true (card->boot_vga);
  g_assert_false (card->removable);
  g_assert_cmpstr (card->link_speed, ==, "8.0 GT/s PCIe");
  g_assert_cmpuint (card->link_width, ==, 16);
  g_assert_true (card->is_express);
  g_assert_cmpuint (card->sriov_total, ==, 8);
  g_assert_cmpuint (card->sriov_count, ==, 2);
  g_assert_cmpint (card->numa_node, ==, 1);
  g_assert_true (card->reserved_memory);
  g_assert_cmpuint (card->irq, ==, 16);
  g_assert_true (card->has_msi);
  g_assert_cmpstr (card->partial_pages, ==, "fe2ff000 fe300000");
}

static void
check_computer (const BerthFacts *facts)
{
  g_assert_cmpint (facts->platform, ==, BERTH_PLATFORM_BARE);
  g_assert_true (facts->iommu);
  g_assert_true (facts->is_remote);
  g_assert_cmpint (facts->interrupt_remapping, ==, BERTH_TRUTH_YES);
  g_assert_cmpint (facts->unsafe_interrupts, ==, BERTH_TRUTH_NO);
  g_assert_cmpint (facts->acs_override, ==, BERTH_TRUTH_UNKNOWN);
  g_assert_cmpint (facts->chassis, ==, BERTH_CHASSIS_PORTABLE);
  g_assert_cmpuint (facts->memory_total, ==, 16316412);
  g_assert_cmpuint (facts->memory_available, ==, 8000000);
  g_assert_cmpuint (facts->gaps, ==, BERTH_GAP_USES_NETWORK | BERTH_GAP_GROUPS);
}

static void
test_reads_everything (Recording *recording, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = NULL;
  const BerthPciFacts *card;
  const BerthUsbFacts *stick;
  const BerthUse *use;

  put_everything (recording);
  facts = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);
  check_computer (facts);
  g_assert_cmpuint (facts->pci->len, ==, 2);

  check_card (g_ptr_array_index (facts->pci, 0));

  card = g_ptr_array_index (facts->pci, 1);
  g_assert_false (card->has_parent || card->is_virtual);
  g_assert_cmpint (card->iommu_group, ==, BERTH_NO_GROUP);
  g_assert_cmpuint (card->reset_methods, ==, BERTH_RESET_UNKNOWN);
  g_assert_cmpint (card->numa_node, ==, -1);

  stick = g_ptr_array_index (facts->usb, 0);
  g_assert_cmpstr (stick->interface_classes, ==, "080650 030101");
  g_assert_true (stick->has_controller && stick->controller.slot == 0x14);
  g_assert_cmpuint (stick->device_number, ==, 7);
  g_assert_cmpstr (stick->manufacturer, ==, "SanDisk");
  g_assert_null (stick->product_name);

  g_assert_cmpuint (facts->uses->len, ==, 3);
  use = g_ptr_array_index (facts->uses, 0);
  g_assert_cmpint (use->kind, ==, BERTH_USE_DISK);
  g_assert_cmpstr (use->subject, ==, "nvme0n1p2");
  g_assert_cmpstr (use->purpose, ==, "/home/a b");
  use = g_ptr_array_index (facts->uses, 2);
  g_assert_cmpint (use->kind, ==, BERTH_USE_INPUT);
  g_assert_null (use->purpose);
}

/* A file that is not there is a gap; an empty one says that there is nothing. */
static void
test_absent_file_is_a_gap (Recording *recording, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = NULL;
  g_autoptr (BerthFacts) complete = NULL;

  recording_put (recording, "computer.ini", COMPUTER);
  recording_put (recording, "pci.ini", CARD);
  facts = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facts->gaps, ==, BERTH_GAP_USB | BERTH_GAP_USES);

  recording_put (recording, "usb.ini", "");
  recording_put (recording, "uses.ini", "");
  complete = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (complete->gaps, ==, 0);
}

typedef struct
{
  const char *file;
  const char *text; /* NULL: the file is missing */
  int code;
  const char *named; /* what the sentence must name */
} BrokenCase;

static const BrokenCase broken_cases[] = {
  { "computer.ini", NULL, BERTH_ERROR_NOT_FOUND, "computer.ini" },
  { "computer.ini", "platform=bare\n", BERTH_ERROR_INVALID, "computer.ini" },
  { "computer.ini", COMPUTER "colour=red\n", BERTH_ERROR_INVALID, "colour" },
  { "computer.ini", COMPUTER "gaps=disks\n", BERTH_ERROR_INVALID, "disks" },
  { "computer.ini", "[computer]\nplatform=vax\n", BERTH_ERROR_INVALID, "vax" },
  { "computer.ini", "[computer]\niommu=maybe\n", BERTH_ERROR_INVALID, "maybe" },
  { "computer.ini", COMPUTER "remote=1\n", BERTH_ERROR_INVALID, "remote" },
  { "computer.ini", COMPUTER "acs-override=yes\n", BERTH_ERROR_INVALID, "true, false" },
  { "computer.ini", COMPUTER "chassis=laptop\n", BERTH_ERROR_INVALID, "portable, stationary" },
  { "computer.ini", COMPUTER "memory-total=16 GiB\n", BERTH_ERROR_INVALID, "16 GiB" },
  { "computer.ini", COMPUTER "memory-available=-1\n", BERTH_ERROR_INVALID, "KiB" },
  { "computer.ini", "[machine]\n", BERTH_ERROR_INVALID, "machine" },
  { "pci.ini", NULL, BERTH_ERROR_NOT_FOUND, "pci.ini" },
  { "pci.ini", CARD "colour=red\n", BERTH_ERROR_INVALID, "colour" },
  { "pci.ini", CARD "iommu-group=four\n", BERTH_ERROR_INVALID, "four" },
  { "pci.ini", CARD "iommu-group=-2\n", BERTH_ERROR_INVALID, "-2" },
  { "pci.ini", CARD "iommu-group=99999999999\n", BERTH_ERROR_INVALID, "99999999999" },
  { "pci.ini", CARD "sriov-total=-1\n", BERTH_ERROR_INVALID, "sriov-total" },
  { "pci.ini", CARD "parent=1-2\n", BERTH_ERROR_INVALID, "parent" },
  { "pci.ini", CARD "parent=card\n", BERTH_ERROR_INVALID, "card" },
  { "pci.ini", CARD "reset=flr;hammer\n", BERTH_ERROR_INVALID, "hammer" },
  { "pci.ini", CARD "boot-vga=1\n", BERTH_ERROR_INVALID, "boot-vga" },
  { "pci.ini", CARD "subsystem=10de\n", BERTH_ERROR_INVALID, "subsystem" },
  { "pci.ini", CARD "subsystem=10de-146b\n", BERTH_ERROR_INVALID, "10de-146b" },
  { "pci.ini", CARD "revision=0xa1\n", BERTH_ERROR_INVALID, "0xa1" },
  { "pci.ini", CARD "driver=\xff\xfe\n", BERTH_ERROR_INVALID, "driver" },
  { "pci.ini", CARD "[0000:01:00.1]\nvendor=10de\n", BERTH_ERROR_INVALID, "0000:01:00.1" },
  { "pci.ini", CARD "[01:00.0]\nvendor=10de\ndevice=1\n", BERTH_ERROR_INVALID, "device" },
  { "pci.ini", CARD "[01:00.0]\nvendor=10de\ndevice=2484\nclass=030000\n", BERTH_ERROR_INVALID,
    "0000:01:00.0" },
  { "pci.ini", CARD "[card]\n", BERTH_ERROR_INVALID, "card" },
  { "pci.ini", CARD "[1-2]\n", BERTH_ERROR_INVALID, "1-2" },
  { "usb.ini", "[1-2]\nvendor=0781\nproduct=5581\n", BERTH_ERROR_INVALID, "class" },
  { "usb.ini", "[1-2]\nvendor=0781\nproduct=5581\nclass=00\ninterfaces=08065\n",
    BERTH_ERROR_INVALID, "08065" },
  { "usb.ini", "[0000:01:00.0]\n", BERTH_ERROR_INVALID, "0000:01:00.0" },
  { "uses.ini", "[0000:01:00.0]\ndisc=sda1 /\n", BERTH_ERROR_INVALID, "disc" },
  { "uses.ini", "[0000:01:00.0]\ndisk=sda1 /;;sda2 /home\n", BERTH_ERROR_INVALID, "disk" },
  { "uses.ini", "[sda]\ndisk=sda1 /\n", BERTH_ERROR_INVALID, "sda" },
  { "boot.ini", "[1-2]\n" BOOT "target=pciback\ntrial=new\n", BERTH_ERROR_INVALID, "1-2" },
  { "boot.ini", "[02:00.0]\n" BOOT "trial=new\n", BERTH_ERROR_INVALID, "target" },
  { "boot.ini", "[02:00.0]\n" BOOT "target=igb\ntrial=new\n", BERTH_ERROR_INVALID, "igb" },
  { "boot.ini", "[02:00.0]\n" BOOT "target=pciback\ntrial=1\n", BERTH_ERROR_INVALID, "trial" },
  { "boot.ini",
    "[02:00.0]\n" BOOT "target=pciback\ntrial=new\n"
    "[0000:02:00.0]\n" BOOT "target=pciback\ntrial=new\n",
    BERTH_ERROR_INVALID, "0000:02:00.0" },
  { "foreign.ini", "[0000:02:00.0]\n", BERTH_ERROR_INVALID, "0000:02:00.0" },
  { "foreign.ini", "[systemd 0000:02:00.0]\n", BERTH_ERROR_INVALID, "systemd" },
  { "foreign.ini", "[driverctl 10de:2484]\n", BERTH_ERROR_INVALID, "10de:2484" },
  { "foreign.ini", "[vfio-ids 02:00.0]\n", BERTH_ERROR_INVALID, "02:00.0" },
  { "foreign.ini", "[vfio-ids 10de:24845]\n", BERTH_ERROR_INVALID, "24845" },
  { "foreign.ini", "[vfio-ids 10de:2484]\ncolour=red\n", BERTH_ERROR_INVALID, "colour" },
};

static void
test_refuses_by_name (Recording *recording, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken_cases); i++)
    {
      const BrokenCase *c = &broken_cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (BerthFacts) facts = NULL;

      recording_put (recording, "computer.ini", COMPUTER);
      recording_put (recording, "pci.ini", CARD);
      recording_put (recording, "usb.ini", NULL);
      recording_put (recording, "uses.ini", NULL);
      recording_put (recording, "boot.ini", NULL);
      recording_put (recording, c->file, c->text);

      facts = berth_facts_read_recorded (recording->folder, &error);
      g_test_message ("%s", error != NULL ? error->message : "accepted");
      g_assert_error (error, BERTH_ERROR, c->code);
      g_assert_null (facts);
      g_assert_nonnull (strstr (error->message, c->named));
      g_assert_nonnull (strstr (error->message, c->file));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static BerthFacts *
make_facts (void)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();
  BerthAddress card = berth_address_pci (0x10000, 0xe1, 0x1f, 7);
  BerthAddress stick = { BERTH_BUS_USB, .usb_bus = 3, .n_ports = 2, .ports = { 1, 12 } };
  BerthPciFacts *pci = berth_facts_add_pci (facts, &card);
  BerthUsbFacts *usb = berth_facts_add_usb (facts, &stick);

  facts->platform = BERTH_PLATFORM_QUBES;
  facts->gaps = BERTH_GAP_USES_INPUT | BERTH_GAP_USB;
  pci->vendor = 0x10de;
  pci->class_code = 0x0c0330;
  pci->subsystem_device = 0xffff;
  pci->is_virtual = TRUE;
  pci->physical_function = berth_address_pci (0x10000, 0xe1, 0, 0);
  pci->iommu_group = 0;
  pci->numa_node = 0;
  pci->reset_methods = 0;
  pci->product_name = g_strdup (" leading blank; semicolon\nline = \\ \xff");
  usb->product = 0xc52b;
  usb->interface_classes = g_strdup ("030101 030102");
  usb->serial = g_strdup ("[x]#");
  berth_facts_add_use (facts, BERTH_USE_DISK, &card, "sda1", "/mnt/a;b \\c");
  berth_facts_add_use (facts, BERTH_USE_DISK, &card, "sda2", NULL);
  berth_facts_add_use (facts, BERTH_USE_INPUT, &stick, "event3", "keyboard");
  return g_steal_pointer (&facts);
}

static void
test_round_trip (Recording *recording, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) written = make_facts ();
  g_autoptr (BerthFacts) facts = NULL;
  const BerthPciFacts *pci;
  const BerthUsbFacts *usb;
  const BerthUse *use;

  berth_facts_write_recorded (written, recording->folder, &error);
  g_assert_no_error (error);
  facts = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);

  g_assert_cmpint (facts->platform, ==, BERTH_PLATFORM_QUBES);
  g_assert_false (facts->iommu);
  g_assert_cmpuint (facts->gaps, ==, BERTH_GAP_USES_INPUT | BERTH_GAP_USB);
  g_assert_cmpuint (facts->pci->len, ==, 1);
  g_assert_cmpuint (facts->usb->len, ==, 1);
  g_assert_cmpuint (facts->uses->len, ==, 3);

  pci = g_ptr_array_index (facts->pci, 0);
  g_assert_cmphex (pci->address.domain, ==, 0x10000);
  g_assert_cmphex (pci->vendor, ==, 0x10de);
  g_assert_cmphex (pci->subsystem_device, ==, 0xffff);
  g_assert_true (pci->is_virtual);
  g_assert_cmphex (pci->physical_function.bus, ==, 0xe1);
  g_assert_cmpint (pci->iommu_group, ==, 0);
  g_assert_cmpint (pci->numa_node, ==, 0);
  g_assert_cmpuint (pci->reset_methods, ==, 0);
  g_assert_cmpstr (pci->product_name, ==, " leading blank; semicolon\nline = \\ \uFFFD");

  usb = g_ptr_array_index (facts->usb, 0);
  g_assert_cmpuint (usb->address.ports[1], ==, 12);
  g_assert_cmpstr (usb->interface_classes, ==, "030101 030102");
  g_assert_cmpstr (usb->serial, ==, "[x]#");

  use = g_ptr_array_index (facts->uses, 0);
  g_assert_cmpstr (use->purpose, ==, "/mnt/a;b \\c");
  use = g_ptr_array_index (facts->uses, 1);
  g_assert_null (use->purpose);
}

/* Every key that can be read is written again. */
static void
test_writes_what_it_read (Recording *recording, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) first = NULL;
  g_autoptr (BerthFacts) second = NULL;

  put_everything (recording);
  first = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);
  berth_facts_write_recorded (first, recording->folder, &error);
  g_assert_no_error (error);
  second = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);

  g_assert_true (berth_facts_equal (first, second));
  check_bindings (second);
  g_assert_cmpuint (second->memory_available, ==, first->memory_available);
}

/* Files of an earlier recording say nothing of this one. */
static void
test_none_replace_some (Recording *recording, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) none = make_facts ();
  g_autoptr (BerthFacts) facts = NULL;

  put_everything (recording);
  berth_facts_write_recorded (none, recording->folder, &error);
  g_assert_no_error (error);
  facts = berth_facts_read_recorded (recording->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facts->boot_bindings->len, ==, 0);
  g_assert_cmpuint (facts->foreign_bindings->len, ==, 0);
}

static void
test_unwritable_folder (Recording *recording, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts = make_facts ();
  g_autoptr (GFile) nowhere = g_file_get_child (recording->folder, "missing");

  g_assert_false (berth_facts_write_recorded (facts, nowhere, &error));
  g_assert_error (error, BERTH_ERROR, BERTH_ERROR_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add (path, Recording, NULL, recording_set_up, function, recording_tear_down)
  ADD ("/facts-recorded/reads-everything", test_reads_everything);
  ADD ("/facts-recorded/absent-file-is-a-gap", test_absent_file_is_a_gap);
  ADD ("/facts-recorded/refuses-by-name", test_refuses_by_name);
  ADD ("/facts-recorded/round-trip", test_round_trip);
  ADD ("/facts-recorded/writes-what-it-read", test_writes_what_it_read);
  ADD ("/facts-recorded/none-replace-some", test_none_replace_some);
  ADD ("/facts-recorded/unwritable-folder", test_unwritable_folder);
#undef ADD
  return g_test_run ();
}
