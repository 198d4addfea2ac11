/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gmodule.h>

#include "backend/berth-backend.h"

G_BEGIN_DECLS

/* What libvirt says over a connection, as Berth's nouns: VMs of QEMU/KVM, Xen and of libvirt's test
 * driver. Each backend has a thread that makes its calls; none is ever made on the main thread. */

#define BERTH_TYPE_LIBVIRT_BACKEND (berth_libvirt_backend_get_type ())
G_DECLARE_FINAL_TYPE (BerthLibvirtBackend, berth_libvirt_backend, BERTH, LIBVIRT_BACKEND, GObject)

/* The one symbol that the module shows to the program that loads it. */
G_MODULE_EXPORT
BerthBackend *berth_libvirt_backend_new (const char *uri);

G_END_DECLS
