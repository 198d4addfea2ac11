/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-identity.h"

G_BEGIN_DECLS

/**
 * BerthKnownReset:
 * @family: what the cards are called, for people who look for it
 * @link: where it is described
 *
 * A kind of card whose reset is known not to work.
 */
typedef struct
{
  const char *family;
  const char *link;
} BerthKnownReset;

const BerthKnownReset *berth_known_resets_lookup (const BerthIdentity *identity);

G_END_DECLS
