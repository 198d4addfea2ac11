/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-boot-binding.h"

#include <gio/gio.h>

#include "base/berth-error.h"

/**
 * berth_bind_target_get_driver:
 *
 * Returns: the kernel's name of the driver, as in the `driver` link of a device
 */
const char *
berth_bind_target_get_driver (BerthBindTarget target)
{
  return target == BERTH_BIND_TARGET_PCIBACK ? "pciback" : "vfio-pci";
}
