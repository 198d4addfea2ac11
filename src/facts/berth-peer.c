/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts/berth-peer.h"

#include <arpa/inet.h>
#include <string.h>

#define IPV4_BYTES 4
/* How an IPv4 address is written as one of IPv6: ::ffff:192.0.2.1 (RFC 4291, 2.5.5.2). */
static const guint8 mapped_prefix[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/**
 * berth_peer_new:
 *
 * Returns: (transfer full): a peer whose address is not known
 */
BerthPeer *
berth_peer_new (BerthUseKind kind, const char *purpose)
{
  BerthPeer *self = g_new0 (BerthPeer, 1);

  self->kind = kind;
  self->purpose = g_strdup (purpose);
  return self;
}

void
berth_peer_free (BerthPeer *self)
{
  g_free (self->purpose);
  g_free (self->scope);
  g_free (self);
}

/**
 * berth_peer_set_bytes:
 * @family: AF_INET or AF_INET6
 * @bytes: 4 or 16 of them, in the order of the network
 *
 * Sets the address. An IPv4 address inside one of IPv6 counts as the former.
 */
void
berth_peer_set_bytes (BerthPeer *self, guint8 family, const guint8 *bytes)
{
  if (family == AF_INET6 && memcmp (bytes, mapped_prefix, sizeof mapped_prefix) == 0)
    {
      family = AF_INET;
      bytes += sizeof mapped_prefix;
    }
  self->family = family;
  memset (self->bytes, 0, sizeof self->bytes);
  memcpy (self->bytes, bytes, family == AF_INET ? IPV4_BYTES : BERTH_PEER_BYTES);
}

/**
 * berth_peer_set_text:
 * @text: "192.0.2.1", "2001:db8::1", "fe80::1%eth0"; foreign
 *
 * Returns: whether @text is an address; the peer stays as it is when it is none
 */
gboolean
berth_peer_set_text (BerthPeer *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "%", 2);
  guint8 bytes[BERTH_PEER_BYTES];

  if (parts[0] == NULL)
    return FALSE;
  if (inet_pton (AF_INET, parts[0], bytes) == 1)
    berth_peer_set_bytes (self, AF_INET, bytes);
  else if (inet_pton (AF_INET6, parts[0], bytes) == 1)
    berth_peer_set_bytes (self, AF_INET6, bytes);
  else
    return FALSE;

  g_free (self->scope);
  self->scope = g_strdup (parts[1]);
  return TRUE;
}

/**
 * berth_peer_is_here:
 *
 * Returns: whether the address is known to be of this computer itself whatever its routes say: the
 *   loopback's, or that of nobody
 */
gboolean
berth_peer_is_here (const BerthPeer *self)
{
  static const guint8 nobody[BERTH_PEER_BYTES - 1];

  if (self->family == AF_INET)
    return self->bytes[0] == IN_LOOPBACKNET || self->bytes[0] == 0;
  return self->family == AF_INET6 && memcmp (self->bytes, nobody, sizeof nobody) == 0
         && self->bytes[BERTH_PEER_BYTES - 1] <= 1;
}

/**
 * berth_peer_is_same:
 *
 * Returns: whether two peers have one address, known or not
 */
gboolean
berth_peer_is_same (const BerthPeer *a, const BerthPeer *b)
{
  return a->family == b->family && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0
         && g_strcmp0 (a->scope, b->scope) == 0;
}

/**
 * berth_peer_dup_address:
 *
 * Returns: (nullable) (transfer full): "192.0.2.1"; %NULL when it is not known
 */
char *
berth_peer_dup_address (const BerthPeer *self)
{
  char text[INET6_ADDRSTRLEN];

  if (self->family == AF_UNSPEC
      || inet_ntop (self->family, self->bytes, text, sizeof text) == NULL)
    return NULL;
  return g_strdup (text);
}
