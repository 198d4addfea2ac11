/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-identity.h"

G_BEGIN_DECLS

char *berth_hostdev_alias_dup (const BerthAddress *address, const BerthIdentity *identity);
gboolean berth_hostdev_alias_is_ours (const char *alias);
gboolean berth_hostdev_alias_parse (const char *alias,
                                    BerthAddress *ret_address,
                                    BerthIdentity *ret_identity);

G_END_DECLS
