/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>

#include "backend/libvirt/berth-libvirt-uri.h"
#include "base/berth-error.h"
#include "base/berth-text.h"

static BerthError
classify (const virError *problem)
{
  if (problem == NULL)
    return BERTH_ERROR_FAILED;

  switch ((virErrorNumber) problem->code)
    {
    case VIR_ERR_NO_DOMAIN:
      return BERTH_ERROR_NOT_FOUND;

    case VIR_ERR_OPERATION_DENIED:
    case VIR_ERR_ACCESS_DENIED:
    case VIR_ERR_AUTH_FAILED:
    case VIR_ERR_AUTH_CANCELLED:
    case VIR_ERR_AUTH_UNAVAILABLE:
      return BERTH_ERROR_DENIED;

    case VIR_ERR_SYSTEM_ERROR:
      /* virReportSystemError() leaves errno in int1. */
      if (problem->int1 == EACCES || problem->int1 == EPERM)
        return BERTH_ERROR_DENIED;
      if (problem->domain == VIR_FROM_RPC)
        return BERTH_ERROR_UNREACHABLE;
      return BERTH_ERROR_FAILED;

    case VIR_ERR_NO_CONNECT:
    case VIR_ERR_INVALID_CONN:
    case VIR_ERR_RPC:
      return BERTH_ERROR_UNREACHABLE;

    case VIR_ERR_INTERNAL_ERROR:
      /* "client socket is closed", "received hangup event on socket": all of the RPC client's. */
      return problem->domain == VIR_FROM_RPC ? BERTH_ERROR_UNREACHABLE : BERTH_ERROR_FAILED;

    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_CONFIG_UNSUPPORTED:
    case VIR_ERR_OPERATION_UNSUPPORTED:
      return BERTH_ERROR_NOT_SUPPORTED;

    default:
      return BERTH_ERROR_FAILED;
    }
}

static const char *
get_remedy (BerthError code)
{
  switch (code)
    {
    case BERTH_ERROR_NOT_FOUND:
      return _ ("It was deleted in the meantime.");
    case BERTH_ERROR_DENIED:
      return _ ("You have no right to it: become a member of the group “libvirt” and log in again, "
                "or ask the administrator.");
    case BERTH_ERROR_UNREACHABLE:
      return _ ("The connection is broken: see whether libvirt still runs, and connect again.");
    case BERTH_ERROR_NOT_SUPPORTED:
      return _ ("This hypervisor cannot do it.");
    default:
      return NULL;
    }
}

/* What to do about a connection that could not be opened. */
static const char *
get_open_remedy (BerthError code, const char *uri)
{
  if (code == BERTH_ERROR_DENIED && !berth_libvirt_uri_is_here (uri))
    return _ ("The server does not let you in. Berth never asks for a password: use a key or a "
              "certificate.");
  if (code != BERTH_ERROR_UNREACHABLE)
    return get_remedy (code);
  if (berth_libvirt_uri_is_here (uri))
    return _ ("libvirt does not answer: start it with “systemctl start libvirtd” and try again.");
  return _ ("Check the name of the server, whether libvirt runs there, and your key or "
            "certificate.");
}

/* The last problem of this thread, as its own words in a sentence of ours. */
static char *
dup_quote (const virError *problem)
{
  /* libxl fails without a word when it attaches USB to a configuration (9.0 to 11.3). */
  g_autofree char *shown
    = berth_text_dup_shown (problem != NULL ? problem->message : NULL, BERTH_TEXT_SENTENCE_LENGTH);

  if (*shown == '\0')
    return g_strdup (_ ("libvirt does not say why."));
  /* Translators: %s is what libvirt itself reports, in its language and without a full stop */
  return g_strdup_printf (_ ("libvirt says: “%s”."), shown);
}

static void
set (GError **error,
     BerthError code,
     const char *what,
     const char *remedy,
     const virError *problem)
{
  g_autofree char *quote = dup_quote (problem);

  if (remedy != NULL)
    g_set_error (error, BERTH_ERROR, code, "%s %s %s", what, remedy, quote);
  else
    g_set_error (error, BERTH_ERROR, code, "%s %s", what, quote);
}

/**
 * berth_libvirt_error_set:
 * @format: what could not be done, a whole translated sentence; what is put into it is safe to show
 *
 * Turns the last problem of libvirt in this thread into a #BerthError: @format, what to do about
 * it, and libvirt's own words. Any call into libvirt makes it forget, so nothing may come between.
 */
void
berth_libvirt_error_set (GError **error, const char *format, ...)
{
  const virError *problem = virGetLastError ();
  BerthError code = classify (problem);
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  set (error, code, what, get_remedy (code), problem);
}

/**
 * berth_libvirt_error_set_open:
 * @uri: what could not be opened; foreign text
 *
 * The same for a connection. %BERTH_ERROR_NOT_FOUND when libvirt knows no such URI,
 * %BERTH_ERROR_INVALID when it is none.
 */
void
berth_libvirt_error_set_open (GError **error, const char *uri)
{
  const virError *problem = virGetLastError ();
  g_autofree char *shown = berth_text_dup_name (uri);
  g_autofree char *what = NULL;

  /* With a domain of its own since 0.9: "no connection driver available for …". */
  if (problem != NULL && problem->code == VIR_ERR_NO_CONNECT)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_FOUND,
                   _ ("libvirt knows no connection “%s”. Write one like qemu:///system, "
                      "xen:///system or qemu+ssh://root@server/system."),
                   shown);
      return;
    }
  if (problem != NULL && problem->domain == VIR_FROM_URI)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("“%s” is not the URI of a connection. Write one like qemu:///system."),
                   shown);
      return;
    }

  what = g_strdup_printf (_ ("The connection “%s” could not be opened."), shown);
  set (error, classify (problem), what, get_open_remedy (classify (problem), uri), problem);
}

/**
 * berth_libvirt_error_is_no_right:
 *
 * Returns: whether the last problem of this thread is a missing right, so that less may be allowed
 */
gboolean
berth_libvirt_error_is_no_right (void)
{
  return classify (virGetLastError ()) == BERTH_ERROR_DENIED;
}

/**
 * berth_libvirt_error_is_no_domain:
 *
 * Returns: whether the last problem of this thread is that there is no such VM
 */
gboolean
berth_libvirt_error_is_no_domain (void)
{
  return virGetLastErrorCode () == VIR_ERR_NO_DOMAIN;
}

static void
ignore_cb (void *user_data, virErrorPtr problem)
{
}

/**
 * berth_libvirt_error_silence:
 *
 * Without this libvirt prints each error to the terminal, which is the caller's.
 */
void
berth_libvirt_error_silence (void)
{
  virSetErrorFunc (NULL, ignore_cb);
}
