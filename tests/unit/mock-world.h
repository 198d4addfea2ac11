/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/berth-backend.h"

G_BEGIN_DECLS

/**
 * MockWorld:
 * @features: what its backends say they can do
 * @vms: (element-type BerthVm): what is so; tests replace elements
 * @facts: (nullable): what its backends, or the host, say of the devices
 * @open_error: (nullable): what opening fails with
 * @list_error: (nullable): what listing fails with
 * @apply_error: (nullable): what applying fails with, without writing
 * @host_error: (nullable): what an action on the host's side fails with
 * @facts_after: (nullable): what the devices are after the next action on the host's side, also
 *   when it fails
 * @lies: applying writes, and says it failed
 * @drops: #BerthOption that it does not keep when it writes
 * @holds: calls wait for mock_world_release()
 * @n_opened: how many backends were opened
 * @n_listed: how often the VMs were listed
 * @n_applied: how often a change was written
 * @n_host_actions: how often something was to be done on the host's side
 * @host_action: the last of these
 * @n_inspected: how often was asked what only root can read
 * @backend: (nullable): the one made last; borrowed
 *
 * What stands behind one URI in a test, whichever backend speaks of it. Every URI of demo: and
 * folder: leads here, and so do the facts of this computer, whose world has the URI "host", and the
 * root helper, whose world has the URI "helper".
 */
typedef struct
{
  char *uri;
  guint features;
  GPtrArray *vms;
  BerthFacts *facts;
  GError *open_error;
  GError *list_error;
  GError *apply_error;
  GError *host_error;
  BerthFacts *facts_after;
  gboolean lies;
  guint drops;
  gboolean holds;
  guint n_opened;
  guint n_listed;
  guint n_applied;
  guint n_host_actions;
  BerthHostAction host_action;
  guint n_inspected;
  BerthBackend *backend;
  GPtrArray *held;
} MockWorld;

#define MOCK_WORLD_HOST "host"
#define MOCK_WORLD_HELPER "helper"

MockWorld *mock_world_get (const char *uri);
void mock_world_forget_all (void);
void mock_world_add_test (const char *path, void (*test) (void));

BerthVm *mock_world_add_vm (MockWorld *self, const char *uuid, const char *name);
void mock_world_set_configured (MockWorld *self, const char *uuid, GPtrArray *configured);
void mock_world_remove_vm (MockWorld *self, const char *uuid);
BerthVm *mock_world_lookup_vm (MockWorld *self, const char *uuid);
BerthVm *mock_world_snapshot (const BerthVm *vm);

GTask *mock_world_new_action (const BerthHostAction *action,
                              gpointer source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void mock_world_act (MockWorld *self, GTask *task);
void mock_world_answer (MockWorld *self, GTask *task, void (*answer) (MockWorld *, GTask *));
void mock_world_release (MockWorld *self);

G_END_DECLS
