/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *berth_device_name_dup_marketing (const char *product);
char *berth_device_name_dup_vendor (const char *vendor);

G_END_DECLS
