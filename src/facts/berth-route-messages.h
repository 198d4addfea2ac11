/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-routes.h"

G_BEGIN_DECLS

/**
 * BerthRouteMessagesEnd:
 * @BERTH_ROUTE_MESSAGES_MORE: there are more to come
 * @BERTH_ROUTE_MESSAGES_DONE: these were the last ones
 * @BERTH_ROUTE_MESSAGES_CHANGED: the routes changed while the kernel listed them, so that some may
 *   be missing
 * @BERTH_ROUTE_MESSAGES_REFUSED: the kernel does not tell
 * @BERTH_ROUTE_MESSAGES_GARBLED: they are not as messages of the kernel are
 *
 * How a piece of the kernel's answer ended.
 */
typedef enum
{
  BERTH_ROUTE_MESSAGES_MORE,
  BERTH_ROUTE_MESSAGES_DONE,
  BERTH_ROUTE_MESSAGES_CHANGED,
  BERTH_ROUTE_MESSAGES_REFUSED,
  BERTH_ROUTE_MESSAGES_GARBLED,
} BerthRouteMessagesEnd;

BerthRouteMessagesEnd berth_route_messages_read (const guint8 *bytes,
                                                 gsize length,
                                                 guint32 sequence,
                                                 BerthRoutes *routes);

G_END_DECLS
