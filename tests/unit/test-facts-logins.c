/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for struct utmpx's ut_addr_v6 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <string.h>
#include <sys/stat.h>
#include <utmpx.h>

#include "live-facts.h"

#define ROOT_BUS "devices/pci0000:00"
#define VIRTUAL "devices/virtual/net/"

#define HEADER "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
#define ROUTE(interface, prefix, flags, mask)                                                      \
  interface "\t" prefix "\t0102000A\t" flags "\t0\t0\t100\t" mask "\t0\t0\t0\n"
#define DEFAULT ROUTE ("eth0", "00000000", "0003", "00000000")
#define WIRE ROUTE ("eth1", "006433C6", "0001", "00FFFFFF")    /* 198.51.100.0/24 */
#define TUNNEL ROUTE ("tun0", "0000090A", "0001", "0000FFFF")  /* 10.9.0.0/16 */
#define VMS ROUTE ("virbr0", "007AA8C0", "0001", "00FFFFFF")   /* 192.168.122.0/24 */
#define WIRE6(interface)                                                                           \
  "fe800000000000000000000000000000 40 00000000000000000000000000000000 00 "                       \
  "00000000000000000000000000000000 00000100 00000001 00000000 00000001 " interface "\n"
#define OWN6                                                                                       \
  "20010db8000000000000000000000002 80 00000000000000000000000000000000 00 "                       \
  "00000000000000000000000000000000 00000000 00000002 00000000 80200001 eth0\n"

typedef struct
{
  short type;
  const char *address; /* NULL: none in numbers */
  const char *host;
} Record;

typedef struct
{
  const char *name;
  const char *connection; /* NULL: not over ssh */
  Record records[3];
  const char *expected;
  guint gap;
} LoginCase;

static const LoginCase cases[] = {
  { "nobody", NULL, { { 0 } }, "", 0 },
  { "over ssh", "203.0.113.5 50912 192.0.2.2 22", { { 0 } }, "00:19.0 eth0 203.0.113.5", 0 },
  { "from the wire", "198.51.100.9 50912 192.0.2.2 22", { { 0 } }, "00:1a.0 eth1 198.51.100.9",
    0 },
  { "from itself", "127.0.0.1 50912 127.0.0.1 22", { { USER_PROCESS, "::1", "::1" } }, "", 0 },
  { "from its own address", "2001:db8::2 50912 2001:db8::2 22", { { 0 } }, "", 0 },
  { "not an address", "somewhere 1 2 3", { { 0 } }, "", 0 },
  { "in the records", NULL,
    { { USER_PROCESS, "203.0.113.5", "far" }, { USER_PROCESS, "198.51.100.9", "" } },
    "00:19.0 eth0 203.0.113.5; 00:1a.0 eth1 198.51.100.9", 0 },
  { "twice", "203.0.113.5 50912 192.0.2.2 22",
    { { USER_PROCESS, "203.0.113.5", "far" }, { USER_PROCESS, "::ffff:203.0.113.5", "" } },
    "00:19.0 eth0 203.0.113.5", 0 },
  { "gone", NULL, { { DEAD_PROCESS, "203.0.113.5", "far" } }, "", 0 },
  { "at the screen", NULL, { { USER_PROCESS, NULL, ":0" }, { USER_PROCESS, NULL, "" } }, "", 0 },
  { "over mosh", NULL, { { USER_PROCESS, NULL, "203.0.113.5 via mosh [4711]" } },
    "00:19.0 eth0 203.0.113.5", 0 },
  { "from a wire that is named", "fe80::9%eth1 50912 fe80::2%eth1 22", { { 0 } },
    "00:1a.0 eth1 fe80::9", 0 },
  { "from a wire that is named in the records", NULL,
    { { USER_PROCESS, "fe80::9", "fe80::9%eth1" } }, "00:1a.0 eth1 fe80::9", 0 },
  { "from any wire", NULL, { { USER_PROCESS, "fe80::9", "far" } },
    "00:19.0 eth0 fe80::9; 00:1a.0 eth1 fe80::9", 0 },
  { "over a VPN", "10.9.3.4 50912 10.9.0.1 22", { { 0 } }, "00:19.0 eth0 10.9.3.4", 0 },
  { "from a VM of this computer", "192.168.122.7 50912 192.168.122.1 22", { { 0 } }, "", 0 },
  { "no way back", "2001:db8:1::1 50912 2001:db8::2 22", { { 0 } }, "", BERTH_GAP_USES_NETWORK },
};

static void
put_bytes (MockSysfs *sysfs, const char *path, gconstpointer bytes, gsize length)
{
  g_autofree char *full = g_build_filename (mock_sysfs_get_root (sysfs), path, NULL);

  mock_sysfs_put (sysfs, path, "");
  g_assert_true (g_file_set_contents (full, bytes, (gssize) length, NULL));
}

static void
put_environment (MockSysfs *sysfs, const char *connection)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *entry = g_strconcat ("SSH_CONNECTION=", connection, NULL);

  g_byte_array_append (bytes, (const guint8 *) "HOME=/root", strlen ("HOME=/root") + 1);
  g_byte_array_append (bytes, (const guint8 *) entry, (guint) strlen (entry) + 1);
  put_bytes (sysfs, "proc/self/environ", bytes->data, bytes->len);
}

static void
fill_record (const Record *record, struct utmpx *ret_entry)
{
  *ret_entry = (struct utmpx){ .ut_type = record->type };
  if (record->host != NULL)
    memcpy (ret_entry->ut_host, record->host, strlen (record->host));
  if (record->address != NULL && inet_pton (AF_INET, record->address, ret_entry->ut_addr_v6) != 1)
    g_assert_cmpint (inet_pton (AF_INET6, record->address, ret_entry->ut_addr_v6), ==, 1);
}

static void
add_network (MockSysfs *sysfs)
{
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:19.0/net", "eth0");
  mock_sysfs_add_net (sysfs, ROOT_BUS "/0000:00:1a.0/net", "eth1");
  mock_sysfs_add_net (sysfs, VIRTUAL, "tun0");
  mock_sysfs_add_net (sysfs, VIRTUAL, "virbr0");
  mock_sysfs_put (sysfs, "sys/" VIRTUAL "virbr0/bridge", NULL);
  mock_sysfs_put (sysfs, "proc/self/mountinfo", "");
  mock_sysfs_put (sysfs, "proc/net/route", HEADER DEFAULT WIRE TUNNEL VMS);
  mock_sysfs_put (sysfs, "proc/net/ipv6_route", WIRE6 ("eth0") WIRE6 ("eth1") OWN6);
}

static void
test_logins (gconstpointer data)
{
  const LoginCase *c = data;
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  struct utmpx entries[G_N_ELEMENTS (c->records)];
  g_autoptr (BerthFacts) facts = NULL;
  g_autofree char *uses = NULL;

  add_network (sysfs);
  if (c->connection != NULL)
    put_environment (sysfs, c->connection);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    fill_record (&c->records[i], &entries[i]);
  put_bytes (sysfs, "run/utmp", entries, sizeof entries);

  facts = live_facts_read (sysfs);
  uses = live_facts_dup_uses (facts, BERTH_USE_LOGIN);
  g_assert_cmpstr (uses, ==, c->expected);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==, c->gap);
}

/* Not written by many systems: no gap. Cut off in a record: the whole ones count. Too long, or no
 * file: a gap. */
static void
test_records_file (void)
{
  const Record record = { USER_PROCESS, "203.0.113.5", "far" };
  struct utmpx entries[2];

  fill_record (&record, &entries[0]);
  fill_record (&record, &entries[1]);
  memset (entries[0].ut_host, 'x', sizeof entries[0].ut_host);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      add_network (sysfs);
      if (i == 1)
        put_bytes (sysfs, "run/utmp", entries, sizeof entries - 1);
      if (i == 2)
        mock_sysfs_put (sysfs, "run/utmp", NULL);
      if (i == 3)
        {
          g_autofree char *noise = g_malloc0 (2 * 1024 * 1024);

          put_bytes (sysfs, "run/utmp", noise, 2 * 1024 * 1024);
        }

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_LOGIN);
      g_assert_cmpstr (uses, ==, i == 1 ? "00:19.0 eth0 203.0.113.5" : "");
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==,
                        i >= 2 ? BERTH_GAP_USES_NETWORK : 0);
    }
}

/* As logind writes them. */
#define SESSION(state, rest)                                                                       \
  "# This is private data. Do not parse.\nUID=1000\n" state rest "TTY=pts/0\n"
#define ACTIVE "ACTIVE=1\nSTATE=active\n"
#define CLOSING "ACTIVE=0\nSTATE=closing\n"

static const struct
{
  const char *session;
  const char *expected;
} session_cases[] = {
  { SESSION (ACTIVE, "REMOTE=1\nREMOTE_HOST=203.0.113.5\n"), "00:19.0 eth0 203.0.113.5" },
  { SESSION (ACTIVE, "REMOTE=1\nREMOTE_HOST=\"198.51.100.9\"\n"), "00:1a.0 eth1 198.51.100.9" },
  { SESSION ("", "REMOTE=1\nREMOTE_HOST=203.0.113.5\n" CLOSING), "" },
  { SESSION (ACTIVE, "REMOTE=0\n"), "" },
  { SESSION (ACTIVE, "REMOTE=1\nREMOTE_HOST=localhost\n"), "" },
  { SESSION (ACTIVE, "REMOTE=1\nREMOTE_HOST=::1\n"), "" },
  { SESSION (ACTIVE, "REMOTE=0\nREMOTE_HOST=:0\n"), "" },
  /* A name is never resolved: it may be anywhere. */
  { SESSION (ACTIVE, "REMOTE=1\nREMOTE_HOST=far\n"), "00:19.0 eth0 far; 00:1a.0 eth1 far" },
  { "", "" },
};

static void
test_sessions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (session_cases); i++)
    {
      g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
      g_autofree char *pipe
          = g_build_filename (mock_sysfs_get_root (sysfs), "run/systemd/sessions/3.ref", NULL);
      g_autoptr (BerthFacts) facts = NULL;
      g_autofree char *uses = NULL;

      add_network (sysfs);
      mock_sysfs_put (sysfs, "run/systemd/sessions/3", session_cases[i].session);
      g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

      facts = live_facts_read (sysfs);
      uses = live_facts_dup_uses (facts, BERTH_USE_LOGIN);
      g_assert_cmpstr (uses, ==, session_cases[i].expected);
      g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, ==, 0);
    }
}

static void
test_unreadable_sessions (void)
{
  g_autoptr (MockSysfs) sysfs = mock_sysfs_new ();
  g_autoptr (BerthFacts) facts = NULL;

  add_network (sysfs);
  mock_sysfs_put (sysfs, "run/systemd/sessions", "no folder");
  facts = live_facts_read (sysfs);
  g_assert_cmpuint (facts->gaps & BERTH_GAP_USES_NETWORK, !=, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (cases[i].name), " ", '-');
      g_autofree char *path = g_strconcat ("/facts-logins/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_logins);
    }
  g_test_add_func ("/facts-logins/records-file", test_records_file);
  g_test_add_func ("/facts-logins/sessions", test_sessions);
  g_test_add_func ("/facts-logins/unreadable-sessions", test_unreadable_sessions);
  return g_test_run ();
}
