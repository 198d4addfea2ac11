/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BerthError:
 * @BERTH_ERROR_FAILED: anything without a code of its own
 * @BERTH_ERROR_INVALID: what was typed or read makes no sense (a malformed address, a broken file)
 * @BERTH_ERROR_NOT_FOUND: no such VM, device or connection
 * @BERTH_ERROR_REFUSED: a rule of Berth refuses it
 * @BERTH_ERROR_CONFLICT: somebody else changed the same thing since it was read
 * @BERTH_ERROR_READ_ONLY: the connection may read but not write
 * @BERTH_ERROR_DENIED: the user may not do this (polkit, file permissions)
 * @BERTH_ERROR_UNREACHABLE: the other side does not run or does not answer
 * @BERTH_ERROR_NOT_SUPPORTED: the backend cannot do this at all
 * @BERTH_ERROR_STUCK: the kernel does not finish what was asked of it for a device
 * @BERTH_ERROR_NOT_VERIFIED: written, but reading it back gave something else
 *
 * The one error domain of Berth. Every message is a whole sentence that says what happened, to
 * which device or VM, and what to do.
 */
typedef enum
{
  BERTH_ERROR_FAILED,
  BERTH_ERROR_INVALID,
  BERTH_ERROR_NOT_FOUND,
  BERTH_ERROR_REFUSED,
  BERTH_ERROR_CONFLICT,
  BERTH_ERROR_READ_ONLY,
  BERTH_ERROR_DENIED,
  BERTH_ERROR_UNREACHABLE,
  BERTH_ERROR_NOT_SUPPORTED,
  BERTH_ERROR_STUCK,
  BERTH_ERROR_NOT_VERIFIED,
} BerthError;

#define BERTH_N_ERRORS (BERTH_ERROR_NOT_VERIFIED + 1)
#define BERTH_ERROR (berth_error_quark ())

GQuark berth_error_quark (void);

G_END_DECLS
