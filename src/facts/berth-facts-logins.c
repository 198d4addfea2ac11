/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for struct utmpx's ut_addr_v6 */
#define _GNU_SOURCE

#include "facts/berth-facts-logins.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <utmpx.h>

#include "facts/berth-peer.h"
#include "facts/berth-sysfs.h"

#define ENVIRONMENT "proc/self/environ"
#define RECORDS "run/utmp"
#define SESSIONS "run/systemd/sessions"
/* Two thousand and some are logged in, or the file is none. */
#define MAX_SIZE (1024 * 1024)

#define CONNECTION "SSH_CONNECTION="
#define REMOTE_HOST "REMOTE_HOST="

static void
add_login (GPtrArray *peers, BerthPeer *login)
{
  g_autoptr (BerthPeer) peer = login;

  if (berth_peer_is_here (peer))
    return;
  for (guint i = 0; i < peers->len; i++)
    {
      const BerthPeer *other = g_ptr_array_index (peers, i);

      if (other->kind == BERTH_USE_LOGIN && berth_peer_is_same (other, peer))
        return;
    }
  if (peer->purpose == NULL)
    peer->purpose = berth_peer_dup_address (peer);
  g_ptr_array_add (peers, g_steal_pointer (&peer));
}

/* "SSH_CONNECTION=192.0.2.1 50912 192.0.2.2 22": whence and whither (ssh(1)). */
static void
read_environment (int root, GPtrArray *peers)
{
  g_autoptr (GBytes) environment = berth_sysfs_read_bytes (root, ENVIRONMENT, MAX_SIZE);
  gsize length;
  const char *text = environment != NULL ? g_bytes_get_data (environment, &length) : NULL;
  const char *end = text != NULL ? text + length : NULL;

  while (text < end)
    {
      g_autofree char *entry = g_strndup (text, strnlen (text, (gsize) (end - text)));

      if (g_str_has_prefix (entry, CONNECTION))
        {
          const char *address = entry + strlen (CONNECTION);
          g_autofree char *first = g_strndup (address, strcspn (address, " "));
          g_autoptr (BerthPeer) peer = berth_peer_new (BERTH_USE_LOGIN, NULL);

          if (berth_peer_set_text (peer, first))
            add_login (peers, g_steal_pointer (&peer));
        }
      text += strlen (entry) + 1;
    }
}

/* The address stands in numbers; an IPv4 one in the first of them alone. Programs like mosh leave
 * it empty and write it as text, with more behind: "192.0.2.1 via mosh [4711]". */
static void
add_record (GPtrArray *peers, const struct utmpx *record)
{
  static const gint32 empty[4];
  g_autofree char *host = g_strndup (record->ut_host, sizeof record->ut_host);
  const char *scope = strchr (host, '%');
  g_autoptr (BerthPeer) peer = berth_peer_new (BERTH_USE_LOGIN, NULL);
  guint8 bytes[BERTH_PEER_BYTES];

  G_STATIC_ASSERT (sizeof record->ut_addr_v6 == sizeof bytes);
  if (record->ut_type != USER_PROCESS)
    return;

  host[strcspn (host, " ")] = '\0';
  memcpy (bytes, record->ut_addr_v6, sizeof bytes);
  if (memcmp (bytes, empty, sizeof bytes) != 0)
    {
      gsize first = sizeof empty[0];
      gboolean is_ipv4 = memcmp (bytes + first, empty, sizeof empty - first) == 0;

      berth_peer_set_bytes (peer, is_ipv4 ? AF_INET : AF_INET6, bytes);
      peer->scope = scope != NULL ? g_strdup (scope + 1) : NULL;
    }
  else if (!berth_peer_set_text (peer, host))
    {
      return;
    }
  add_login (peers, g_steal_pointer (&peer));
}

static void
read_records (int root, GPtrArray *peers, BerthFacts *facts)
{
  g_autoptr (GBytes) records = berth_sysfs_read_bytes (root, RECORDS, MAX_SIZE);
  const guint8 *bytes;
  gsize length;

  if (records == NULL)
    {
      /* Many systems do not write it any more. */
      if (errno != ENOENT)
        facts->gaps |= BERTH_GAP_USES_NETWORK;
      return;
    }

  bytes = g_bytes_get_data (records, &length);
  for (; length >= sizeof (struct utmpx); length -= sizeof (struct utmpx))
    {
      struct utmpx record;

      memcpy (&record, bytes, sizeof record);
      add_record (peers, &record);
      bytes += sizeof record;
    }
}

/* The host of one session, of those that are not only waiting for their last process to end. */
static void
read_session (const char *text, GPtrArray *peers)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (BerthPeer) peer = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *host = NULL;

      if (g_str_equal (lines[i], "STATE=closing"))
        return;
      if (!g_str_has_prefix (lines[i], REMOTE_HOST) || peer != NULL)
        continue;

      host = g_strdelimit (g_strdup (lines[i] + strlen (REMOTE_HOST)), "\"'", ' ');
      g_strstrip (host);
      if (*host == '\0' || *host == ':' || g_str_equal (host, "localhost"))
        continue;
      peer = berth_peer_new (BERTH_USE_LOGIN, NULL);
      if (!berth_peer_set_text (peer, host))
        peer->purpose = g_steal_pointer (&host);
    }
  if (peer != NULL)
    add_login (peers, g_steal_pointer (&peer));
}

/* Where utmp is not written any more, logind knows, and libsystemd reads it here too
 * (sd_session_get_remote_host(3)). Beside each session lies a pipe that must not be opened: that
 * would wait for a writer. */
static void
read_sessions (int root, GPtrArray *peers, BerthFacts *facts)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, SESSIONS);
  const char *name;

  if (folder == NULL && errno != ENOENT)
    facts->gaps |= BERTH_GAP_USES_NETWORK;

  while (folder != NULL && (name = berth_sysfs_next (folder)) != NULL)
    {
      g_autofree char *text = NULL;
      struct stat status;

      if (fstatat (dirfd (folder), name, &status, AT_SYMLINK_NOFOLLOW) != 0
          || !S_ISREG (status.st_mode))
        continue;
      text = berth_sysfs_dup_file (dirfd (folder), name);
      if (text != NULL)
        read_session (text, peers);
      else if (errno != ENOENT)
        facts->gaps |= BERTH_GAP_USES_NETWORK;
    }
}

/**
 * berth_facts_logins_list:
 * @root: descriptor of the folder that holds proc/ and run/
 * @peers: (inout) (element-type BerthPeer): gets the computers that somebody is logged in from,
 *   each once: whoever started this process over ssh, and all that utmp(5) and logind tell of
 * @facts: (inout): gets a gap when one of the two is there and cannot be read
 */
void
berth_facts_logins_list (int root, GPtrArray *peers, BerthFacts *facts)
{
  read_environment (root, peers);
  read_records (root, peers, facts);
  read_sessions (root, peers, facts);
}
