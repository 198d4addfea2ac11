/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-authority.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "helper/berth-title.h"

/* polkit's D-Bus API Reference, org.freedesktop.PolicyKit1.Authority. Its library is left out: that
 * waits in threads for a polkit that does not answer, and this is one call. */
#define POLKIT_NAME "org.freedesktop.PolicyKit1"
#define POLKIT_PATH "/org/freedesktop/PolicyKit1/Authority"
#define POLKIT_INTERFACE "org.freedesktop.PolicyKit1.Authority"
#define ALLOW_INTERACTION 1

/* One question that polkit has not answered yet. @outer is the asker's, @own ends the waiting. */
typedef struct
{
  GDBusConnection *bus;
  char *id;
  GCancellable *outer;
  GCancellable *own;
  gulong chain;
  guint timer;
} Question;

static void
question_free (Question *self)
{
  g_cancellable_disconnect (self->outer, self->chain);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->outer);
  g_object_unref (self->own);
  g_object_unref (self->bus);
  g_free (self->id);
  g_free (self);
}

static gboolean
too_late_cb (gpointer user_data)
{
  Question *self = user_data;

  self->timer = 0;
  g_cancellable_cancel (self->own);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* polkit takes its dialog away. Nobody waits for what it says to that. */
static void
take_back (Question *self)
{
  g_dbus_connection_call (self->bus, POLKIT_NAME, POLKIT_PATH, POLKIT_INTERFACE,
                          "CancelCheckAuthorization", g_variant_new ("(s)", self->id), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
return_verdict (GTask *task, GVariant *answer)
{
  g_autoptr (GVariant) details = NULL;
  gboolean allowed, could_ask;
  const char *dismissed;

  g_variant_get (answer, "((bb@a{ss}))", &allowed, &could_ask, &details);
  if (allowed)
    g_task_return_boolean (task, TRUE);
  else if (g_variant_lookup (details, "polkit.dismissed", "&s", &dismissed))
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_DENIED,
                             _ ("The password was not given, so nothing was done."));
  else if (could_ask)
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_DENIED,
                             _ ("This needs the password of an administrator, and there was nobody "
                                "to ask for it."));
  else
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_DENIED,
                             _ ("You are not allowed to do this on this computer; ask its "
                                "administrator."));
}

static void
answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  /* An answer that comes together with the news that nobody waits for it counts for nothing. */
  if (g_cancellable_is_cancelled (self->own))
    take_back (self);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (g_cancellable_is_cancelled (self->own))
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_UNREACHABLE,
                             _ ("polkit, which decides who may do this, did not answer in time; "
                                "nothing was done."));
  else if (answer == NULL)
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_UNREACHABLE,
                             _ ("polkit, which decides who may do this, cannot be asked, so "
                                "nothing was done. See whether polkit.service runs."));
  else
    return_verdict (task, answer);
}

/* What the texts of data/org.berth.helper1.policy may show: an address in our own print, and what
 * our own ids database calls such a device. */
static GVariant *
list_details (const BerthRequest *request)
{
  GVariantBuilder details;

  g_variant_builder_init (&details, G_VARIANT_TYPE ("a{ss}"));
  if (request->has_address)
    {
      g_autofree char *address = berth_address_dup_string (&request->address);

      g_variant_builder_add (&details, "{ss}", "address", address);
    }
  if (request->has_identity)
    {
      g_autofree char *title = berth_title_find (berth_title_databases, request->identity.vendor,
                                                 request->identity.device);

      g_variant_builder_add (&details, "{ss}", "device", title);
    }
  return g_variant_builder_end (&details);
}

static GVariant *
build_question (const BerthAuthorityQuestion *question, const char *id)
{
  GVariantBuilder subject;

  g_variant_builder_init (&subject, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&subject, "{sv}", "name", g_variant_new_string (question->caller));
  return g_variant_new ("((sa{sv})s@a{ss}us)", "system-bus-name", &subject, question->action,
                        list_details (question->request),
                        question->interactive ? ALLOW_INTERACTION : 0, id);
}

/**
 * berth_authority_ask_async:
 *
 * Asks polkit whether a caller may have an action. Only a plain yes of polkit's is one: whatever
 * else happens, that it is not there, fails or does not answer in time, is a no.
 */
void
berth_authority_ask_async (GDBusConnection *bus,
                           const BerthAuthorityQuestion *question,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  static guint count;
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);

  self->bus = g_object_ref (bus);
  self->id = g_strdup_printf ("berth-%u", count++);
  self->own = g_cancellable_new ();
  self->outer = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->timer = g_timeout_add (question->deadline, too_late_cb, self);
  g_task_set_source_tag (task, berth_authority_ask_async);
  g_task_set_task_data (task, self, (GDestroyNotify) question_free);
  if (cancellable != NULL)
    self->chain = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb), self->own,
                                         NULL);

  g_dbus_connection_call (bus, POLKIT_NAME, POLKIT_PATH, POLKIT_INTERFACE, "CheckAuthorization",
                          build_question (question, self->id), G_VARIANT_TYPE ("((bba{ss}))"),
                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, self->own, answered_cb, task);
}

/**
 * berth_authority_ask_finish:
 *
 * Returns: %TRUE only if it may be done; else %FALSE with %BERTH_ERROR_DENIED,
 *   %BERTH_ERROR_UNREACHABLE when polkit does not answer, or %G_IO_ERROR_CANCELLED
 */
gboolean
berth_authority_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
