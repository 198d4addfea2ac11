/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

char *berth_hostdev_others_dup (const xmlNode *hostdev);

G_END_DECLS
