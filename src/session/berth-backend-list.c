/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-backend-list.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "backend/demo/berth-demo-backend.h"
#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

#define LIBVIRT_MODULE "libberth-backend-libvirt.so"
#define LIBVIRT_SYMBOL "berth_libvirt_backend_new"

/* Xen says in this file that the kernel is its control domain (dom0). */
#define XEN_CAPABILITIES "/proc/xen/capabilities"

typedef BerthBackend *(*NewBackend) (const char *uri);

/**
 * BackendRow:
 * @id: stable name
 * @handles: whether @uri is one of its own
 * @prepare: (nullable): what has to be loaded before the first @new_backend; may block, may be
 *   called from any thread
 * @new_backend: (nullable): makes one for @uri; %NULL: there is no hypervisor, only a computer
 * @is_own_computer: (nullable): whether @uri is a computer of its own instead of being on this one
 *   or on the server that the URI names
 * @reset: (nullable): makes it what it was at first; only what is made for trying out has that
 */
typedef struct
{
  const char *id;
  gboolean (*handles) (const char *uri);
  gboolean (*prepare) (GError **error);
  BerthBackend *(*new_backend) (const char *uri);
  gboolean (*is_own_computer) (const char *uri);
  gboolean (*reset) (const char *uri, GError **error);
} BackendRow;

static gsize libvirt_new_backend; /* NewBackend, once the module was loaded */

static gboolean
handles_demo (const char *uri)
{
  return g_str_has_prefix (uri, "demo:") || g_str_has_prefix (uri, "folder:");
}

static gboolean
handles_none (const char *uri)
{
  return g_str_equal (uri, BERTH_URI_NONE);
}

static gboolean
handles_anything (const char *uri)
{
  return TRUE;
}

static gboolean
is_always_own_computer (const char *uri)
{
  return TRUE;
}

/* libvirt's test driver invents its devices; whatever has no scheme is an alias that only libvirt's
 * own configuration can resolve, perhaps to another computer. */
static gboolean
is_own_computer_of_libvirt (const char *uri)
{
  return g_str_has_prefix (uri, "test:") || g_str_has_prefix (uri, "test+")
         || strstr (uri, ":/") == NULL;
}

/* libvirt itself is named if that is what is missing; else it is the part of Berth that uses it. */
static void
set_load_error (GError **error, const char *reason)
{
  g_autofree char *shown = berth_text_dup_shown (reason, BERTH_TEXT_SENTENCE_LENGTH);

  if (!g_str_has_prefix (reason, LIBVIRT_MODULE) && strstr (reason, "libvirt.so.") != NULL)
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                 _ ("libvirt is not installed on this computer (%s). Install the package "
                    "“libvirt0” (on Fedora: “libvirt-libs”)."),
                 shown);
  else
    g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                 _ ("The part of Berth that speaks with libvirt cannot be loaded (%s). Install the "
                    "package “berth-libvirt”, or build Berth with libvirt."),
                 shown);
}

/* libvirt and what it brings along cost every start of the program several times what the program
 * itself costs. So they are loaded with the first connection that needs them. dlopen() directly and
 * not through GModule, because the module is found by the RUNPATH of the object that calls. */
static gboolean
prepare_libvirt (GError **error)
{
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  void *module;
  gpointer symbol;

  if (g_atomic_pointer_get (&libvirt_new_backend) != 0)
    return TRUE;

  /* Its types live as long as the program, so it must never be unloaded. */
  module = dlopen (LIBVIRT_MODULE, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  symbol = module != NULL ? dlsym (module, LIBVIRT_SYMBOL) : NULL;
  if (symbol == NULL)
    {
      set_load_error (error, dlerror ());
      return FALSE;
    }
  g_atomic_pointer_set (&libvirt_new_backend, (gsize) symbol);
  return TRUE;
}

static BerthBackend *
new_libvirt_backend (const char *uri)
{
  NewBackend new_backend = (NewBackend) (gpointer) g_atomic_pointer_get (&libvirt_new_backend);

  return new_backend (uri);
}

/* THE table of backends: the first row that handles a URI has it. */
static const BackendRow rows[] = {
  { "demo", handles_demo, NULL, berth_demo_backend_new, is_always_own_computer,
    berth_demo_backend_reset },
  { "none", handles_none, NULL, NULL, NULL, NULL },
  { "libvirt", handles_anything, prepare_libvirt, new_libvirt_backend, is_own_computer_of_libvirt,
    NULL },
};

static const BackendRow *
find_row (const char *uri)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].handles (uri))
      return &rows[i];
  g_assert_not_reached ();
}

/**
 * berth_backend_list_has_backend:
 *
 * Returns: whether there is a hypervisor behind @uri; %FALSE for `none`, which is this computer
 *   and its devices only
 */
gboolean
berth_backend_list_has_backend (const char *uri)
{
  return find_row (uri)->new_backend != NULL;
}

/**
 * berth_backend_list_prepare:
 *
 * Loads the code that berth_backend_list_new_backend() needs for @uri, and does nothing the second
 * time. It reads from the disk, so it may block: call it from a thread.
 *
 * Returns: %FALSE with @error set to %BERTH_ERROR_NOT_SUPPORTED if it is not installed
 */
gboolean
berth_backend_list_prepare (const char *uri, GError **error)
{
  const BackendRow *row = find_row (uri);

  return row->prepare == NULL || row->prepare (error);
}

/**
 * berth_backend_list_new_backend:
 *
 * Makes the backend for @uri, not opened yet. Blocks only if berth_backend_list_prepare() was not
 * called before.
 *
 * Returns: (transfer full): or %NULL with @error set to %BERTH_ERROR_NOT_SUPPORTED
 */
BerthBackend *
berth_backend_list_new_backend (const char *uri, GError **error)
{
  const BackendRow *row = find_row (uri);

  if (row->new_backend == NULL)
    {
      g_autofree char *shown = berth_text_dup_name (uri);

      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   _ ("There are no virtual machines behind “%s”. Choose another connection."),
                   shown);
      return NULL;
    }
  if (row->prepare != NULL && !row->prepare (error))
    return NULL;
  return row->new_backend (uri);
}

/**
 * berth_backend_list_reset:
 *
 * Makes what is behind @uri what it was at first, if it is made for trying out. Waits for the disk:
 * call it before there is a window, or in a thread.
 *
 * Returns: %FALSE with @error set, %BERTH_ERROR_NOT_SUPPORTED for anything real
 */
gboolean
berth_backend_list_reset (const char *uri, GError **error)
{
  const BackendRow *row = find_row (uri);
  g_autofree char *shown = NULL;

  if (row->reset != NULL)
    return row->reset (uri, error);

  shown = berth_text_dup_name (uri);
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
               _ ("Only the demo can start over, but “%s” is not part of it."), shown);
  return FALSE;
}

static gboolean
is_xen_control_domain (void)
{
  g_autofree char *capabilities = NULL;

  return g_file_get_contents (XEN_CAPABILITIES, &capabilities, NULL, NULL)
         && strstr (capabilities, "control_d") != NULL;
}

/**
 * berth_backend_list_dup_default_uris:
 *
 * What is opened when nobody says what to open: what libvirt's own tools would open
 * (`LIBVIRT_DEFAULT_URI`, https://libvirt.org/uri.html), except that libvirt guesses by asking
 * every driver and would take the user's own session, where devices cannot be given away.
 *
 * Returns: (transfer full): at least one
 */
GStrv
berth_backend_list_dup_default_uris (void)
{
  const char *uri = g_getenv ("LIBVIRT_DEFAULT_URI");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (uri == NULL || *uri == '\0')
    uri = is_xen_control_domain () ? "xen:///system" : "qemu:///system";
  g_strv_builder_add (builder, uri);
  return g_strv_builder_end (builder);
}

/* The host between "//" and the path, in lower case, without user and port; %NULL: no server. */
static char *
dup_server (const char *uri)
{
  const char *scheme_end = strstr (uri, "://");
  const char *begin;
  const char *end;
  const char *at;

  if (scheme_end == NULL)
    return NULL;
  begin = scheme_end + strlen ("://");
  end = begin + strcspn (begin, "/?#");
  at = g_strrstr_len (begin, end - begin, "@");
  if (at != NULL)
    begin = at + 1;

  if (*begin == '[')
    {
      const char *bracket = memchr (begin, ']', (gsize) (end - begin));

      end = bracket != NULL ? bracket + 1 : end;
    }
  else
    {
      const char *colon = memchr (begin, ':', (gsize) (end - begin));

      end = colon != NULL ? colon : end;
    }
  return begin < end ? g_ascii_strdown (begin, end - begin) : NULL;
}

/* What listens on the loopback interface may be a tunnel to any computer. */
static gboolean
is_loopback (const char *server)
{
  return g_str_equal (server, "localhost") || g_str_has_prefix (server, "localhost.")
         || g_str_has_prefix (server, "127.") || g_str_equal (server, "[::1]");
}

/**
 * berth_backend_list_dup_computer_id:
 *
 * Says which computer a URI belongs to. URIs of one computer share its devices: qemu:///system,
 * qemu:///session, xen:///system and `none` are all %BERTH_COMPUTER_LOCAL, two URIs with the same
 * server are that server.
 *
 * Returns: (transfer full): equal for two URIs of the same computer
 */
char *
berth_backend_list_dup_computer_id (const char *uri)
{
  const BackendRow *row = find_row (uri);
  g_autofree char *server = NULL;

  if (row->is_own_computer != NULL && row->is_own_computer (uri))
    return g_strdup (uri);

  server = dup_server (uri);
  if (server == NULL)
    return g_strdup (BERTH_COMPUTER_LOCAL);
  if (is_loopback (server))
    return g_strdup (uri);
  return g_steal_pointer (&server);
}
