/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-device.h"

G_BEGIN_DECLS

char *berth_device_words_dup_reset (const BerthDevice *device);
char *berth_device_words_dup_facts (const BerthDevice *device);

G_END_DECLS
