/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/berth-binder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/berth-error.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "dbus/berth-helper1.h"

/* The user may go and look for a password: as long as the helper is there, it is waited for. */
#define NO_TIMEOUT G_MAXINT

/* Nobody was asked anything; a helper that starts and says nothing must not hold up the devices. */
#define INSPECT_MILLISECONDS 3000

/* Flags of Inspect; see org.berth.Helper1.xml. */
#define INSPECTED_PERMISSIVE (1U << 1)

/* One call of the helper. */
typedef struct
{
  const char *method;
  GVariant *arguments; /* owned */
  const GVariantType *reply;
  GDBusCallFlags flags;
  int timeout;       /* milliseconds */
  BerthFacts *facts; /* owned, nullable: of Inspect only */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->arguments, g_variant_unref);
  g_clear_pointer (&call->facts, berth_facts_unref);
  g_free (call);
}

/* @arguments: (transfer floating) */
static Call *
call_new (const char *method, GVariant *arguments, const GVariantType *reply)
{
  Call *call = g_new0 (Call, 1);

  call->method = method;
  call->arguments = g_variant_ref_sink (arguments);
  call->reply = reply;
  call->flags = G_DBUS_CALL_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION;
  call->timeout = NO_TIMEOUT;
  return call;
}

/* What went wrong on the way to the helper, as a sentence of ours. */
typedef struct
{
  int code; /* of G_DBUS_ERROR */
  BerthError error;
  const char *sentence;
} WayError;

#define NOT_INSTALLED \
  N_ ("Berth’s helper, which does this as root, is not installed on this computer. Install all " \
      "of Berth, for the whole system.")
#define NOT_STARTED \
  N_ ("Berth’s helper, which does this as root, did not start. “journalctl -u berth-helper” says " \
      "why.")
#define NO_ANSWER \
  N_ ("Berth’s helper did not answer. “journalctl -u berth-helper” says why; look at the device " \
      "again.")
#define NO_RIGHT \
  N_ ("You may not do this on this computer. Log in at the computer itself, or ask the " \
      "administrator.")
#define OTHER_VERSION \
  N_ ("Berth’s helper is of another version than Berth. Install both from the same version.")

static const WayError way_errors[] = {
  { G_DBUS_ERROR_SERVICE_UNKNOWN, BERTH_ERROR_UNREACHABLE, NOT_INSTALLED },
  { G_DBUS_ERROR_NAME_HAS_NO_OWNER, BERTH_ERROR_UNREACHABLE, NOT_INSTALLED },
  { G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, BERTH_ERROR_UNREACHABLE, NOT_INSTALLED },
  { G_DBUS_ERROR_SPAWN_FILE_INVALID, BERTH_ERROR_UNREACHABLE, NOT_INSTALLED },
  { G_DBUS_ERROR_SPAWN_EXEC_FAILED, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_FORK_FAILED, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_CHILD_EXITED, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_FAILED, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_SETUP_FAILED, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_CONFIG_INVALID, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID, BERTH_ERROR_UNREACHABLE, NOT_STARTED },
  { G_DBUS_ERROR_NO_REPLY, BERTH_ERROR_UNREACHABLE, NO_ANSWER },
  { G_DBUS_ERROR_TIMEOUT, BERTH_ERROR_UNREACHABLE, NO_ANSWER },
  { G_DBUS_ERROR_TIMED_OUT, BERTH_ERROR_UNREACHABLE, NO_ANSWER },
  { G_DBUS_ERROR_DISCONNECTED, BERTH_ERROR_UNREACHABLE, NO_ANSWER },
  { G_DBUS_ERROR_ACCESS_DENIED, BERTH_ERROR_DENIED, NO_RIGHT },
  { G_DBUS_ERROR_AUTH_FAILED, BERTH_ERROR_DENIED, NO_RIGHT },
  { G_DBUS_ERROR_UNKNOWN_METHOD, BERTH_ERROR_NOT_SUPPORTED, OTHER_VERSION },
  { G_DBUS_ERROR_UNKNOWN_OBJECT, BERTH_ERROR_NOT_SUPPORTED, OTHER_VERSION },
  { G_DBUS_ERROR_UNKNOWN_INTERFACE, BERTH_ERROR_NOT_SUPPORTED, OTHER_VERSION },
  { G_DBUS_ERROR_INVALID_ARGS, BERTH_ERROR_NOT_SUPPORTED, OTHER_VERSION },
  { G_DBUS_ERROR_INVALID_SIGNATURE, BERTH_ERROR_NOT_SUPPORTED, OTHER_VERSION },
};

/* What GDBus has no code for. systemd, which starts the helper for the bus, has names of its own
 * (bus-common-errors.h). */
static const struct
{
  const char *name;
  BerthError error;
  const char *sentence;
} named_errors[] = {
  { "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", BERTH_ERROR_DENIED, NO_RIGHT },
  { "org.freedesktop.systemd1.NoSuchUnit", BERTH_ERROR_UNREACHABLE, NOT_INSTALLED },
  { "org.freedesktop.systemd1.UnitMasked", BERTH_ERROR_UNREACHABLE,
    N_ ("Berth’s helper is masked on this computer. Allow it with “systemctl unmask "
        "berth-helper”.") },
};

static GError *
new_way_error (const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);
  g_autoptr (GError) plain = g_error_copy (error);
  g_autofree char *shown = NULL;

  for (gsize i = 0; error->domain == G_DBUS_ERROR && i < G_N_ELEMENTS (way_errors); i++)
    {
      if (way_errors[i].code == error->code)
        return g_error_new_literal (BERTH_ERROR, (int) way_errors[i].error,
                                    _ (way_errors[i].sentence));
    }
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (named_errors); i++)
    {
      if (g_str_equal (name, named_errors[i].name))
        return g_error_new_literal (BERTH_ERROR, (int) named_errors[i].error,
                                    _ (named_errors[i].sentence));
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return g_error_new_literal (BERTH_ERROR, BERTH_ERROR_UNREACHABLE, _ (NO_ANSWER));
  /* GDBus says so when a reply is not made of what was agreed on. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return g_error_new_literal (BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED, _ (OTHER_VERSION));

  g_dbus_error_strip_remote_error (plain);
  shown = berth_text_dup_error (plain);
  return g_error_new (BERTH_ERROR, BERTH_ERROR_FAILED, _ ("Berth’s helper reported an error: %s"),
                      shown);
}

/* Takes @error. A #BerthError crossed the bus with its code, and its words are the helper's. */
static GError *
to_own_error (GError *error)
{
  g_autoptr (GError) remote = error;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&remote);
  if (error->domain != BERTH_ERROR)
    return new_way_error (error);
  g_dbus_error_strip_remote_error (remote);
  return g_steal_pointer (&remote);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, to_own_error (error));
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (bus == NULL)
    {
      g_autofree char *shown = berth_text_dup_line (error->message, BERTH_TEXT_SENTENCE_LENGTH);

      /* GLib's words name a socket and help nobody. */
      g_debug ("The system bus does not answer: %s", shown);
      g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_UNREACHABLE,
                               _ ("The system bus does not answer, over which Berth reaches its "
                                  "helper “berth-helper”. Start it with “systemctl start dbus”, "
                                  "then try again."));
      return;
    }

  /* A bus that is restarted must not take the windows with it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_dbus_connection_call (bus, BERTH_HELPER_NAME, BERTH_HELPER_PATH,
                          berth_dbus_helper1_interface_info ()->name, call->method,
                          call->arguments, call->reply, call->flags, call->timeout,
                          g_task_get_cancellable (task), called_cb, g_object_ref (task));
}

/* Takes @call. */
static void
begin (GTask *task, Call *call)
{
  /* Its names must be known before the first error arrives. */
  (void) berth_error_quark ();
  g_task_set_task_data (task, call, call_free);
  g_bus_get (G_BUS_TYPE_SYSTEM, g_task_get_cancellable (task), bus_cb, g_object_ref (task));
}

static GVariant *
new_address (const BerthAddress *address)
{
  return g_variant_new ("(uyyy)", address->domain, address->bus, address->slot, address->function);
}

static GVariant *
new_identity (const BerthPciIdentity *identity)
{
  return g_variant_new ("(qqqquy)", identity->vendor, identity->device,
                        identity->subsystem_vendor, identity->subsystem_device,
                        identity->class_code, identity->revision);
}

static Call *
call_new_for_action (const BerthHostAction *action)
{
  GVariant *address = new_address (&action->address);

  switch (action->kind)
    {
    case BERTH_HOST_ACTION_BIND:
      return call_new ("Bind",
                       g_variant_new ("(@(uyyy)@(qqqquy)y)", address,
                                      new_identity (&action->identity), (guchar) action->target),
                       G_VARIANT_TYPE ("(s)"));
    case BERTH_HOST_ACTION_RETURN:
      return call_new ("ReturnToHost",
                       g_variant_new ("(@(uyyy)@(qqqquy))", address,
                                      new_identity (&action->identity)),
                       G_VARIANT_TYPE ("(s)"));
    case BERTH_HOST_ACTION_PERMISSIVE:
      return call_new ("SetPermissive",
                       g_variant_new ("(@(uyyy)@(qqqquy))", address,
                                      new_identity (&action->identity)),
                       G_VARIANT_TYPE_UNIT);
    case BERTH_HOST_ACTION_BOOT_ADD:
      return call_new ("AddToBoot",
                       g_variant_new ("(@(uyyy)@(qqqquy)y)", address,
                                      new_identity (&action->identity), (guchar) action->target),
                       G_VARIANT_TYPE_UNIT);
    case BERTH_HOST_ACTION_BOOT_REMOVE:
      return call_new ("RemoveFromBoot", g_variant_new ("(@(uyyy))", address),
                       G_VARIANT_TYPE_UNIT);
    case BERTH_HOST_ACTION_BOOT_CONFIRM:
    default:
      return call_new ("ConfirmBoot", g_variant_new ("(@(uyyy))", address), G_VARIANT_TYPE_UNIT);
    }
}

/**
 * berth_binder_run_async:
 *
 * Asks the root helper to do one thing, and polkit, through it, whether it may. Waits as long as
 * the user thinks about the password; a cancelled call stops waiting, what is under way goes on.
 */
void
berth_binder_run_async (const BerthHostAction *action,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, berth_binder_run_async);
  begin (task, call_new_for_action (action));
}

/**
 * berth_binder_run_finish:
 *
 * Returns: %FALSE with an error of the helper's (#BerthError), %BERTH_ERROR_UNREACHABLE when there
 *   is none, or %G_IO_ERROR_CANCELLED
 */
gboolean
berth_binder_run_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);

  return reply != NULL;
}

static gboolean
is_on_pciback (const BerthPciFacts *pci)
{
  return pci->driver != NULL && strstr (pci->driver, "pciback") != NULL;
}

/* Only Xen has pciback, and only of what is on it does root see more than everybody. */
static gboolean
needs_root (const BerthFacts *facts)
{
  if (facts->platform != BERTH_PLATFORM_XEN && facts->platform != BERTH_PLATFORM_QUBES)
    return FALSE;
  for (guint i = 0; i < facts->pci->len; i++)
    {
      if (is_on_pciback (g_ptr_array_index (facts->pci, i)))
        return TRUE;
    }
  return FALSE;
}

static void
fill_function (BerthFacts *facts, GVariant *function)
{
  BerthAddress address = { .bus_kind = BERTH_BUS_PCI };
  guint32 flags;
  guint32 domain;
  BerthPciFacts *pci;

  g_variant_get (function, "((uyyy)uu)", &address.domain, &address.bus, &address.slot,
                 &address.function, &flags, &domain);
  /* They are still ours alone. */
  pci = (BerthPciFacts *) berth_facts_lookup_pci (facts, &address);
  if (pci == NULL)
    return;
  /* It stays permissive without a slot too: remove_slot takes the slot and leaves the rest. Where
   * the module's own parameter makes all of them permissive, everybody can see that, and it stands
   * in none of the lists that only root can read. */
  if (is_on_pciback (pci) && (flags & INSPECTED_PERMISSIVE) != 0)
    pci->permissive = BERTH_TRUTH_YES;
  else if (is_on_pciback (pci) && pci->permissive == BERTH_TRUTH_UNKNOWN)
    pci->permissive = BERTH_TRUTH_NO;
  pci->xen_domain = domain;
}

static void
fill_facts (BerthFacts *facts, GVariant *reply)
{
  g_autoptr (GVariant) functions = g_variant_get_child_value (reply, 0);
  gsize n = g_variant_n_children (functions);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) function = g_variant_get_child_value (functions, i);

      fill_function (facts, function);
    }
  facts->gaps &= ~(guint) BERTH_GAP_HOLDERS;
}

/**
 * berth_binder_inspect_async:
 * @facts: (transfer none): of this computer, which nobody else has yet
 *
 * Fills in what only root can read: which functions are permissive, and which Xen domain has which.
 * Does nothing where there is nothing to ask: where nothing is on pciback. Nobody is asked for a
 * password, and a helper that does not answer is not waited for.
 */
void
berth_binder_inspect_async (BerthFacts *facts,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call;

  g_task_set_source_tag (task, berth_binder_inspect_async);
  if (!needs_root (facts))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  call = call_new ("Inspect", g_variant_new ("()"), G_VARIANT_TYPE ("(a((uyyy)uu))"));
  call->flags = G_DBUS_CALL_FLAGS_NONE;
  call->timeout = INSPECT_MILLISECONDS;
  call->facts = berth_facts_ref (facts);
  begin (task, call);
}

/**
 * berth_binder_inspect_finish:
 *
 * Returns: %FALSE with @error set: then the facts are as they were
 */
gboolean
berth_binder_inspect_finish (GAsyncResult *result, GError **error)
{
  const Call *call = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (reply != NULL)
    fill_facts (call->facts, reply);
  return TRUE;
}
