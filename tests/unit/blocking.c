/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "blocking.h"

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
blocking_open (BerthBackend *backend, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_backend_open_async (backend, NULL, ready_cb, &result);
  return berth_backend_open_finish (backend, wait_for (&result), error);
}

GPtrArray *
blocking_list_vms (BerthBackend *backend, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_backend_list_vms_async (backend, NULL, ready_cb, &result);
  return berth_backend_list_vms_finish (backend, wait_for (&result), error);
}

BerthFacts *
blocking_read_facts (BerthBackend *backend)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BerthFacts *facts;

  berth_backend_read_facts_async (backend, NULL, ready_cb, &result);
  facts = berth_backend_read_facts_finish (backend, wait_for (&result), &error);
  g_assert_no_error (error);
  return facts;
}

BerthVm *
blocking_read_vm (BerthBackend *backend, const char *uuid)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BerthVm *vm;

  berth_backend_read_vm_async (backend, uuid, NULL, ready_cb, &result);
  vm = berth_backend_read_vm_finish (backend, wait_for (&result), &error);
  g_assert_no_error (error);
  return vm;
}

BerthVm *
blocking_apply (BerthBackend *backend, BerthChange *change, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_backend_apply_async (backend, change, NULL, ready_cb, &result);
  return berth_backend_apply_finish (backend, wait_for (&result), error);
}

gboolean
blocking_set_power (BerthBackend *backend, const char *uuid, gboolean on, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (on)
    {
      berth_backend_start_async (backend, uuid, NULL, ready_cb, &result);
      return berth_backend_start_finish (backend, wait_for (&result), error);
    }
  berth_backend_shut_down_async (backend, uuid, NULL, ready_cb, &result);
  return berth_backend_shut_down_finish (backend, wait_for (&result), error);
}

gboolean
blocking_run_host_action (BerthBackend *backend, const BerthHostAction *action, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  berth_backend_run_host_action_async (backend, action, NULL, ready_cb, &result);
  return berth_backend_run_host_action_finish (backend, wait_for (&result), error);
}
