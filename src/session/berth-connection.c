/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "session/berth-connection.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "base/berth-text.h"
#include "session/berth-backend-list.h"
#include "session/berth-connection-private.h"
#include "session/berth-waiters.h"

/* libvirt says the same thing several times when one VM starts, and hundreds of times when a host
 * with many VMs does: wait a moment, then list once. */
#define SETTLE_MILLISECONDS 40

/**
 * BerthConnection:
 *
 * One URI and the VMs behind it. It outlives its backend: when that breaks, the next load makes a
 * new one, and until then the VMs stay as they were last seen, because a claim that cannot be read
 * any more is not a claim that is gone.
 *
 * Signals: `changed`: title, state, error or VMs are different now. `facts-changed`: what the
 * connection tells of the computer's devices is perhaps another.
 */
struct _BerthConnection
{
  GObject parent_instance;

  char *uri;
  char *title;

  BerthConnectionState state;
  GError *error;         /* owned, set in BERTH_CONNECTION_FAILED only */
  BerthBackend *backend; /* owned, nullable: opened or being opened */
  guint features;
  GPtrArray *vms; /* owned, replaced and never changed: callers may hold it */

  /* Loading. */
  gboolean is_opening;
  gboolean is_listing;
  gboolean list_again;     /* something changed since the listing under way began */
  BerthWaiters *waiting;   /* owned: for a listing that has not begun */
  BerthWaiters *answering; /* owned: for the listing under way */
  guint settle_source;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FACTS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthConnection, berth_connection, G_TYPE_OBJECT)

static void list_vms (BerthConnection *self);

static void
emit_changed (BerthConnection *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * berth_connection_dup_own_error:
 *
 * Returns: (transfer full): @error as a #BerthError, with a sentence around whatever a backend
 *   returned that is none
 */
GError *
berth_connection_dup_own_error (BerthConnection *self, const GError *error)
{
  g_autofree char *shown = NULL;

  if (error->domain == BERTH_ERROR)
    return g_error_copy (error);
  shown = berth_text_dup_shown (error->message, BERTH_TEXT_SENTENCE_LENGTH);
  return g_error_new (BERTH_ERROR, BERTH_ERROR_FAILED,
                      /* Translators: the first %s is the name of a connection, such as QEMU/KVM */
                      _ ("“%s” reported an error: %s"), self->title, shown);
}

static void
drop_backend (BerthConnection *self)
{
  if (self->backend != NULL)
    g_signal_handlers_disconnect_by_data (self->backend, self);
  g_clear_object (&self->backend);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->features = 0;
  self->is_opening = FALSE;
  self->is_listing = FALSE;
  self->list_again = FALSE;
}

static void
fail (BerthConnection *self, const GError *error)
{
  g_autoptr (BerthWaiters) waiters = berth_waiters_new ();
  g_autoptr (GError) own = berth_connection_dup_own_error (self, error);

  drop_backend (self);
  berth_waiters_move (self->answering, waiters);
  berth_waiters_move (self->waiting, waiters);
  self->state = BERTH_CONNECTION_FAILED;
  g_clear_error (&self->error);
  self->error = g_error_copy (own);
  emit_changed (self);
  berth_waiters_answer (waiters, own);
}

static gboolean
equal_vms (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!berth_vm_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* Listing again is cheap for us, but everybody who follows the connection makes everything anew. */
static void
take_vms (BerthConnection *self, GPtrArray *vms)
{
  if (self->state == BERTH_CONNECTION_READY && equal_vms (self->vms, vms))
    return;
  self->state = BERTH_CONNECTION_READY;
  g_ptr_array_unref (self->vms);
  self->vms = g_ptr_array_ref (vms);
  emit_changed (self);
}

static void
list_vms_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BerthConnection) self = user_data;
  g_autoptr (GPtrArray) vms = NULL;
  g_autoptr (BerthWaiters) answering = berth_waiters_new ();
  g_autoptr (GError) error = NULL;

  vms = berth_backend_list_vms_finish (BERTH_BACKEND (source), result, &error);
  if (BERTH_BACKEND (source) != self->backend)
    return; /* it broke meanwhile, and whoever waited was told so */
  if (vms == NULL)
    {
      fail (self, error);
      return;
    }

  berth_waiters_move (self->answering, answering);
  self->is_listing = FALSE;
  if (self->list_again || !berth_waiters_is_empty (self->waiting))
    list_vms (self);
  take_vms (self, vms);
  berth_waiters_answer (answering, NULL);
}

static void
list_vms (BerthConnection *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  berth_waiters_move (self->waiting, self->answering);
  self->list_again = FALSE;
  self->is_listing = TRUE;
  berth_backend_list_vms_async (self->backend, NULL, list_vms_cb, g_object_ref (self));
}

static gboolean
settled_cb (gpointer user_data)
{
  BerthConnection *self = user_data;

  self->settle_source = 0;
  list_vms (self);
  return G_SOURCE_REMOVE;
}

/**
 * berth_connection_list_soon:
 *
 * The VMs are perhaps not any more what was read: lists them again, soon and once for many calls.
 */
void
berth_connection_list_soon (BerthConnection *self)
{
  if (self->backend == NULL || self->is_opening)
    return;
  if (self->is_listing)
    self->list_again = TRUE;
  else if (self->settle_source == 0)
    self->settle_source = g_timeout_add (SETTLE_MILLISECONDS, settled_cb, self);
}

static void
vms_changed_cb (BerthConnection *self)
{
  berth_connection_list_soon (self);
}

static void
facts_changed_cb (BerthConnection *self)
{
  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
}

static void
backend_closed_cb (BerthBackend *backend, const char *sentence, gpointer user_data)
{
  BerthConnection *self = BERTH_CONNECTION (user_data);
  g_autoptr (GError) error
      = g_error_new_literal (BERTH_ERROR, BERTH_ERROR_UNREACHABLE, sentence);

  g_object_ref (self);
  fail (self, error);
  g_object_unref (self);
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BerthConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean opened = berth_backend_open_finish (BERTH_BACKEND (source), result, &error);

  if (BERTH_BACKEND (source) != self->backend)
    return;
  if (!opened)
    {
      fail (self, error);
      return;
    }
  self->is_opening = FALSE;
  self->features = berth_backend_get_features (self->backend);
  list_vms (self);
}

static void
prepare_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BerthConnection) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    self->backend = berth_backend_list_new_backend (self->uri, &error);
  if (self->backend == NULL)
    {
      fail (self, error);
      return;
    }

  g_free (self->title);
  self->title = berth_backend_dup_title (self->backend);
  g_signal_connect_object (self->backend, "vms-changed", G_CALLBACK (vms_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->backend, "facts-changed", G_CALLBACK (facts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->backend, "closed", G_CALLBACK (backend_closed_cb), self, 0);
  berth_backend_open_async (self->backend, NULL, open_cb, g_object_ref (self));
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (berth_backend_list_prepare (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
open_backend (BerthConnection *self)
{
  /* The thread may be the last to let go of the task, and a connection must not die there. So it is
   * not the task's source: the callback has it. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, prepare_cb, g_object_ref (self));

  g_task_set_source_tag (task, open_backend);
  g_task_set_task_data (task, g_strdup (self->uri), g_free);
  g_clear_error (&self->error);
  self->state = BERTH_CONNECTION_WAITING;
  self->is_opening = TRUE;
  g_task_run_in_thread (task, prepare_in_thread);
  emit_changed (self);
}

static guint
find_index (BerthConnection *self, const char *uuid)
{
  for (guint i = 0; i < self->vms->len; i++)
    if (g_str_equal (((BerthVm *) g_ptr_array_index (self->vms, i))->uuid, uuid))
      return i;
  return G_MAXUINT;
}

/**
 * berth_connection_replace_vm:
 * @uuid: whose place in the list it is
 * @vm: (nullable) (transfer none): the VM as it was just read; %NULL: there is none any more
 *
 * Brings what was read of one VM into the list without listing all of them.
 */
void
berth_connection_replace_vm (BerthConnection *self, const char *uuid, BerthVm *vm)
{
  guint index = find_index (self, uuid);
  g_autoptr (GPtrArray) vms
      = g_ptr_array_copy (self->vms, (GCopyFunc) (void *) berth_vm_ref, NULL);

  g_ptr_array_set_free_func (vms, (GDestroyNotify) berth_vm_unref);
  if (index != G_MAXUINT)
    g_ptr_array_remove_index (vms, index);
  if (vm != NULL)
    g_ptr_array_insert (vms, index != G_MAXUINT ? (int) index : -1, berth_vm_ref (vm));

  g_ptr_array_unref (self->vms);
  self->vms = g_steal_pointer (&vms);
  /* A listing that began before may bring back what was there before. */
  if (self->is_listing)
    self->list_again = TRUE;
  emit_changed (self);
}

static void
berth_connection_dispose (GObject *object)
{
  drop_backend (BERTH_CONNECTION (object));
  G_OBJECT_CLASS (berth_connection_parent_class)->dispose (object);
}

static void
berth_connection_finalize (GObject *object)
{
  BerthConnection *self = BERTH_CONNECTION (object);

  g_free (self->uri);
  g_free (self->title);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->vms);
  berth_waiters_free (self->waiting);
  berth_waiters_free (self->answering);
  G_OBJECT_CLASS (berth_connection_parent_class)->finalize (object);
}

static void
berth_connection_class_init (BerthConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = berth_connection_dispose;
  object_class->finalize = berth_connection_finalize;

  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", BERTH_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
  signals[SIGNAL_FACTS_CHANGED]
      = g_signal_new ("facts-changed", BERTH_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
}

static void
berth_connection_init (BerthConnection *self)
{
  self->vms = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_vm_unref);
  self->waiting = berth_waiters_new ();
  self->answering = berth_waiters_new ();
}

/**
 * berth_connection_new:
 * @uri: one that berth_backend_list_has_backend()
 *
 * Returns: (transfer full): a connection that nobody has opened yet
 */
BerthConnection *
berth_connection_new (const char *uri)
{
  BerthConnection *self = g_object_new (BERTH_TYPE_CONNECTION, NULL);

  self->uri = g_strdup (uri);
  self->title = berth_text_dup_name (uri);
  return self;
}

/**
 * berth_connection_get_uri:
 *
 * Returns: as it was typed; foreign text
 */
const char *
berth_connection_get_uri (BerthConnection *self)
{
  return self->uri;
}

/**
 * berth_connection_get_title:
 *
 * Returns: what people call it, safe to show; the URI until the first load began
 */
const char *
berth_connection_get_title (BerthConnection *self)
{
  return self->title;
}

/**
 * berth_connection_get_state:
 *
 * Returns: how far it is; `changed` tells of another one
 */
BerthConnectionState
berth_connection_get_state (BerthConnection *self)
{
  return self->state;
}

/**
 * berth_connection_get_error:
 *
 * Returns: (nullable): why it failed: a #BerthError with a whole sentence
 */
const GError *
berth_connection_get_error (BerthConnection *self)
{
  return self->error;
}

/**
 * berth_connection_get_features:
 *
 * Returns: #BerthFeatures; none while it is not open
 */
guint
berth_connection_get_features (BerthConnection *self)
{
  return self->features;
}

/**
 * berth_connection_get_backend:
 *
 * Returns: (nullable) (transfer none): the open backend. Another one after each failure: hold a
 *   reference across a call.
 */
BerthBackend *
berth_connection_get_backend (BerthConnection *self)
{
  return self->is_opening ? NULL : self->backend;
}

/**
 * berth_connection_get_vms:
 *
 * Returns: (transfer none) (element-type BerthVm): as last read, sorted by name. Never changed in
 *   place: a caller that holds a reference keeps what it saw.
 */
GPtrArray *
berth_connection_get_vms (BerthConnection *self)
{
  return self->vms;
}

/**
 * berth_connection_lookup_vm:
 *
 * Returns: (nullable) (transfer none): the VM as last read
 */
BerthVm *
berth_connection_lookup_vm (BerthConnection *self, const char *uuid)
{
  guint index = find_index (self, uuid);

  return index != G_MAXUINT ? g_ptr_array_index (self->vms, index) : NULL;
}

/**
 * berth_connection_load_async:
 * @cancellable: (nullable): stops the waiting, not the work
 *
 * Opens the connection if it is not open, then lists its VMs. Several loads at once share the work;
 * each sees a listing that began after it was asked for.
 */
void
berth_connection_load_async (BerthConnection *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, berth_connection_load_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  berth_waiters_add (self->waiting, task);
  if (self->is_opening || self->is_listing)
    return;
  if (self->backend != NULL)
    list_vms (self);
  else
    open_backend (self);
}

/**
 * berth_connection_load_finish:
 *
 * Returns: %FALSE with @error set: what berth_connection_get_error() says, or cancelled
 */
gboolean
berth_connection_load_finish (BerthConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
