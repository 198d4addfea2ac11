/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "model/berth-assignment.h"

G_BEGIN_DECLS

guint berth_hostdev_options_read (const xmlNode *hostdev);
void berth_hostdev_options_write (xmlNode *hostdev, guint options);

G_END_DECLS
