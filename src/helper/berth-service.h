/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/berth-work.h"

G_BEGIN_DECLS

/**
 * BerthServiceSetup:
 * @work: which computer
 * @polkit_patience: how long polkit may take that asks nobody, in milliseconds
 * @dialog_patience: how long it may take to ask somebody, in milliseconds
 * @idle: how long to stay without a call, in milliseconds
 *
 * What differs between the service and a test of it. A plain value.
 */
typedef struct
{
  BerthWorkSetup work;
  guint polkit_patience;
  guint dialog_patience;
  guint idle;
} BerthServiceSetup;

typedef struct _BerthService BerthService;

BerthService *berth_service_new (GDBusConnection *bus, const BerthServiceSetup *setup);
void berth_service_free (BerthService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthService, berth_service_free)

gboolean berth_service_run (BerthService *self, GError **error);
void berth_service_leave (BerthService *self);

G_END_DECLS
