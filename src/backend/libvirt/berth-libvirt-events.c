/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-events.h"

#include <glib/gi18n-lib.h>

/* One start of a VM is three events, and a restarted server sends one for each VM. What comes
 * within this time (milliseconds) is told once. */
#define GATHER_TIME 100

#define NOT_WATCHING (-1)

struct _BerthLibvirtEvents
{
  gatomicrefcount ref_count;
  GWeakRef backend;
  int is_gathering; /* atomic */
  int watch_id;     /* only in the worker's thread */
};

/**
 * berth_libvirt_events_begin:
 *
 * Lets libvirt's event loop run on the default main context: its own default implementation does
 * that since 6.1. Main thread, before the first connection is opened; more often does no harm.
 */
void
berth_libvirt_events_begin (void)
{
  static gsize has_begun;

  if (g_once_init_enter (&has_begun))
    {
      virEventRegisterDefaultImpl ();
      g_once_init_leave (&has_begun, 1);
    }
}

/**
 * berth_libvirt_events_new:
 * @backend: who is told; not kept alive by it
 *
 * Returns: (transfer full)
 */
BerthLibvirtEvents *
berth_libvirt_events_new (BerthBackend *backend)
{
  BerthLibvirtEvents *self = g_new0 (BerthLibvirtEvents, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_weak_ref_init (&self->backend, backend);
  self->watch_id = NOT_WATCHING;
  return self;
}

BerthLibvirtEvents *
berth_libvirt_events_ref (BerthLibvirtEvents *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
berth_libvirt_events_unref (BerthLibvirtEvents *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_weak_ref_clear (&self->backend);
  g_free (self);
}

static void
free_cb (void *data)
{
  berth_libvirt_events_unref (data);
}

static gboolean
tell_changed_cb (gpointer data)
{
  BerthLibvirtEvents *self = data;
  g_autoptr (BerthBackend) backend = g_weak_ref_get (&self->backend);

  g_atomic_int_set (&self->is_gathering, FALSE);
  if (backend != NULL)
    berth_backend_emit_vms_changed (backend);
  return G_SOURCE_REMOVE;
}

/* Runs in whichever thread libvirt reads its socket in just then: often the main one, but the
 * worker's while that waits for an answer. */
static int
domain_event_cb (virConnectPtr connection,
                 virDomainPtr domain,
                 int event,
                 int detail,
                 void *data)
{
  BerthLibvirtEvents *self = data;

  if (g_atomic_int_compare_and_exchange (&self->is_gathering, FALSE, TRUE))
    g_timeout_add_full (G_PRIORITY_DEFAULT, GATHER_TIME, tell_changed_cb,
                        berth_libvirt_events_ref (self), free_cb);
  return 0;
}

typedef struct
{
  BerthLibvirtEvents *events;
  int reason;
} Closing;

static void
closing_free (gpointer data)
{
  Closing *closing = data;

  berth_libvirt_events_unref (closing->events);
  g_free (closing);
}

static gboolean
tell_closed_cb (gpointer data)
{
  Closing *closing = data;
  g_autoptr (BerthBackend) backend = g_weak_ref_get (&closing->events->backend);
  const char *sentence;

  if (backend == NULL)
    return G_SOURCE_REMOVE;

  if (closing->reason == VIR_CONNECT_CLOSE_REASON_KEEPALIVE)
    sentence = _ ("libvirt has not answered for half a minute.");
  else
    sentence = _ ("libvirt has ended the connection.");
  berth_backend_emit_closed (backend, sentence);
  return G_SOURCE_REMOVE;
}

static void
close_cb (virConnectPtr connection, int reason, void *data)
{
  Closing *closing;

  if (reason == VIR_CONNECT_CLOSE_REASON_CLIENT)
    return;

  closing = g_new0 (Closing, 1);
  closing->events = berth_libvirt_events_ref (data);
  closing->reason = reason;
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_closed_cb, closing, closing_free);
}

/**
 * berth_libvirt_events_watch:
 *
 * Asks libvirt to tell what happens to VMs and to @connection. @self has to live until
 * berth_libvirt_events_unwatch(). Waits. A driver that cannot tell is
 * none that fails. libvirt tells of definitions, starts and stops; up to 9.0 it is silent when
 * somebody attaches a device to a configuration, so whoever shows VMs for long reads them again
 * from time to time.
 */
void
berth_libvirt_events_watch (BerthLibvirtEvents *self, virConnectPtr connection)
{
  self->watch_id = virConnectDomainEventRegisterAny (
    connection, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK (domain_event_cb),
    berth_libvirt_events_ref (self), free_cb);
  if (self->watch_id < 0)
    berth_libvirt_events_unref (self);

  /* Without a reference: a driver that cannot tell says that all went well and then never gives it
   * back. Unregistering waits for a call that runs, so @self outlives the last one. */
  virConnectRegisterCloseCallback (connection, close_cb, self, NULL);
}

/**
 * berth_libvirt_events_unwatch:
 *
 * Before @connection is closed: what is registered would keep it open. Waits.
 */
void
berth_libvirt_events_unwatch (BerthLibvirtEvents *self, virConnectPtr connection)
{
  if (self->watch_id != NOT_WATCHING)
    virConnectDomainEventDeregisterAny (connection, self->watch_id);
  virConnectUnregisterCloseCallback (connection, close_cb);
  self->watch_id = NOT_WATCHING;
}
