/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-boot-binding.h"

G_BEGIN_DECLS

/**
 * BerthRequest:
 * @method: one of the interface's, never the caller's own text
 * @has_address: it is about one PCI function
 * @address: that function; counts only if @has_address
 * @identity: which device the caller means; counts only if @has_identity
 * @target: counts only if @has_target
 *
 * A call that was understood: numbers in their ranges and nothing else. A plain value.
 */
typedef struct
{
  const char *method;
  gboolean has_address;
  BerthAddress address;
  BerthPciIdentity identity;
  BerthBindTarget target;
  gboolean has_identity;
  gboolean has_target;
} BerthRequest;

gboolean berth_request_parse (const char *method,
                              GVariant *parameters,
                              BerthRequest *ret_request,
                              GError **error);

char *berth_request_dup_line (const BerthRequest *self);

G_END_DECLS
