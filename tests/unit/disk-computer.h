/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mock-sysfs.h"

#define ROOT_BUS "devices/pci0000:00"
#define NVME ROOT_BUS "/0000:00:1d.0/0000:03:00.0"
#define NVME_DISK NVME "/nvme/nvme0/nvme0n1"
#define SATA ROOT_BUS "/0000:00:17.0"
#define SATA_DISK SATA "/ata1/host0/block/sda"
#define STICK ROOT_BUS "/0000:00:14.0/usb1/1-2"
#define STICK_DISK STICK "/1-2:1.0/host2/target2:0:0/2:0:0:0/block/sdb"
#define VIRTUAL "devices/virtual/block"
#define PROC "22 27 0:21 / /proc rw - proc proc rw\n"

/* A computer with an NVMe disk at 03:00.0 (nvme0n1, 259:0), a SATA disk at 00:17.0 (sda, 8:0), each
 * with partitions 1 and 2 (259:1, 8:1 …), and a USB stick at 1-2 (sdb1, 8:17). */
MockSysfs *disk_computer_new (void);

/* All uses of disks, swap areas and the TPM as one sorted text: "03:00.0 nvme0n1p2 /". */
char *disk_computer_dup_uses (MockSysfs *sysfs, guint expected_gap);
