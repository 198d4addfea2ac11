/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-work.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"
#include "facts/berth-facts-kernel.h"
#include "helper/berth-inspection.h"

/* One request under way. */
typedef struct
{
  const BerthWorkSetup *setup;
  BerthRequest request;
} Work;

/**
 * berth_work_is_switched_off:
 *
 * Returns: whether the kernel was started with `berth.disable=1`
 */
gboolean
berth_work_is_switched_off (const BerthWorkSetup *setup)
{
  g_autoptr (BerthFacts) facts = berth_facts_new ();

  berth_facts_kernel_read (setup->root, facts);
  return facts->boot_switched_off;
}

static void
inspect_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;

  g_task_return_pointer (task, berth_inspection_read (work->setup->root),
                         (GDestroyNotify) g_variant_unref);
}

static void
run_inspect (GTask *task, const Work *work)
{
  g_task_run_in_thread (task, inspect_in_thread);
}

static void
run_list_boot (GTask *task, const Work *work)
{
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_new ("(a((uyyy)(qqqquy)yyy))", NULL)),
                         (GDestroyNotify) g_variant_unref);
}

/* How each method is done. */
static const struct
{
  const char *method;
  void (*run) (GTask *task, const Work *work);
} kinds[] = {
  { "Inspect", run_inspect },
  { "ListBoot", run_list_boot },
};

/**
 * berth_work_run_async:
 * @setup: stays until there is an answer
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

  work->setup = setup;
  work->request = *request;
  g_task_set_source_tag (task, berth_work_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].method, request->method))
        {
          kinds[i].run (task, work);
          return;
        }
    }
  g_task_return_new_error (task, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                           _ ("Berth’s helper cannot do this."));
}

/**
 * berth_work_run_finish:
 *
 * Returns: (transfer full): what the method answers, or %NULL with a #BerthError
 */
GVariant *
berth_work_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
