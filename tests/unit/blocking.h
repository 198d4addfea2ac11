/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A backend's calls for tests: each runs the main loop until its answer is there. Those without
 * @error must succeed. */
#pragma once

#include "backend/berth-backend.h"

gboolean blocking_open (BerthBackend *backend, GError **error);
BerthFacts *blocking_read_facts (BerthBackend *backend);
GPtrArray *blocking_list_vms (BerthBackend *backend, GError **error);
BerthVm *blocking_read_vm (BerthBackend *backend, const char *uuid);
BerthVm *blocking_apply (BerthBackend *backend, BerthChange *change, GError **error);
gboolean
blocking_set_power (BerthBackend *backend, const char *uuid, gboolean on, GError **error);
gboolean blocking_run_host_action (BerthBackend *backend,
                                   const BerthHostAction *action,
                                   GError **error);
