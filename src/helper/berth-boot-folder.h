/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-boot-binding.h"

G_BEGIN_DECLS

GPtrArray *berth_boot_folder_read (int root, GError **error);
gboolean berth_boot_folder_write (int root, const BerthBootBinding *binding, GError **error);
gboolean berth_boot_folder_set_trial (int root,
                                      const BerthBootBinding *seen,
                                      BerthBootTrial trial,
                                      GError **error);
gboolean berth_boot_folder_remove (int root, const BerthAddress *address, GError **error);
gboolean
berth_boot_folder_write_outcome (int root, const BerthBootBinding *binding, GError **error);

G_END_DECLS
