/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-work.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "facts/berth-facts-boot.h"
#include "facts/berth-facts-live.h"
#include "helper/berth-boot-request.h"
#include "helper/berth-driver-state.h"
#include "helper/berth-inspection.h"
#include "helper/berth-module.h"
#include "helper/berth-refusals.h"

typedef struct _Kind Kind;

/* One request under way. */
typedef struct
{
  BerthWorkSetup setup;
  BerthRequest request;
  const Kind *kind;
  gboolean must_load; /* the kernel has to get the driver first */
} Work;

/* How a method is done: what is looked at first, and what is done when that says yes. */
struct _Kind
{
  const char *method;
  /* The kernel has to have the driver that the request names. */
  gboolean needs_driver;
  /* NULL: nothing to look at */
  BerthReadingFunc read;
  /* Takes the task; @seen is what was read */
  void (*act) (GTask *task, Work *work, GVariant *seen);
};

static GVariant *
nothing (void)
{
  return g_variant_ref_sink (g_variant_new ("()"));
}

static void
return_answer (GTask *task, GVariant *answer, GError *error)
{
  if (answer != NULL)
    g_task_return_pointer (task, g_variant_ref_sink (answer), (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

static GVariant *
read_inspection (const BerthReadingPlace *place, const BerthRequest *request, GError **error)
{
  return berth_inspection_read (place->root, error);
}

static GVariant *
read_boot (const BerthReadingPlace *place, const BerthRequest *request, GError **error)
{
  return berth_boot_request_list (place->root, error);
}

/* All that is known of this computer, now, by root. */
static GVariant *
judge (const BerthReadingPlace *place, const BerthRequest *request, GError **error)
{
  g_autoptr (BerthFacts) facts = berth_facts_read_live (place->path, error);

  return facts != NULL && berth_refusals_check (facts, request, error) ? nothing () : NULL;
}

/* Where no driver changes, the files of the boot bindings are enough. */
static GVariant *
judge_boot (const BerthReadingPlace *place, const BerthRequest *request, GError **error)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  berth_facts_boot_read (place->root, facts);
  return berth_refusals_check (facts, request, error) ? nothing () : NULL;
}

/* A driver's name is the kernel's own word, but a bus that is given bytes of another kind ends the
 * connection. */
static void
return_driver (GTask *task, const char *driver, GError *error)
{
  g_autofree char *valid = driver != NULL ? g_utf8_make_valid (driver, -1) : NULL;

  return_answer (task, valid != NULL ? g_variant_new ("(s)", valid) : NULL, error);
}

static void
bound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree char *driver = berth_driver_bind_finish (result, &error);

  return_driver (task, driver, error);
}

static void
act_bind (GTask *task, Work *work, GVariant *seen)
{
  berth_driver_bind_async (&work->setup.driver, &work->request.address, &work->request.identity,
                           work->request.target, bound_cb, task);
}

static void
returned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree char *driver = berth_driver_return_finish (result, &error);

  return_driver (task, driver, error);
}

static void
act_return (GTask *task, Work *work, GVariant *seen)
{
  berth_driver_return_async (&work->setup.driver, &work->request.address, &work->request.identity,
                             returned_cb, task);
}

static void
permissive_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean done = berth_driver_set_permissive_finish (result, &error);

  return_answer (task, done ? g_variant_new ("()") : NULL, error);
}

static void
act_permissive (GTask *task, Work *work, GVariant *seen)
{
  berth_driver_set_permissive_async (&work->setup.driver, &work->request.address,
                                     &work->request.identity, permissive_cb, task);
}

static void
boot_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  gboolean done = berth_boot_request_run (work->setup.place.root, &work->request, &error);

  return_answer (task, done ? g_variant_new ("()") : NULL, error);
}

static void
act_boot (GTask *task, Work *work, GVariant *seen)
{
  g_task_run_in_thread (task, boot_in_thread);
  g_object_unref (task);
}

/* Known to the process, and in its main thread only. */
static void
act_inspect (GTask *task, Work *work, GVariant *seen)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GArray) stuck = berth_kernel_write_list_stuck ();
  g_autoptr (GVariant) answer = berth_inspection_mark_stuck (seen, stuck);

  return_answer (task, answer, NULL);
}

static void
act_list_boot (GTask *task, Work *work, GVariant *seen)
{
  g_autoptr (GTask) owned = task;

  return_answer (task, seen, NULL);
}

static const Kind kinds[] = {
  { "Inspect", .read = read_inspection, .act = act_inspect },
  { "Bind", .needs_driver = TRUE, .read = judge, .act = act_bind },
  { "ReturnToHost", .read = judge, .act = act_return },
  { "SetPermissive", .read = judge, .act = act_permissive },
  { "AddToBoot", .read = judge, .act = act_boot },
  { "RemoveFromBoot", .act = act_boot },
  { "ConfirmBoot", .read = judge_boot, .act = act_boot },
  { "ListBoot", .read = read_boot, .act = act_list_boot },
};

static const Kind *
lookup_kind (const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].method, method))
        return &kinds[i];
    }
  return NULL;
}

/* The last moment at which it can be left undone. */
static void
act (GTask *task, GVariant *seen)
{
  Work *work = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else
    work->kind->act (task, work, seen);
}

static void look (GTask *task);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!berth_module_load_finish (result, &error))
    g_task_return_error (task, error);
  else if (!g_task_return_error_if_cancelled (task))
    look (g_steal_pointer (&task));
}

/* Nothing is loaded for what is refused, and what was judged before the loading, which takes its
 * time, is judged once more. */
static void
load (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  work->must_load = FALSE;
  berth_module_load_async (work->setup.place.root, work->setup.bus, work->request.target,
                           work->setup.driver.patience, loaded_cb, task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) seen = berth_reading_run_finish (result, &error);

  if (seen == NULL)
    g_task_return_error (task, error);
  else if (!work->must_load)
    act (g_steal_pointer (&task), seen);
  else if (!g_task_return_error_if_cancelled (task))
    load (g_steal_pointer (&task));
}

static void
look (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (work->kind->read == NULL)
    act (task, NULL);
  else
    berth_reading_run_async (&work->setup.place, &work->request, work->kind->read,
                             work->setup.patience, read_cb, task);
}

/* Each look at such a device would hang as well, and cost a thread. */
static gboolean
may_look (const BerthRequest *request, GError **error)
{
  return !request->has_identity || berth_kernel_write_check (&request->address, error);
}

static gboolean
is_driver_missing (const Work *work)
{
  const char *driver = berth_bind_target_get_driver (work->request.target);

  return !berth_driver_is_loaded (work->setup.place.root, driver);
}

/**
 * berth_work_run_async:
 * @setup: copied; what it points to stays
 * @cancellable: nothing is begun once it is cancelled; what has begun is brought to its end
 *
 * Does what @request says: reads the facts, refuses what must not be, does it, and reads back.
 * Whether the caller may was asked before.
 */
void
berth_work_run_async (const BerthWorkSetup *setup,
                      const BerthRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);
  GError *error = NULL;

  work->setup = *setup;
  work->request = *request;
  work->kind = lookup_kind (request->method);
  g_task_set_source_tag (task, berth_work_run_async);
  /* What was done was done, also when nobody hears of it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, g_free);

  if (work->kind == NULL)
    g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                             _ ("Berth’s helper cannot do this."));
  else if (!may_look (request, &error))
    g_task_return_error (task, error);
  else if (!g_task_return_error_if_cancelled (task))
    {
      work->must_load = work->kind->needs_driver && is_driver_missing (work);
      look (g_steal_pointer (&task));
    }
}

/**
 * berth_work_run_finish:
 *
 * Returns: (transfer full): what the method answers, or %NULL with a #BerthError or
 *   %G_IO_ERROR_CANCELLED
 */
GVariant *
berth_work_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
