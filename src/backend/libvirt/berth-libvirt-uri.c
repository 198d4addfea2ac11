/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-uri.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-text.h"

/* https://libvirt.org/uri.html: DRIVER[+TRANSPORT]://[USER@][SERVER][:PORT]/PATH[?PARAMETERS] */
typedef struct
{
  const char *scheme;
  const char *title;
} DriverTitle;

static const DriverTitle driver_titles[] = {
  { "qemu", N_ ("QEMU/KVM") },
  { "xen", N_ ("Xen") },
  { "test", N_ ("libvirt’s test driver") },
};

/* Transports that run a program which may ask for a password on the terminal. */
static const char *const asking_transports[] = { "+ssh:", "+libssh:", "+libssh2:" };

/**
 * berth_libvirt_uri_has_scheme:
 * @scheme: a driver: "qemu", "test"
 *
 * Returns: whether @uri is for that driver, over whichever transport
 */
gboolean
berth_libvirt_uri_has_scheme (const char *uri, const char *scheme)
{
  gsize length = strlen (scheme);

  return strncmp (uri, scheme, length) == 0 && (uri[length] == ':' || uri[length] == '+');
}

/* What stands between "//" and the path; empty: none. */
static char *
dup_authority (const char *uri)
{
  const char *begin = strstr (uri, "://");

  if (begin == NULL)
    return g_strdup ("");
  begin += strlen ("://");
  return g_strndup (begin, strcspn (begin, "/?#"));
}

/**
 * berth_libvirt_uri_is_here:
 *
 * Returns: whether the VMs of @uri run on this computer, as far as the URI tells: it names no
 *   server. The test driver's are on a computer of its own making.
 */
gboolean
berth_libvirt_uri_is_here (const char *uri)
{
  g_autofree char *authority = dup_authority (uri);

  return *authority == '\0' && !berth_libvirt_uri_has_scheme (uri, "test");
}

/**
 * berth_libvirt_uri_dup_for_open:
 *
 * Returns: (transfer full): @uri, so that ssh fails instead of asking on the terminal
 */
char *
berth_libvirt_uri_dup_for_open (const char *uri)
{
  for (gsize i = 0; i < G_N_ELEMENTS (asking_transports); i++)
    {
      if (strstr (uri, asking_transports[i]) != NULL && strstr (uri, "no_tty=") == NULL)
        return g_strconcat (uri, strchr (uri, '?') != NULL ? "&" : "?", "no_tty=1", NULL);
    }
  return g_strdup (uri);
}

/**
 * berth_libvirt_uri_dup_title:
 *
 * Returns: (transfer full): what people call the connection, safe to show
 */
char *
berth_libvirt_uri_dup_title (const char *uri)
{
  g_autofree char *authority = dup_authority (uri);
  g_autofree char *shown_uri = berth_text_dup_name (uri);
  g_autofree char *server = NULL;
  const char *user_end = strrchr (authority, '@');
  const char *title = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (driver_titles) && title == NULL; i++)
    {
      if (berth_libvirt_uri_has_scheme (uri, driver_titles[i].scheme))
        title = _ (driver_titles[i].title);
    }
  if (title == NULL)
    return g_steal_pointer (&shown_uri);

  if (*authority != '\0')
    {
      server = berth_text_dup_name (user_end != NULL ? user_end + 1 : authority);
      /* Translators: a hypervisor and a computer, such as “Xen on server1” */
      return g_strdup_printf (_ ("%s on %s"), title, server);
    }
  if (strstr (uri, ":///session") != NULL)
    /* Translators: %s is a hypervisor; “user session” is libvirt's word for VMs that a user runs
     * without the system's rights */
    return g_strdup_printf (_ ("%s (user session)"), title);
  return g_strdup (title);
}
