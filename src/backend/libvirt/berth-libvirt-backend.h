/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/berth-backend.h"

G_BEGIN_DECLS

#define BERTH_TYPE_LIBVIRT_BACKEND (berth_libvirt_backend_get_type ())
G_DECLARE_FINAL_TYPE (BerthLibvirtBackend, berth_libvirt_backend, BERTH, LIBVIRT_BACKEND, GObject)

BerthBackend *berth_libvirt_backend_new (const char *uri);

G_END_DECLS
