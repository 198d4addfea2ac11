/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/berth-facts.h"

G_BEGIN_DECLS

/* Of an IPv6 address; one of IPv4 fills the first four. */
#define BERTH_PEER_BYTES 16

/**
 * BerthPeer:
 * @kind: %BERTH_USE_LOGIN or %BERTH_USE_REMOTE_DISK
 * @purpose: of the use, see #BerthUseKind
 * @family: AF_INET or AF_INET6; AF_UNSPEC when the address is not known: a name is never resolved
 * @bytes: the address, in the order of the network
 * @scope: (nullable): the network interface that an IPv6 address of one wire belongs to
 *
 * Another computer that this one must not lose.
 */
typedef struct
{
  BerthUseKind kind;
  char *purpose;
  guint8 family;
  guint8 bytes[BERTH_PEER_BYTES];
  char *scope;
} BerthPeer;

BerthPeer *berth_peer_new (BerthUseKind kind, const char *purpose);
void berth_peer_free (BerthPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthPeer, berth_peer_free)

void berth_peer_set_bytes (BerthPeer *self, guint8 family, const guint8 *bytes);
gboolean berth_peer_set_text (BerthPeer *self, const char *text);

gboolean berth_peer_is_here (const BerthPeer *self);
gboolean berth_peer_is_same (const BerthPeer *a, const BerthPeer *b);
char *berth_peer_dup_address (const BerthPeer *self);

G_END_DECLS
