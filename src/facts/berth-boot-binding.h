/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts-words.h"
#include "facts/berth-pci-identity.h"

G_BEGIN_DECLS

/* What is longer is no file of a boot binding. */
#define BERTH_BOOT_BINDING_MAX_SIZE 1024

/**
 * BerthBindTarget:
 * @BERTH_BIND_TARGET_VFIO_PCI: vfio-pci, for QEMU/KVM
 * @BERTH_BIND_TARGET_PCIBACK: pciback (module xen-pciback), for Xen
 *
 * The drivers that hold a device for VMs. The values cross the bus and stand in files: they stay.
 */
typedef enum
{
  BERTH_BIND_TARGET_VFIO_PCI = 1,
  BERTH_BIND_TARGET_PCIBACK = 2,
} BerthBindTarget;

/**
 * BerthBootTrial:
 * @BERTH_BOOT_TRIAL_NEW: not tried yet: it will be at the next boot
 * @BERTH_BOOT_TRIAL_TRIED: tried at one boot; unless somebody confirms it, never again
 * @BERTH_BOOT_TRIAL_CONFIRMED: the computer was seen to start well with it
 *
 * How far a boot binding is trusted. The values cross the bus and stand in files: they stay.
 */
typedef enum
{
  BERTH_BOOT_TRIAL_NEW = 1,
  BERTH_BOOT_TRIAL_TRIED = 2,
  BERTH_BOOT_TRIAL_CONFIRMED = 3,
} BerthBootTrial;

/**
 * BerthBootOutcome:
 * @BERTH_BOOT_OUTCOME_NONE: nothing was done at this boot: it was made later, or nobody knows
 * @BERTH_BOOT_OUTCOME_BOUND: it was bound
 * @BERTH_BOOT_OUTCOME_NOT_CONFIRMED: left alone, because it was tried once and not confirmed
 * @BERTH_BOOT_OUTCOME_HELD_BY_HOST: left alone, because a driver of the host's had it already
 * @BERTH_BOOT_OUTCOME_CHANGED: left alone, because another device sits there
 * @BERTH_BOOT_OUTCOME_MISSING: there is no device at its address
 * @BERTH_BOOT_OUTCOME_FAILED: the kernel did not do it
 *
 * What the early unit did with a boot binding at this boot. The values cross the bus and stand in
 * files: they stay.
 */
typedef enum
{
  BERTH_BOOT_OUTCOME_NONE = 0,
  BERTH_BOOT_OUTCOME_BOUND = 1,
  BERTH_BOOT_OUTCOME_NOT_CONFIRMED = 2,
  BERTH_BOOT_OUTCOME_HELD_BY_HOST = 3,
  BERTH_BOOT_OUTCOME_CHANGED = 4,
  BERTH_BOOT_OUTCOME_MISSING = 5,
  BERTH_BOOT_OUTCOME_FAILED = 6,
} BerthBootOutcome;

/**
 * BerthBootBinding:
 *
 * One function that is bound at every boot: a file of its own in %BERTH_BOOT_FOLDER, written by
 * root, read by everybody, and what became of it at this boot, a file in %BERTH_BOOT_RUN_FOLDER.
 * A plain value.
 */
typedef struct
{
  BerthAddress address;
  BerthPciIdentity identity;
  BerthBindTarget target;
  BerthBootTrial trial;
  BerthBootOutcome outcome;
} BerthBootBinding;

extern const BerthFactsWord berth_bind_target_words[];
extern const BerthFactsWord berth_boot_trial_words[];
extern const BerthFactsWord berth_boot_outcome_words[];

const char *berth_bind_target_get_driver (BerthBindTarget target);

gboolean berth_boot_binding_equal (const BerthBootBinding *a, const BerthBootBinding *b);
gboolean berth_boot_binding_is_same (const BerthBootBinding *a, const BerthBootBinding *b);
gboolean berth_boot_binding_is_spent (const BerthBootBinding *self);
const BerthBootBinding *berth_boot_binding_find (GPtrArray *bindings, const BerthAddress *address);

char *berth_boot_binding_dup_name (const BerthAddress *address);
gboolean berth_boot_binding_parse_name (const char *name, BerthAddress *ret_address);

char *berth_boot_binding_print (const BerthBootBinding *self);
gboolean berth_boot_binding_parse (const char *name,
                                   const char *text,
                                   gssize length,
                                   BerthBootBinding *ret_binding,
                                   GError **error);

char *berth_boot_binding_print_outcome (const BerthBootBinding *self);
gboolean berth_boot_binding_parse_outcome (const char *name,
                                           const char *text,
                                           gssize length,
                                           BerthBootBinding *ret_binding,
                                           GError **error);

G_END_DECLS
