/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the writing half of a connection needs of the reading half. */
#pragma once

#include "session/berth-connection.h"

G_BEGIN_DECLS

void berth_connection_list_soon (BerthConnection *self);
void berth_connection_replace_vm (BerthConnection *self, const char *uuid, BerthVm *vm);
GError *berth_connection_dup_own_error (BerthConnection *self, const GError *error);

G_END_DECLS
