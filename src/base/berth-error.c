/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/berth-error.h"

/* The D-Bus names let an error cross the bus with its code intact: the root helper answers with
 * one and the caller sees the same BERTH_ERROR code. */
static const GDBusErrorEntry entries[] = {
  { BERTH_ERROR_FAILED, "org.berth.Error.Failed" },
  { BERTH_ERROR_INVALID, "org.berth.Error.Invalid" },
  { BERTH_ERROR_NOT_FOUND, "org.berth.Error.NotFound" },
  { BERTH_ERROR_REFUSED, "org.berth.Error.Refused" },
  { BERTH_ERROR_CONFLICT, "org.berth.Error.Conflict" },
  { BERTH_ERROR_READ_ONLY, "org.berth.Error.ReadOnly" },
  { BERTH_ERROR_DENIED, "org.berth.Error.Denied" },
  { BERTH_ERROR_UNREACHABLE, "org.berth.Error.Unreachable" },
  { BERTH_ERROR_NOT_SUPPORTED, "org.berth.Error.NotSupported" },
  { BERTH_ERROR_STUCK, "org.berth.Error.Stuck" },
  { BERTH_ERROR_NOT_VERIFIED, "org.berth.Error.NotVerified" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (entries) == BERTH_N_ERRORS);

/**
 * berth_error_quark:
 *
 * Returns: the domain of #BerthError
 */
GQuark
berth_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("berth-error-quark", &quark, entries,
                                      G_N_ELEMENTS (entries));
  return (GQuark) quark;
}
