/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BERTH_BUS_PCI,
  BERTH_BUS_USB,
} BerthBus;

/* USB allows five hubs in a row below the root port (USB 2.0 specification, 4.1.1). */
#define BERTH_USB_MAX_PORTS 6

/**
 * BerthAddress:
 * @bus_kind: which of the two halves counts; the other one is zero
 * @domain: PCI domain (segment); five hexadecimal digits behind Intel VMD
 * @bus: PCI bus
 * @slot: PCI slot, 0 to 31
 * @function: PCI function, 0 to 7
 * @usb_bus: USB bus number as in the kernel's names (`1` in `1-2.3`)
 * @n_ports: how many of @ports count; 0 is the root hub of @usb_bus
 * @ports: the port at each hub on the way to the device
 *
 * Where a device sits: a PCI address (BDF) or a USB port path. A plain value: copy it by
 * assignment, compare it with berth_address_equal(). It says nothing about *which* device sits
 * there; that is #BerthIdentity.
 */
typedef struct
{
  BerthBus bus_kind;
  guint32 domain;
  guint8 bus;
  guint8 slot;
  guint8 function;
  guint8 usb_bus;
  guint8 n_ports;
  guint8 ports[BERTH_USB_MAX_PORTS];
} BerthAddress;

BerthAddress berth_address_pci (guint32 domain, guint bus, guint slot, guint function);

gboolean berth_address_parse (const char *text, BerthAddress *ret_address, GError **error);

char *berth_address_dup_string (const BerthAddress *self);
char *berth_address_dup_short (const BerthAddress *self);

gboolean berth_address_equal (const BerthAddress *a, const BerthAddress *b);
int berth_address_compare (const BerthAddress *a, const BerthAddress *b);
guint berth_address_hash (gconstpointer address);
gboolean berth_address_equal_pointers (gconstpointer a, gconstpointer b);

gboolean berth_address_same_slot (const BerthAddress *a, const BerthAddress *b);

BerthAddress *berth_address_copy (const BerthAddress *self);

G_END_DECLS
