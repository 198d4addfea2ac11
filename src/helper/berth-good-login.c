/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-good-login.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/berth-number.h"
#include "facts/berth-sysfs.h"

#define SESSIONS "run/systemd/sessions"
#define MAX_SESSIONS 1024
#define MAX_SIZE (64 * 1024)

/* What counts of a session; each points into the text of its file, NULL: it is not said. */
typedef struct
{
  const char *class;
  const char *leader;
  const char *service;
  const char *state;
  const char *type;
} Session;

static void
take_line (Session *session, char *line)
{
  const struct
  {
    const char *key;
    const char **value;
  } keys[] = {
    { "CLASS", &session->class }, { "LEADER", &session->leader }, { "SERVICE", &session->service },
    { "STATE", &session->state }, { "TYPE", &session->type },
  };
  char *value = strchr (line, '=');

  if (value == NULL)
    return;
  *value++ = '\0';
  /* Words with a blank in them stand in quotation marks. None that counts has one. */
  g_strdelimit (value, "\"'", ' ');
  g_strstrip (value);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (g_str_equal (line, keys[i].key))
        *keys[i].value = value;
    }
}

/* "user" and, since systemd 256, "user-early" of root and "user-light"; not "manager", "greeter",
 * "lock-screen" and "background". */
static gboolean
is_user (const Session *session)
{
  return session->class != NULL
         && (g_str_equal (session->class, "user") || g_str_has_prefix (session->class, "user-"));
}

/* Programs that log in by themselves, with no screen or terminal, have no type: what at(1) runs, or
 * a service that calls su. */
static gboolean
has_terminal (const Session *session)
{
  return session->type != NULL && *session->type != '\0'
         && !g_str_equal (session->type, "unspecified");
}

/* getty's own way to log in without a password is "login -f", with the PAM service of everybody. */
static gboolean
was_forced (int root, const Session *session)
{
  g_autofree char *path = g_strconcat ("proc/", session->leader, "/cmdline", NULL);
  g_autoptr (GBytes) words = NULL;
  const char *word;
  gsize length;

  if (!g_str_equal (session->service, "login"))
    return FALSE;
  words = berth_sysfs_read_bytes (root, path, MAX_SIZE);
  if (words == NULL)
    return TRUE;

  word = g_bytes_get_data (words, &length);
  while (length > 0)
    {
      gsize word_length = strnlen (word, length);

      if (word_length == 2 && memcmp (word, "-f", 2) == 0)
        return TRUE;
      word_length = MIN (word_length + 1, length);
      word += word_length;
      length -= word_length;
    }
  return FALSE;
}

static gboolean
is_alive (int root, const Session *session)
{
  g_autofree char *path = NULL;
  gint64 pid;

  if (session->leader == NULL || !berth_number_parse (session->leader, 10, 1, G_MAXINT32, &pid))
    return FALSE;
  path = g_strconcat ("proc/", session->leader, NULL);
  return faccessat (root, path, F_OK, 0) == 0;
}

/* Somebody proved with a screen and keyboard, or from far away, who they are. Who is logged in
 * without being asked proves nothing. */
static BerthGoodLogin
judge (int root, const Session *session)
{
  if (!is_user (session) || !has_terminal (session) || session->service == NULL
      || *session->service == '\0' || g_str_has_suffix (session->service, "autologin")
      || session->state == NULL || !is_alive (root, session) || was_forced (root, session))
    return BERTH_GOOD_LOGIN_NONE;

  if (g_str_equal (session->state, "active") || g_str_equal (session->state, "online"))
    return BERTH_GOOD_LOGIN_THERE;
  return g_str_equal (session->state, "opening") ? BERTH_GOOD_LOGIN_SOON : BERTH_GOOD_LOGIN_NONE;
}

static BerthGoodLogin
judge_file (int root, int folder, const char *name)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Session session = { NULL };
  struct stat status;

  /* Beside each session lies a pipe, and to open that would wait for a writer. */
  if (fstatat (folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (status.st_mode))
    return BERTH_GOOD_LOGIN_NONE;
  bytes = berth_sysfs_read_bytes (folder, name, MAX_SIZE);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return BERTH_GOOD_LOGIN_NONE;

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    take_line (&session, lines[i]);
  return judge (root, &session);
}

/**
 * berth_good_login_find:
 * @root: descriptor of the folder that holds run/ and proc/
 *
 * Looks for somebody who got into the computer: a session that logind knows, of a person who was
 * asked who they are, at the computer or from far away. Read where libsystemd reads it too
 * (sd-login(3)), so that there is nothing to wait for.
 */
BerthGoodLogin
berth_good_login_find (int root)
{
  g_autoptr (DIR) folder = berth_sysfs_list (root, SESSIONS);
  BerthGoodLogin best = BERTH_GOOD_LOGIN_NONE;
  const char *name;

  for (guint i = 0;
       folder != NULL && i < MAX_SESSIONS && (name = berth_sysfs_next (folder)) != NULL; i++)
    best = MAX (best, judge_file (root, dirfd (folder), name));
  return best;
}
