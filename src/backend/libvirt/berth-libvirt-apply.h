/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/libvirt/berth-libvirt-link.h"

G_BEGIN_DECLS

BerthVm *berth_libvirt_apply (BerthLibvirtLink *link, BerthChange *change, GError **error);

G_END_DECLS
