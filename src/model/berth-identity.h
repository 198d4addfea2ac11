/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/**
 * BerthIdentityFields:
 *
 * Which fields of a #BerthIdentity are known. Sources differ: Qubes tells no subsystem.
 */
typedef enum
{
  BERTH_IDENTITY_VENDOR = 1 << 0,
  BERTH_IDENTITY_DEVICE = 1 << 1,
  BERTH_IDENTITY_SUBSYSTEM = 1 << 2,
  BERTH_IDENTITY_CLASS = 1 << 3,
} BerthIdentityFields;

/**
 * BerthIdentity:
 * @known: #BerthIdentityFields; 0 means: nobody wrote down which device was meant
 *
 * Which device it is, wherever it sits. A plain value. For USB the subsystem is not known and the
 * class is bDeviceClass.
 */
typedef struct
{
  guint known;
  guint16 vendor;
  guint16 device;
  guint16 subsystem_vendor;
  guint16 subsystem_device;
  guint32 class_code;
} BerthIdentity;

/**
 * BerthIdentityVerdict:
 * @BERTH_IDENTITY_SAME: every field that both sides know agrees
 * @BERTH_IDENTITY_MISSING: nothing sits at the address
 * @BERTH_IDENTITY_CHANGED: another device sits at the address
 * @BERTH_IDENTITY_NOT_PINNED: the assignment names an address only, so nobody can tell
 */
typedef enum
{
  BERTH_IDENTITY_SAME,
  BERTH_IDENTITY_MISSING,
  BERTH_IDENTITY_CHANGED,
  BERTH_IDENTITY_NOT_PINNED,
} BerthIdentityVerdict;

BerthIdentity berth_identity_of_pci (const BerthPciFacts *facts);
BerthIdentity berth_identity_of_usb (const BerthUsbFacts *facts);

BerthIdentityVerdict berth_identity_judge (const BerthIdentity *wanted,
                                           const BerthIdentity *present);

gboolean berth_identity_equal (const BerthIdentity *a, const BerthIdentity *b);

char *berth_identity_dup_string (const BerthIdentity *self);
char *berth_identity_dup_words (const BerthIdentity *self);
gboolean berth_identity_parse (const char *text, BerthIdentity *ret_identity);

G_END_DECLS
