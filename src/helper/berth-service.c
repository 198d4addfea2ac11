/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-service.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "dbus/berth-helper1.h"
#include "facts/berth-facts-boot.h"
#include "helper/berth-authority.h"
#include "helper/berth-caller.h"
#include "helper/berth-policy.h"

/* How many calls may be under way, of one caller, of one user and of all, and how many dialogs of
 * one caller. A user may have many connections, and must not keep the others out. */
#define MAX_CALLS 64
#define MAX_CALLS_OF_USER 24
#define MAX_CALLS_OF_ONE 8
#define MAX_DIALOGS_OF_ONE 1

/* RequestName of the D-Bus specification: who comes second gets nothing. */
#define DO_NOT_QUEUE 4
#define PRIMARY_OWNER 1

/* One call that has no answer yet. */
typedef struct
{
  BerthService *service;
  GDBusMethodInvocation *invocation;
  BerthCaller *caller;
  BerthRequest request;
  const BerthPolicy *policy; /* NULL until it was understood */
  gboolean has_dialog;       /* polkit may be asking somebody */
} Call;

struct _BerthService
{
  GDBusConnection *bus;
  BerthServiceSetup setup;
  GMainLoop *loop;
  guint object;
  guint filter;
  guint idle;
  gboolean leaving;  /* no new callers are wanted */
  gboolean released; /* no new callers can come */
  GPtrArray *calls;
  GQueue changes;  /* Call that may be done, waiting for their turn */
  Call *changing;  /* the one whose turn it is */
};

static void run_next_change (BerthService *self);

static void
call_free (Call *self)
{
  g_clear_pointer (&self->caller, berth_caller_free);
  g_free (self);
}

/* A device that is stuck is known to this process only, and one whose thread hangs cannot end. */
static gboolean
idle_cb (gpointer user_data)
{
  BerthService *self = user_data;

  if (berth_kernel_write_count_stuck () > 0 || berth_reading_count () > 0)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  berth_service_leave (self);
  return G_SOURCE_REMOVE;
}

/* The end of a call, or the beginning of the service. */
static void
rest (BerthService *self)
{
  if (self->calls->len > 0)
    return;
  if (self->released)
    g_main_loop_quit (self->loop);
  else if (!self->leaving && self->idle == 0)
    self->idle = g_timeout_add (self->setup.idle, idle_cb, self);
}

static void
log_end (Call *call, const GError *error)
{
  const char *method = g_dbus_method_invocation_get_method_name (call->invocation);
  g_autofree char *request = call->policy != NULL
                               ? berth_request_dup_line (&call->request)
                               : berth_text_dup_line (method, BERTH_TEXT_NAME_LENGTH);
  gint64 uid = berth_caller_get_uid (call->caller);
  const char *name = berth_caller_get_name (call->caller);

  if (error != NULL)
    {
      g_autofree char *code = g_dbus_error_encode_gerror (error);
      g_autofree char *why = berth_text_dup_line (error->message, BERTH_TEXT_ERROR_LENGTH);

      g_message ("user %" G_GINT64_FORMAT " (%s): %s: %s: %s", uid, name, request, code, why);
    }
  else if (call->policy->changes)
    g_message ("user %" G_GINT64_FORMAT " (%s): %s: done", uid, name, request);
}

static void
call_end (Call *call, GVariant *answer, const GError *error)
{
  BerthService *self = call->service;
  g_autoptr (GError) ours = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ours = g_error_new_literal (BERTH_ERROR, BERTH_ERROR_DENIED,
                                self->leaving
                                  ? _ ("Berth’s helper is being stopped; nothing was done.")
                                  : _ ("The caller has left; nothing was done."));
  else if (error != NULL && error->domain == BERTH_ERROR)
    ours = g_error_copy (error);
  else if (error != NULL)
    {
      g_autofree char *shown = berth_text_dup_error (error);

      ours = g_error_new_literal (BERTH_ERROR, BERTH_ERROR_FAILED, shown);
    }

  log_end (call, ours);
  if (ours != NULL)
    g_dbus_method_invocation_return_gerror (call->invocation, ours);
  else
    g_dbus_method_invocation_return_value (call->invocation, answer);
  g_ptr_array_remove (self->calls, call);
  rest (self);
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  BerthService *self = call->service;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = berth_work_run_finish (result, &error);
  gboolean was_change = call == self->changing;

  if (was_change)
    self->changing = NULL;
  call_end (call, answer, error);
  if (was_change)
    run_next_change (self);
}

static void
run (Call *call)
{
  berth_work_run_async (&call->service->setup.work, &call->request,
                        berth_caller_get_cancellable (call->caller), worked_cb, call);
}

/* One after the other: what is refused is judged by the facts of the moment, and two calls that are
 * harmless each might together take both keyboards. */
static void
run_next_change (BerthService *self)
{
  if (self->changing != NULL || g_queue_is_empty (&self->changes))
    return;
  self->changing = g_queue_pop_head (&self->changes);
  run (self->changing);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  call->has_dialog = FALSE;
  if (!berth_authority_ask_finish (result, &error))
    {
      call_end (call, NULL, error);
      return;
    }
  if (!call->policy->changes)
    {
      run (call);
      return;
    }
  g_queue_push_tail (&call->service->changes, call);
  run_next_change (call->service);
}

static guint
count_calls (BerthService *self, const char *caller, gboolean only_dialogs)
{
  guint n = 0;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const Call *other = g_ptr_array_index (self->calls, i);

      if (g_str_equal (berth_caller_get_name (other->caller), caller)
          && (other->has_dialog || !only_dialogs))
        n++;
    }
  return n;
}

static guint
count_calls_of_user (BerthService *self, gint64 uid)
{
  guint n = 0;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const Call *other = g_ptr_array_index (self->calls, i);

      if (berth_caller_get_uid (other->caller) == uid)
        n++;
    }
  return n;
}

static void
set_crowded (GError **error)
{
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
               _ ("Too much is being asked of Berth’s helper at once: wait for its answers."));
}

/* Understands the call and finds what it needs. */
static gboolean
call_parse (Call *call, GError **error)
{
  GDBusMessage *message = g_dbus_method_invocation_get_message (call->invocation);
  const char *method = g_dbus_method_invocation_get_method_name (call->invocation);
  GUnixFDList *fds = g_dbus_message_get_unix_fd_list (message);

  if (fds != NULL && g_unix_fd_list_get_length (fds) > 0)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("Berth’s helper takes no file descriptors."));
      return FALSE;
    }
  if (!berth_request_parse (method, g_dbus_method_invocation_get_parameters (call->invocation),
                            &call->request, error))
    return FALSE;

  call->policy = berth_policy_lookup (call->request.method);
  if (call->policy == NULL)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_DENIED,
                   _ ("Nobody is allowed to do this: Berth’s helper has no rule for it."));
      return FALSE;
    }
  return TRUE;
}

/* What needs no password to be refused. */
static gboolean
call_check (Call *call, gboolean interactive, GError **error)
{
  BerthService *self = call->service;

  if (count_calls_of_user (self, berth_caller_get_uid (call->caller)) > MAX_CALLS_OF_USER)
    {
      set_crowded (error);
      return FALSE;
    }
  if (call->policy->changes && !call->policy->undoes
      && berth_facts_boot_is_switched_off (self->setup.work.place.root))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_REFUSED,
                   _ ("This computer was started with %s on the kernel command line: nothing is "
                      "bound until it is started without."),
                   BERTH_SWITCH_OFF);
      return FALSE;
    }
  if (interactive
      && count_calls (self, berth_caller_get_name (call->caller), TRUE) >= MAX_DIALOGS_OF_ONE)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_FAILED,
                   _ ("A password is being asked for already: answer that first."));
      return FALSE;
    }
  return TRUE;
}

static void
identified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  BerthService *self = call->service;
  GDBusMessage *message = g_dbus_method_invocation_get_message (call->invocation);
  gboolean interactive = (g_dbus_message_get_flags (message)
                          & G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION)
                         != 0;
  BerthAuthorityQuestion question;
  g_autoptr (GError) error = NULL;

  if (!berth_caller_identify_finish (result, &error) || !call_parse (call, &error)
      || !call_check (call, interactive, &error))
    {
      call_end (call, NULL, error);
      return;
    }

  question = (BerthAuthorityQuestion){
    .caller = berth_caller_get_name (call->caller),
    .action = call->policy->action,
    .request = &call->request,
    .interactive = interactive,
    .deadline = interactive ? self->setup.dialog_patience : self->setup.polkit_patience,
  };
  call->has_dialog = interactive;
  berth_authority_ask_async (self->bus, &question, berth_caller_get_cancellable (call->caller),
                             asked_cb, call);
}

static void
refuse_crowd (GDBusMethodInvocation *invocation, const char *sender)
{
  g_autoptr (GError) error = NULL;

  set_crowded (&error);
  g_message ("%s: too many calls at once", sender);
  g_dbus_method_invocation_return_gerror (invocation, error);
}

/* Every method of the interface comes through here and through the same steps: who calls, what is
 * wanted, which permission it needs, whether polkit gives it, and only then the work. The caller
 * may leave at any of them. */
static void
method_call_cb (GDBusConnection *bus,
                const char *sender,
                const char *path,
                const char *interface,
                const char *method,
                GVariant *parameters,
                GDBusMethodInvocation *invocation,
                gpointer user_data)
{
  BerthService *self = user_data;
  Call *call;

  if (self->calls->len >= MAX_CALLS || count_calls (self, sender, FALSE) >= MAX_CALLS_OF_ONE)
    {
      refuse_crowd (invocation, sender);
      return;
    }

  g_clear_handle_id (&self->idle, g_source_remove);
  call = g_new0 (Call, 1);
  call->service = self;
  call->invocation = invocation;
  call->caller = berth_caller_new (bus, sender);
  g_ptr_array_add (self->calls, call);
  berth_caller_identify_async (call->caller, identified_cb, call);
}

/* What GIO refuses before we hear of it: unknown methods, arguments of other types. In the thread
 * of the connection. */
static GDBusMessage *
log_standard_errors (GDBusConnection *bus,
                     GDBusMessage *message,
                     gboolean incoming,
                     gpointer user_data)
{
  const char *name = g_dbus_message_get_error_name (message);

  if (!incoming && name != NULL && g_str_has_prefix (name, "org.freedesktop.DBus.Error."))
    {
      g_autofree char *why =
        berth_text_dup_line (g_dbus_message_get_arg0 (message), BERTH_TEXT_SENTENCE_LENGTH);

      g_message ("%s: %s: %s", g_dbus_message_get_destination (message), name, why);
    }
  return message;
}

/**
 * berth_service_new:
 * @setup: copied; what it points to stays
 *
 * Serves nothing yet.
 */
BerthService *
berth_service_new (GDBusConnection *bus, const BerthServiceSetup *setup)
{
  BerthService *self = g_new0 (BerthService, 1);

  self->bus = g_object_ref (bus);
  self->setup = *setup;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) call_free);
  g_queue_init (&self->changes);
  return self;
}

/**
 * berth_service_free:
 *
 * Only when nothing is under way any more, as after berth_service_run().
 */
void
berth_service_free (BerthService *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  if (self->object != 0)
    g_dbus_connection_unregister_object (self->bus, self->object);
  if (self->filter != 0)
    g_dbus_connection_remove_filter (self->bus, self->filter);
  g_queue_clear (&self->changes);
  g_ptr_array_unref (self->calls);
  g_main_loop_unref (self->loop);
  g_object_unref (self->bus);
  g_free (self);
}

static gboolean
own_name (BerthService *self, GError **error)
{
  g_autoptr (GVariant) answer = NULL;
  guint32 code;

  answer = g_dbus_connection_call_sync (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "RequestName",
                                        g_variant_new ("(su)", BERTH_HELPER_NAME, DO_NOT_QUEUE),
                                        G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                        error);
  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(u)", &code);
  if (code == PRIMARY_OWNER)
    return TRUE;
  g_set_error (error, BERTH_ERROR, BERTH_ERROR_CONFLICT, _ ("Berth’s helper runs already."));
  return FALSE;
}

/**
 * berth_service_run:
 *
 * Serves until nobody has asked anything for a while or berth_service_leave() is called, and what
 * was under way then has ended.
 *
 * Returns: %FALSE when the bus does not let it serve
 */
gboolean
berth_service_run (BerthService *self, GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };

  self->filter = g_dbus_connection_add_filter (self->bus, log_standard_errors, NULL, NULL);
  self->object = g_dbus_connection_register_object (self->bus, BERTH_HELPER_PATH,
                                                    berth_dbus_helper1_interface_info (), &vtable,
                                                    self, NULL, error);
  if (self->object == 0 || !own_name (self, error))
    return FALSE;
  rest (self);
  g_main_loop_run (self->loop);
  /* The last answer may not be on its way yet. A bus that is gone wants none. */
  g_dbus_connection_flush_sync (self->bus, NULL, NULL);
  return TRUE;
}

/* Whoever called before the name was given back is served yet: the bus delivers in order. Whoever
 * calls after it starts a new helper. */
static void
released_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  BerthService *self = user_data;
  g_autoptr (GVariant) answer = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, NULL);
  self->released = TRUE;
  rest (self);
}

/**
 * berth_service_leave:
 *
 * Takes no more calls, brings to an end what has begun, drops what has not, and lets
 * berth_service_run() return.
 */
void
berth_service_leave (BerthService *self)
{
  g_autoptr (GPtrArray) waiting = NULL;

  if (self->leaving)
    return;
  self->leaving = TRUE;
  g_clear_handle_id (&self->idle, g_source_remove);

  /* Who is asked for a password may think for minutes. */
  waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->calls->len; i++)
    {
      const Call *call = g_ptr_array_index (self->calls, i);

      g_ptr_array_add (waiting, g_object_ref (berth_caller_get_cancellable (call->caller)));
    }
  for (guint i = 0; i < waiting->len; i++)
    g_cancellable_cancel (g_ptr_array_index (waiting, i));
  g_dbus_connection_call (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "ReleaseName",
                          g_variant_new ("(s)", BERTH_HELPER_NAME), NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, released_cb, self);
}
