/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-device-class.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *nick;
  const char *words;
} ClassNames;

static const ClassNames class_names[BERTH_N_DEVICE_CLASSES] = {
  [BERTH_DEVICE_GRAPHICS] = { "graphics", N_ ("Graphics") },
  [BERTH_DEVICE_NETWORK] = { "network", N_ ("Network") },
  [BERTH_DEVICE_USB_CONTROLLER] = { "usb-controller", N_ ("USB controllers") },
  [BERTH_DEVICE_STORAGE] = { "storage", N_ ("Storage") },
  [BERTH_DEVICE_SOUND] = { "sound", N_ ("Sound") },
  [BERTH_DEVICE_INPUT] = { "input", N_ ("Keyboards and mice") },
  [BERTH_DEVICE_BLUETOOTH] = { "bluetooth", N_ ("Bluetooth") },
  [BERTH_DEVICE_CAMERA] = { "camera", N_ ("Cameras") },
  [BERTH_DEVICE_PRINTER] = { "printer", N_ ("Printers") },
  [BERTH_DEVICE_OTHER] = { "other", N_ ("Other") },
  [BERTH_DEVICE_HOST_FUNCTION] = { "host-function", N_ ("Parts of this computer") },
  [BERTH_DEVICE_BRIDGE] = { "bridge", N_ ("Bridges") },
};

/* A row fits when the bits of the class code under @mask equal @code. */
typedef struct
{
  guint32 code;
  guint32 mask;
  BerthDeviceClass device_class;
  const char *words;
} ClassRow;

#define BASE 0xff0000
#define SUB 0xffff00
#define EXACT 0xffffff

/* PCI Code and ID Assignment Specification; the first row that fits counts. Host functions are
 * those that a running computer cannot spare whoever holds them. */
static const ClassRow pci_rows[] = {
  { 0x060000, SUB, BERTH_DEVICE_BRIDGE, N_ ("host bridge") },
  { 0x060400, SUB, BERTH_DEVICE_BRIDGE, N_ ("PCI bridge") },
  { 0x060700, SUB, BERTH_DEVICE_BRIDGE, N_ ("CardBus bridge") },
  { 0x060900, SUB, BERTH_DEVICE_BRIDGE, N_ ("PCI bridge") },
  { 0x060100, SUB, BERTH_DEVICE_HOST_FUNCTION, N_ ("ISA bridge") },
  { 0x060000, BASE, BERTH_DEVICE_HOST_FUNCTION, N_ ("bridge") },
  { 0x010000, SUB, BERTH_DEVICE_STORAGE, N_ ("disk controller (SCSI)") },
  { 0x010100, SUB, BERTH_DEVICE_STORAGE, N_ ("disk controller (IDE)") },
  { 0x010400, SUB, BERTH_DEVICE_STORAGE, N_ ("disk controller (RAID)") },
  { 0x010600, SUB, BERTH_DEVICE_STORAGE, N_ ("disk controller (SATA)") },
  { 0x010700, SUB, BERTH_DEVICE_STORAGE, N_ ("disk controller (SAS)") },
  { 0x010800, SUB, BERTH_DEVICE_STORAGE, N_ ("disk (NVMe)") },
  { 0x010000, BASE, BERTH_DEVICE_STORAGE, N_ ("disk controller") },
  { 0x020000, BASE, BERTH_DEVICE_NETWORK, N_ ("network card") },
  { 0x030000, BASE, BERTH_DEVICE_GRAPHICS, N_ ("graphics card") },
  { 0x040000, SUB, BERTH_DEVICE_CAMERA, N_ ("video device") },
  { 0x040100, SUB, BERTH_DEVICE_SOUND, N_ ("sound") },
  { 0x040300, SUB, BERTH_DEVICE_SOUND, N_ ("sound") },
  { 0x040000, BASE, BERTH_DEVICE_OTHER, N_ ("multimedia device") },
  { 0x050000, BASE, BERTH_DEVICE_OTHER, N_ ("memory") },
  { 0x070000, SUB, BERTH_DEVICE_OTHER, N_ ("serial port") },
  { 0x070300, SUB, BERTH_DEVICE_NETWORK, N_ ("modem") },
  { 0x078000, SUB, BERTH_DEVICE_HOST_FUNCTION, N_ ("management engine") },
  { 0x070000, BASE, BERTH_DEVICE_OTHER, N_ ("communication device") },
  { 0x080500, SUB, BERTH_DEVICE_STORAGE, N_ ("card reader") },
  { 0x080600, SUB, BERTH_DEVICE_HOST_FUNCTION, N_ ("IOMMU") },
  { 0x080000, BASE, BERTH_DEVICE_HOST_FUNCTION, N_ ("part of the computer") },
  { 0x090000, BASE, BERTH_DEVICE_INPUT, N_ ("input device") },
  { 0x0c0340, EXACT, BERTH_DEVICE_USB_CONTROLLER, N_ ("USB4 controller") },
  { 0x0c0300, SUB, BERTH_DEVICE_USB_CONTROLLER, N_ ("USB controller") },
  { 0x0c0500, SUB, BERTH_DEVICE_HOST_FUNCTION, N_ ("SMBus controller") },
  { 0x0c0000, BASE, BERTH_DEVICE_OTHER, N_ ("serial bus controller") },
  { 0x0d1100, SUB, BERTH_DEVICE_BLUETOOTH, N_ ("Bluetooth adapter") },
  { 0x0d0000, BASE, BERTH_DEVICE_NETWORK, N_ ("wireless card") },
  { 0x100000, BASE, BERTH_DEVICE_OTHER, N_ ("encryption device") },
  { 0x118000, SUB, BERTH_DEVICE_HOST_FUNCTION, N_ ("sensor of the computer") },
  { 0x120000, BASE, BERTH_DEVICE_OTHER, N_ ("accelerator") },
};

/* USB class codes (usb.org, "Defined Class Codes"). A device with several interfaces is what its
 * earliest row says: a camera with a microphone is a camera. */
static const ClassRow usb_rows[] = {
  { 0x090000, BASE, BERTH_DEVICE_BRIDGE, N_ ("USB hub") },
  { 0x0e0000, BASE, BERTH_DEVICE_CAMERA, N_ ("camera") },
  { 0xe00101, EXACT, BERTH_DEVICE_BLUETOOTH, N_ ("Bluetooth adapter") },
  { 0x080000, BASE, BERTH_DEVICE_STORAGE, N_ ("USB storage") },
  { 0x070000, BASE, BERTH_DEVICE_PRINTER, N_ ("printer") },
  { 0x010000, BASE, BERTH_DEVICE_SOUND, N_ ("sound") },
  { 0x020000, BASE, BERTH_DEVICE_NETWORK, N_ ("network adapter") },
  { 0x030101, EXACT, BERTH_DEVICE_INPUT, N_ ("keyboard") },
  { 0x030102, EXACT, BERTH_DEVICE_INPUT, N_ ("mouse") },
  { 0x030000, BASE, BERTH_DEVICE_INPUT, N_ ("input device") },
  { 0x0b0000, BASE, BERTH_DEVICE_OTHER, N_ ("smart card reader") },
};

/**
 * berth_device_class_get_nick:
 *
 * Returns: (transfer none): a stable word for scripts and for the names of icons: "usb-controller"
 */
const char *
berth_device_class_get_nick (BerthDeviceClass device_class)
{
  g_return_val_if_fail ((guint) device_class < BERTH_N_DEVICE_CLASSES, "other");

  return class_names[device_class].nick;
}

/**
 * berth_device_class_get_words:
 *
 * Returns: (transfer none): translated, for the class filter
 */
const char *
berth_device_class_get_words (BerthDeviceClass device_class)
{
  g_return_val_if_fail ((guint) device_class < BERTH_N_DEVICE_CLASSES, "");

  return _ (class_names[device_class].words);
}

/**
 * berth_device_class_of_pci:
 * @class_code: 24 bits, base class highest
 * @ret_words: (out) (transfer none): translated, for one device: "disk (NVMe)"
 */
BerthDeviceClass
berth_device_class_of_pci (guint32 class_code, const char **ret_words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pci_rows); i++)
    {
      if ((class_code & pci_rows[i].mask) == pci_rows[i].code)
        {
          *ret_words = _ (pci_rows[i].words);
          return pci_rows[i].device_class;
        }
    }

  *ret_words = _ ("device");
  return BERTH_DEVICE_OTHER;
}

/**
 * berth_device_class_of_usb:
 * @device_class: bDeviceClass
 * @interface_classes: (nullable): "CCSSPP" triples, see #BerthUsbFacts
 * @ret_words: (out) (transfer none): translated, for one device
 */
BerthDeviceClass
berth_device_class_of_usb (guint8 device_class,
                           const char *interface_classes,
                           const char **ret_words)
{
  g_auto (GStrv) triples
    = g_strsplit (interface_classes != NULL ? interface_classes : "", " ", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (usb_rows); i++)
    {
      const ClassRow *row = &usb_rows[i];
      gboolean fits = ((guint32) device_class << 16 & row->mask) == row->code;

      for (guint j = 0; !fits && triples[j] != NULL; j++)
        {
          guint64 triple = g_ascii_strtoull (triples[j], NULL, 16);

          fits = *triples[j] != '\0' && (triple & row->mask) == row->code;
        }

      if (fits)
        {
          *ret_words = _ (row->words);
          return row->device_class;
        }
    }

  *ret_words = _ ("USB device");
  return BERTH_DEVICE_OTHER;
}
