/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/berth-address.h"

G_BEGIN_DECLS

/**
 * BerthResetMethods:
 * @BERTH_RESET_UNKNOWN: nothing could be read (kernel before 5.15, or a remote computer)
 *
 * How the kernel can reset a function, from `reset_method`
 * (Documentation/ABI/testing/sysfs-bus-pci).
 * Without %BERTH_RESET_UNKNOWN and without any other bit the kernel knows no way.
 */
typedef enum
{
  BERTH_RESET_UNKNOWN = 1 << 0,
  BERTH_RESET_DEVICE_SPECIFIC = 1 << 1,
  BERTH_RESET_ACPI = 1 << 2,
  BERTH_RESET_FLR = 1 << 3,
  BERTH_RESET_AF_FLR = 1 << 4,
  BERTH_RESET_PM = 1 << 5,
  BERTH_RESET_BUS = 1 << 6,
} BerthResetMethods;

/* The ways that reset one function and nothing beside it. */
#define BERTH_RESET_ALONE \
  (BERTH_RESET_DEVICE_SPECIFIC | BERTH_RESET_ACPI | BERTH_RESET_FLR | BERTH_RESET_AF_FLR \
   | BERTH_RESET_PM)

/* No IOMMU group is known for this function. */
#define BERTH_NO_GROUP (-1)

/**
 * BerthTruth:
 * @BERTH_TRUTH_UNKNOWN: nobody looked, or nobody could; never the same as no
 *
 * A yes or no that may be hidden.
 */
typedef enum
{
  BERTH_TRUTH_UNKNOWN,
  BERTH_TRUTH_NO,
  BERTH_TRUTH_YES,
} BerthTruth;

/**
 * BerthPciFacts:
 * @address: where it sits
 * @parent: the bridge above it; counts only if @has_parent, a function of the root bus has none
 * @physical_function: the SR-IOV function this one was made from; counts only if @is_virtual
 * @class_code: 24 bits as in sysfs, base class in the highest byte
 * @driver: (nullable): the driver that holds it now; foreign text
 * @driver_override: (nullable): the only driver that may take it; not read while a driver of the
 *   host's holds it; foreign text
 * @iommu_group: group number or %BERTH_NO_GROUP
 * @reset_methods: #BerthResetMethods
 * @is_express: it is a PCI Express device behind a port; what is built into the chipset and cards
 *   behind an old bridge are not
 * @boot_vga: the firmware's screen is on this card
 * @removable: the kernel says that it can be unplugged (`removable` in sysfs)
 * @enable_count: how often it was enabled under a driver that holds devices for VMs; above 0 on
 *   vfio-pci: a VM holds it. Not read under other drivers
 * @numa_node: -1 when the machine has none
 * @reserved_memory: the firmware keeps memory for it that no VM may have: its IOMMU group has a
 *   `direct` region that is not relaxable and is no interrupt's
 *   (Documentation/ABI/testing/sysfs-kernel-iommu_groups)
 * @irq: number of its interrupt line, 0 when it has none; read on Xen only
 * @has_msi: it has message interrupts, so that its line lies idle; read on Xen only
 * @partial_pages: (nullable): the 4 KiB pages of memory that its regions fill in part only, as
 *   hexadecimal addresses separated by spaces: whoever has one of these has what else lies in it;
 *   read on Xen only
 * @link_speed: (nullable): PCIe speed now, in the kernel's words ("8.0 GT/s PCIe"); foreign
 *   text
 * @link_width: PCIe lanes now, 0 when it has no link of its own or could not be asked without
 *   waking it
 * @sriov_total: how many virtual functions it can make
 * @sriov_count: how many it has now
 * @permissive: whoever gets it from pciback may write all of its configuration space, until it
 *   leaves pciback; only root can read it, and only where pciback is
 * @xen_domain: the Xen domain that holds it through xen-pciback, 0 when none does; only root can
 *   read it: see %BERTH_GAP_HOLDERS
 * @vendor_name: (nullable): from an ids database, as found there: foreign text
 * @product_name: (nullable): from an ids database, as found there: foreign text
 *
 * What is known of one PCI function, as read.
 */
typedef struct
{
  BerthAddress address;
  BerthAddress parent;
  BerthAddress physical_function;
  gboolean has_parent;
  gboolean is_virtual;
  gboolean is_express;
  gboolean boot_vga;
  gboolean removable;
  guint16 vendor;
  guint16 device;
  guint16 subsystem_vendor;
  guint16 subsystem_device;
  guint32 class_code;
  guint8 revision;
  char *driver;
  char *driver_override;
  int iommu_group;
  guint reset_methods;
  guint enable_count;
  int numa_node;
  gboolean reserved_memory;
  guint irq;
  gboolean has_msi;
  char *partial_pages;
  char *link_speed;
  guint link_width;
  guint sriov_total;
  guint sriov_count;
  BerthTruth permissive;
  guint xen_domain;
  char *vendor_name;
  char *product_name;
} BerthPciFacts;

/**
 * BerthUsbFacts:
 * @address: port path
 * @controller: the PCI function it hangs on; counts only if @has_controller
 * @device_class: bDeviceClass; 0 means: see the interfaces
 * @interface_classes: (nullable): one "CCSSPP" triple in hexadecimal for each interface, separated
 *   by spaces; foreign text
 * @driver: (nullable): the driver that holds it now; foreign text
 * @manufacturer: (nullable): the device's own word; foreign text
 * @product_name: (nullable): the device's own word; foreign text
 * @serial: (nullable): the device's own word; foreign text
 * @device_number: the kernel's number on the bus; another one after each plugging
 * @is_fixed: the firmware says that it is built in (`removable` in sysfs is "fixed"); not set: it
 *   can be unplugged, or nobody says
 *
 * What is known of one USB device, as read.
 */
typedef struct
{
  BerthAddress address;
  BerthAddress controller;
  gboolean has_controller;
  guint16 vendor;
  guint16 product;
  guint8 device_class;
  guint device_number;
  gboolean is_fixed;
  char *interface_classes;
  char *driver;
  char *manufacturer;
  char *product_name;
  char *serial;
} BerthUsbFacts;

/**
 * BerthUseKind:
 * @BERTH_USE_DISK: something on it is mounted, or held by a layer above it. @purpose is the mount
 *   point; %BERTH_PURPOSE_BOOT: the firmware started this computer from it;
 *   %BERTH_PURPOSE_BOOT_PARTITION: it has a partition to start from, but perhaps not this
 *   computer; %BERTH_PURPOSE_HELD: the device mapper, RAID or a volume group has it, with nothing
 *   of it mounted
 * @BERTH_USE_SWAP: memory is swapped to it
 * @BERTH_USE_REMOTE_DISK: a file system or disk of another computer is reached over it; @subject is
 *   the network interface, @purpose the mount point, or the name of the disk
 * @BERTH_USE_NETWORK: a default route goes over it, of any table and family; @purpose is
 *   %BERTH_PURPOSE_ROUTE, or %BERTH_PURPOSE_TUNNEL when a VPN that has the default route does
 * @BERTH_USE_LOGIN: somebody is logged in from far away over it; @purpose is the address that they
 *   come from
 * @BERTH_USE_DISPLAY: it drives a screen (@purpose "screen"), the console is on it ("console"), or
 *   the console is on it and none of its outputs has a screen ("dark console")
 * @BERTH_USE_INPUT: @purpose is %BERTH_PURPOSE_KEYBOARD or %BERTH_PURPOSE_MOUSE; of an old
 *   PS/2 port, which may have nothing plugged in, %BERTH_PURPOSE_PS2_KEYBOARD or
 *   %BERTH_PURPOSE_PS2_MOUSE; of a thing that types and is no keyboard to work with (a security
 *   key), %BERTH_PURPOSE_TYPES
 * @BERTH_USE_TPM: the TPM that may hold the keys of the disks
 */
typedef enum
{
  BERTH_USE_DISK,
  BERTH_USE_SWAP,
  BERTH_USE_REMOTE_DISK,
  BERTH_USE_NETWORK,
  BERTH_USE_LOGIN,
  BERTH_USE_DISPLAY,
  BERTH_USE_INPUT,
  BERTH_USE_TPM,
} BerthUseKind;

#define BERTH_PURPOSE_BOOT "boot"
#define BERTH_PURPOSE_BOOT_PARTITION "boot partition"
#define BERTH_PURPOSE_HELD "held"
#define BERTH_PURPOSE_ROUTE "default route"
#define BERTH_PURPOSE_TUNNEL "carries the default route"
#define BERTH_PURPOSE_SCREEN "screen"
#define BERTH_PURPOSE_CONSOLE "console"
#define BERTH_PURPOSE_DARK_CONSOLE "dark console"
#define BERTH_PURPOSE_KEYBOARD "keyboard"
#define BERTH_PURPOSE_MOUSE "mouse"
#define BERTH_PURPOSE_PS2_KEYBOARD "PS/2 keyboard"
#define BERTH_PURPOSE_PS2_MOUSE "PS/2 mouse"
#define BERTH_PURPOSE_TYPES "types"

/**
 * BerthUse:
 * @kind: what the computer does with it
 * @address: the PCI function or USB device in question
 * @subject: what in it is used, in the kernel's words: "nvme0n1p2", "eth0", "event3"; foreign
 *   text
 * @purpose: (nullable): what for; see #BerthUseKind; foreign text, for a mount point may have any
 *   name
 *
 * One observed use of a device by the computer itself. Only observed: whether the computer needs
 * it is judged elsewhere.
 */
typedef struct
{
  BerthUseKind kind;
  BerthAddress address;
  char *subject;
  char *purpose;
} BerthUse;

typedef enum
{
  BERTH_PLATFORM_UNKNOWN,
  BERTH_PLATFORM_BARE,  /* Linux on the hardware: IOMMU groups tell what is isolated */
  BERTH_PLATFORM_XEN,   /* dom0: there are no IOMMU groups, the slot is the unit */
  BERTH_PLATFORM_QUBES, /* dom0 of Qubes OS */
} BerthPlatform;

typedef enum
{
  BERTH_CHASSIS_UNKNOWN,
  BERTH_CHASSIS_STATIONARY,
  BERTH_CHASSIS_PORTABLE, /* its own keyboard is really there, also when it is a PS/2 one */
} BerthChassis;

/**
 * BerthForeignBinding:
 * @kind: who does it
 * @address: of one function; counts only if @has_address
 * @vendor: otherwise: every device of this vendor and @device, all twins of it included
 * @driver: (nullable): the driver it is bound to; foreign text
 *
 * What another program, or the kernel command line, binds at every boot. Berth shows it and never
 * touches it.
 */
typedef struct
{
  enum
  {
    BERTH_FOREIGN_BINDING_DRIVERCTL,    /* a file of driverctl's in /etc/driverctl.d */
    BERTH_FOREIGN_BINDING_VFIO_IDS,     /* vfio-pci.ids= on the kernel command line */
    BERTH_FOREIGN_BINDING_MODPROBE_IDS, /* options vfio-pci ids= in a modprobe.d */
    BERTH_FOREIGN_BINDING_PCIBACK_HIDE, /* xen-pciback.hide= on the kernel command line */
  } kind;
  gboolean has_address;
  BerthAddress address;
  guint16 vendor;
  guint16 device;
  char *driver;
} BerthForeignBinding;

/**
 * BerthFactsGaps:
 * @BERTH_GAP_HOLDERS: Xen domains have devices, and which ones only root can read
 *
 * What could not be looked at. A gap is never a "no".
 */
typedef enum
{
  BERTH_GAP_USES_DISK = 1 << 0,
  BERTH_GAP_USES_NETWORK = 1 << 1,
  BERTH_GAP_USES_DISPLAY = 1 << 2,
  BERTH_GAP_USES_INPUT = 1 << 3,
  BERTH_GAP_GROUPS = 1 << 4,
  BERTH_GAP_USB = 1 << 5,
  BERTH_GAP_HOLDERS = 1 << 6,
} BerthFactsGaps;

#define BERTH_GAP_USES \
  (BERTH_GAP_USES_DISK | BERTH_GAP_USES_NETWORK | BERTH_GAP_USES_DISPLAY | BERTH_GAP_USES_INPUT)

/**
 * BerthFacts:
 * @platform: what stands between the kernel and the hardware
 * @iommu: the kernel has at least one IOMMU group
 * @is_remote: another computer's facts, as a server tells them: much of it cannot be seen from here
 * @interrupt_remapping: the IOMMU checks interrupts too: a device cannot send those of others
 * @unsafe_interrupts: VFIO was told to do without that (`allow_unsafe_interrupts`)
 * @acs_override: the kernel was told to believe that devices are kept apart
 *   (`pcie_acs_override=`), so that IOMMU groups are declared and not proven
 * @chassis: what kind of box it is
 * @memory_total: in KiB, 0 when not known
 * @memory_available: in KiB: what could be had now without swapping; 0 when not known
 * @gaps: #BerthFactsGaps
 * @pciback: the kernel's xen-pciback is there; without it nothing can be bound to pciback
 * @boot_switched_off: the kernel was started with `berth.disable=1`
 * @boot_bindings: (element-type BerthBootBinding): Berth's own, sorted by address
 * @foreign_bindings: (element-type BerthForeignBinding): of other programs, in no order
 * @pci: (element-type BerthPciFacts): sorted by address
 * @usb: (element-type BerthUsbFacts): sorted by address, root hubs left out
 * @uses: (element-type BerthUse): in no order
 *
 * The raw facts of one computer at one moment, from whichever source: sysfs, a recorded folder, a
 * remote server. Filled by one thread, then only read; safe to share after that.
 */
typedef struct
{
  BerthPlatform platform;
  gboolean iommu;
  gboolean is_remote;
  BerthTruth interrupt_remapping;
  BerthTruth unsafe_interrupts;
  BerthTruth acs_override;
  BerthChassis chassis;
  guint64 memory_total;
  guint64 memory_available;
  guint gaps;
  BerthTruth pciback;
  gboolean boot_switched_off;
  GPtrArray *boot_bindings;
  GPtrArray *foreign_bindings;
  GPtrArray *pci;
  GPtrArray *usb;
  GPtrArray *uses;
} BerthFacts;

BerthFacts *berth_facts_new (void);
BerthFacts *berth_facts_ref (BerthFacts *self);
void berth_facts_unref (BerthFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthFacts, berth_facts_unref)

BerthPciFacts *berth_facts_add_pci (BerthFacts *self, const BerthAddress *address);
BerthUsbFacts *berth_facts_add_usb (BerthFacts *self, const BerthAddress *address);
BerthUse *berth_facts_add_use (BerthFacts *self,
                               BerthUseKind kind,
                               const BerthAddress *address,
                               const char *subject,
                               const char *purpose);
BerthForeignBinding *berth_facts_add_foreign_binding (BerthFacts *self, const char *driver);
void berth_facts_sort (BerthFacts *self);

gboolean berth_facts_equal (const BerthFacts *a, const BerthFacts *b);

const BerthPciFacts *berth_facts_lookup_pci (const BerthFacts *self, const BerthAddress *address);
const BerthPciFacts *berth_facts_find_isa_bridge (const BerthFacts *self);

G_END_DECLS
