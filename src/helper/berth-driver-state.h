/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-pci-identity.h"

G_BEGIN_DECLS

/**
 * BerthDriverState:
 * @folder: the device's own, held open: another device that takes the address later is not below it
 * @root: the folder that holds sys/; borrowed
 *
 * One PCI function, to be asked again and again who has it. Each answer is the kernel's of now.
 */
typedef struct
{
  BerthAddress address;
  int root;
  int folder;
} BerthDriverState;

gboolean berth_driver_state_open (int root,
                                  const BerthAddress *address,
                                  BerthDriverState *self,
                                  GError **error);
void berth_driver_state_close (BerthDriverState *self);

gboolean berth_driver_state_is_there (const BerthDriverState *self);
gboolean berth_driver_state_read_identity (const BerthDriverState *self,
                                           BerthPciIdentity *identity);
char *berth_driver_state_dup_driver (const BerthDriverState *self);
char *berth_driver_state_dup_override (const BerthDriverState *self);
gboolean berth_driver_state_has_group (const BerthDriverState *self);
gboolean berth_driver_state_is_enabled (const BerthDriverState *self);
gboolean berth_driver_state_has_slot (const BerthDriverState *self);
gboolean berth_driver_state_is_permissive (const BerthDriverState *self);

gboolean berth_driver_is_loaded (int root, const char *driver);
gboolean berth_driver_puts_aside (const char *driver);

G_END_DECLS
