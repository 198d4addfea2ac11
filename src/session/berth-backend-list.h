/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/berth-backend.h"

G_BEGIN_DECLS

/* The computer that this program runs on. */
#define BERTH_COMPUTER_LOCAL "localhost"

gboolean berth_backend_list_has_backend (const char *uri);
gboolean berth_backend_list_prepare (const char *uri, GError **error);
BerthBackend *berth_backend_list_new_backend (const char *uri, GError **error);
gboolean berth_backend_list_reset (const char *uri, GError **error);
GStrv berth_backend_list_dup_default_uris (void);
char *berth_backend_list_dup_computer_id (const char *uri);

G_END_DECLS
