/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hand on the libvirt backend for tests in other languages: reads a command a line, answers each
 * with one line, "ok …" or "error CODE SENTENCE". Commands do not wait for each other.
 *
 *   open URI           features
 *   list               NAME:STATE:CLAIMS of each VM
 *   read UUID          CLAIMS; remembered as what the next apply starts from
 *   about              of the VM that was read: memory, balloons, free ports, and what others set
 *                      on its devices, configured and live
 *   apply UUID CLAIMS  CLAIMS as read back; what the VM shall have in the end
 *   commands UUID CLAIMS
 *   facts              what the connection knows of the computer's devices
 *   start UUID, stop UUID
 *   bind ADDRESS VENDOR:DEVICE:CLASS, pciback …, return …: one function of the computer
 *   cancel             every command that has no answer yet
 *   ping               answers as long as the main loop runs
 *
 * By itself it says "event changed" and "event closed SENTENCE". */

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>

#include "backend/libvirt/berth-libvirt-backend.h"
#include "base/berth-error.h"
#include "domain-words.h"

typedef struct
{
  BerthBackend *backend;
  BerthVm *vm;
  GCancellable *cancellable;
  GDataInputStream *input;
  GMainLoop *loop;
} Hand;

static void
say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  va_list arguments;
  g_autofree char *line = NULL;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strdelimit (line, "\n", '|');
  printf ("%s\n", line);
  fflush (stdout);
}

static void
say_error (const GError *error)
{
  static const char *const codes[BERTH_N_ERRORS] = {
    [BERTH_ERROR_FAILED] = "FAILED",
    [BERTH_ERROR_INVALID] = "INVALID",
    [BERTH_ERROR_NOT_FOUND] = "NOT_FOUND",
    [BERTH_ERROR_REFUSED] = "REFUSED",
    [BERTH_ERROR_CONFLICT] = "CONFLICT",
    [BERTH_ERROR_READ_ONLY] = "READ_ONLY",
    [BERTH_ERROR_DENIED] = "DENIED",
    [BERTH_ERROR_UNREACHABLE] = "UNREACHABLE",
    [BERTH_ERROR_NOT_SUPPORTED] = "NOT_SUPPORTED",
    [BERTH_ERROR_STUCK] = "STUCK",
    [BERTH_ERROR_NOT_VERIFIED] = "NOT_VERIFIED",
  };

  if (error->domain == BERTH_ERROR)
    say ("error %s %s", codes[error->code], error->message);
  else
    say ("error %s %s",
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "CANCELLED" : "OTHER",
         error->message);
}

static void
changed_cb (BerthBackend *backend)
{
  say ("event changed");
}

static void
closed_cb (BerthBackend *backend, const char *sentence)
{
  say ("event closed %s", sentence);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BerthBackend *backend = BERTH_BACKEND (source);
  g_autoptr (GError) error = NULL;
  static const char *const names[]
    = { "write", "local", "facts", "companions", "permissive", "noreset",
        "managed", "usb", "power", "qubes", "rom", "optional", "bind" };
  g_autoptr (GString) text = g_string_new ("ok");

  if (!berth_backend_open_finish (backend, result, &error))
    {
      say_error (error);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if ((berth_backend_get_features (backend) & 1U << i) != 0)
        g_string_append_printf (text, " %s", names[i]);
    }
  say ("%s", text->str);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) vms
    = berth_backend_list_vms_finish (BERTH_BACKEND (source), result, &error);
  g_autoptr (GString) text = g_string_new ("ok");

  if (vms == NULL)
    {
      say_error (error);
      return;
    }
  for (guint i = 0; i < vms->len; i++)
    {
      const BerthVm *vm = g_ptr_array_index (vms, i);
      g_autofree char *claims = domain_words_of (vm->configured);
      g_autofree char *live = domain_words_of (vm->live);

      g_string_append_printf (text, " [%s:%s%s%s:%s:%s:%u]", vm->name,
                              berth_vm_state_get_nick (vm->state),
                              vm->persistent ? "" : ",transient", vm->autostart ? ",autostart" : "",
                              claims, live, vm->foreign_elements);
    }
  say ("%s", text->str);
}

static void
say_vm (Hand *hand, BerthVm *vm, const GError *error)
{
  g_autofree char *claims = NULL;

  if (vm == NULL)
    {
      say_error (error);
      return;
    }
  g_clear_pointer (&hand->vm, berth_vm_unref);
  hand->vm = vm;
  claims = domain_words_of (vm->configured);
  say ("ok %s", claims);
}

static void
append_others (GString *text, const char *when, GPtrArray *claims)
{
  for (guint i = 0; i < claims->len; i++)
    {
      const BerthAssignment *claim = g_ptr_array_index (claims, i);
      g_autofree char *address = berth_address_dup_short (&claim->address);

      if (claim->others != NULL)
        g_string_append_printf (text, " [%s %s: %s]", when, address, claim->others);
    }
}

static void
say_about (const BerthVm *vm)
{
  static const char *const truths[] = { "unknown", "no", "yes" };
  g_autoptr (GString) text = g_string_new ("ok ");

  g_string_append_printf (text, "memory=%" G_GUINT64_FORMAT " balloons=%s ports=%d", vm->memory,
                          truths[vm->balloons], vm->free_ports);
  append_others (text, "configured", vm->configured);
  append_others (text, "live", vm->live);
  say ("%s", text->str);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  BerthVm *vm = berth_backend_read_vm_finish (BERTH_BACKEND (source), result, &error);

  say_vm (user_data, vm, error);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  BerthVm *vm = berth_backend_apply_finish (BERTH_BACKEND (source), result, &error);

  say_vm (user_data, vm, error);
}

static void
facts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BerthFacts) facts
    = berth_backend_read_facts_finish (BERTH_BACKEND (source), result, &error);
  g_autoptr (GString) text = g_string_new ("ok");

  if (facts == NULL)
    {
      say_error (error);
      return;
    }
  for (guint i = 0; i < facts->pci->len; i++)
    {
      const BerthPciFacts *pci = g_ptr_array_index (facts->pci, i);
      g_autofree char *address = berth_address_dup_short (&pci->address);

      g_string_append_printf (text, " %s:%04x:%04x:%06x:%d:%s", address, pci->vendor, pci->device,
                              pci->class_code, pci->iommu_group,
                              pci->driver != NULL ? pci->driver : "");
    }
  for (guint i = 0; i < facts->usb->len; i++)
    {
      const BerthUsbFacts *usb = g_ptr_array_index (facts->usb, i);
      g_autofree char *address = berth_address_dup_short (&usb->address);

      g_string_append_printf (text, " %s:%04x:%04x:%u", address, usb->vendor, usb->product,
                              usb->device_number);
    }
  say ("%s", text->str);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (berth_backend_start_finish (BERTH_BACKEND (source), result, &error))
    say ("ok");
  else
    say_error (error);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (berth_backend_shut_down_finish (BERTH_BACKEND (source), result, &error))
    say ("ok");
  else
    say_error (error);
}

static BerthChange *
new_change (Hand *hand, const char *uuid, const char *wanted)
{
  g_autoptr (GPtrArray) claims = domain_words_parse (wanted != NULL ? wanted : "");

  return berth_change_new (uuid, hand->vm->configured, claims);
}

static void
say_commands (Hand *hand, const char *uuid, const char *wanted)
{
  g_autoptr (BerthChange) change = new_change (hand, uuid, wanted);
  g_auto (GStrv) commands = berth_backend_dup_commands (hand->backend, hand->vm, change);
  g_autofree char *all = g_strjoinv ("\n", commands);

  say ("ok %s", all);
}

static void
open_uri (Hand *hand, const char *uri)
{
  g_clear_object (&hand->backend);
  hand->backend = berth_libvirt_backend_new (uri);
  g_signal_connect (hand->backend, "vms-changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect (hand->backend, "closed", G_CALLBACK (closed_cb), NULL);
  berth_backend_open_async (hand->backend, hand->cancellable, opened_cb, hand);
}

static void
apply (Hand *hand, const char *uuid, const char *wanted)
{
  g_autoptr (BerthChange) change = new_change (hand, uuid, wanted);

  berth_backend_apply_async (hand->backend, change, hand->cancellable, applied_cb, hand);
}

static void
cancel_all (Hand *hand)
{
  g_cancellable_cancel (hand->cancellable);
  g_clear_object (&hand->cancellable);
  hand->cancellable = g_cancellable_new ();
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (berth_backend_run_host_action_finish (BERTH_BACKEND (source), result, &error))
    say ("ok");
  else
    say_error (error);
}

static void
act (Hand *hand, const char *verb, const char *address, const char *identity)
{
  BerthHostAction action = {
    .kind = g_str_equal (verb, "return") ? BERTH_HOST_ACTION_RETURN : BERTH_HOST_ACTION_BIND,
    .target = g_str_equal (verb, "pciback") ? BERTH_BIND_TARGET_PCIBACK
                                            : BERTH_BIND_TARGET_VFIO_PCI,
  };

  if (!berth_address_parse (address, &action.address, NULL)
      || sscanf (identity, "%hx:%hx:%x", &action.identity.vendor, &action.identity.device,
                 &action.identity.class_code)
             != 3)
    {
      say ("error USAGE %s", identity);
      return;
    }
  berth_backend_run_host_action_async (hand->backend, &action, hand->cancellable, acted_cb, hand);
}

static void
obey (Hand *hand, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *verb = words[0];
  const char *first = verb != NULL ? words[1] : NULL;
  const char *rest = first != NULL ? words[2] : NULL;

  if (g_strcmp0 (verb, "open") == 0)
    open_uri (hand, first);
  else if (g_strcmp0 (verb, "list") == 0)
    berth_backend_list_vms_async (hand->backend, hand->cancellable, listed_cb, hand);
  else if (g_strcmp0 (verb, "read") == 0)
    berth_backend_read_vm_async (hand->backend, first, hand->cancellable, read_cb, hand);
  else if (g_strcmp0 (verb, "about") == 0)
    say_about (hand->vm);
  else if (g_strcmp0 (verb, "apply") == 0)
    apply (hand, first, rest);
  else if (g_strcmp0 (verb, "commands") == 0)
    say_commands (hand, first, rest);
  else if (g_strcmp0 (verb, "facts") == 0)
    berth_backend_read_facts_async (hand->backend, hand->cancellable, facts_cb, hand);
  else if (g_strcmp0 (verb, "start") == 0)
    berth_backend_start_async (hand->backend, first, hand->cancellable, started_cb, hand);
  else if (g_strcmp0 (verb, "stop") == 0)
    berth_backend_shut_down_async (hand->backend, first, hand->cancellable, stopped_cb, hand);
  else if (rest != NULL
           && (g_str_equal (verb, "bind") || g_str_equal (verb, "pciback")
               || g_str_equal (verb, "return")))
    act (hand, verb, first, rest);
  else if (g_strcmp0 (verb, "cancel") == 0)
    cancel_all (hand);
  else if (g_strcmp0 (verb, "ping") == 0)
    say ("ok pong");
  else
    say ("error USAGE %s", line);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Hand *hand = user_data;
  g_autofree char *line
    = g_data_input_stream_read_line_finish (hand->input, result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (hand->loop);
      return;
    }
  obey (hand, line);
  g_data_input_stream_read_line_async (hand->input, G_PRIORITY_DEFAULT, NULL, line_cb, hand);
}

int
main (void)
{
  g_autoptr (GInputStream) standard_input = g_unix_input_stream_new (0, FALSE);
  Hand hand = {
    .cancellable = g_cancellable_new (),
    .input = g_data_input_stream_new (standard_input),
    .loop = g_main_loop_new (NULL, FALSE),
  };

  g_data_input_stream_read_line_async (hand.input, G_PRIORITY_DEFAULT, NULL, line_cb, &hand);
  g_main_loop_run (hand.loop);

  g_clear_object (&hand.backend);
  g_clear_pointer (&hand.vm, berth_vm_unref);
  g_clear_object (&hand.cancellable);
  g_clear_object (&hand.input);
  g_clear_pointer (&hand.loop, g_main_loop_unref);
  return 0;
}
