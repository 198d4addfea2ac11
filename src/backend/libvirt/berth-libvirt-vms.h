/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/libvirt/berth-libvirt-world.h"

G_BEGIN_DECLS

GPtrArray *berth_libvirt_vms_list (BerthLibvirtLink *link, GError **error);
BerthVm *berth_libvirt_vms_read (BerthLibvirtLink *link, virDomainPtr domain, GError **error);
char *berth_libvirt_vms_dup_name (virDomainPtr domain);

G_END_DECLS
