/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-boot-binding.h"

G_BEGIN_DECLS

/**
 * BerthRequest:
 * @method: one of the interface's, never the caller's own text
 * @address: a PCI function; zero for methods without one
 * @identity: which device the caller means; counts only if @has_identity
 * @target: counts only if @has_target
 *
 * A call that was understood: numbers in their ranges and nothing else. A plain value.
 */
typedef struct
{
  const char *method;
  BerthAddress address;
  BerthPciIdentity identity;
  BerthBindTarget target;
  gboolean has_identity;
  gboolean has_target;
} BerthRequest;

G_END_DECLS
