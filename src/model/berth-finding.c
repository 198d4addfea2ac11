/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-finding.h"

static const char *const severity_nicks[] = {
  [BERTH_SEVERITY_NOTE] = "note",
  [BERTH_SEVERITY_CAUTION] = "caution",
  [BERTH_SEVERITY_DANGER] = "danger",
  [BERTH_SEVERITY_REFUSED] = "refused",
};

/**
 * berth_finding_new:
 * @id: of the rule; kept by reference, rules have static ids
 * @address: (nullable): the device it is about
 *
 * Returns: (transfer full): without texts yet; the rule sets them
 */
BerthFinding *
berth_finding_new (const char *id, BerthSeverity severity, const BerthAddress *address)
{
  BerthFinding *self = g_new0 (BerthFinding, 1);

  self->id = id;
  self->severity = severity;
  self->has_address = address != NULL;
  if (address != NULL)
    self->address = *address;
  self->remedies = g_ptr_array_new_with_free_func ((GDestroyNotify) berth_remedy_free);
  return self;
}

static gpointer
copy_remedy_cb (gconstpointer remedy, gpointer user_data)
{
  return berth_remedy_copy (remedy);
}

BerthFinding *
berth_finding_copy (const BerthFinding *self)
{
  BerthFinding *copy = g_memdup2 (self, sizeof *self);

  copy->words = g_strdup (self->words);
  copy->what = g_strdup (self->what);
  copy->why = g_strdup (self->why);
  copy->remedy = g_strdup (self->remedy);
  copy->remedies = g_ptr_array_copy (self->remedies, copy_remedy_cb, NULL);
  return copy;
}

void
berth_finding_free (BerthFinding *self)
{
  g_free (self->words);
  g_free (self->what);
  g_free (self->why);
  g_free (self->remedy);
  g_ptr_array_unref (self->remedies);
  g_free (self);
}

/**
 * berth_finding_add_remedy:
 * @remedy: (transfer full): another way to do what `remedy` says; the best one is added first
 */
void
berth_finding_add_remedy (BerthFinding *self, BerthRemedy *remedy)
{
  g_ptr_array_add (self->remedies, remedy);
}

/**
 * berth_finding_list_new:
 *
 * Returns: (transfer full) (element-type BerthFinding): empty; owns its elements
 */
GPtrArray *
berth_finding_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) berth_finding_free);
}

static gboolean
finding_equal (const BerthFinding *a, const BerthFinding *b)
{
  if (a->severity != b->severity || a->has_address != b->has_address
      || (a->has_address && !berth_address_equal (&a->address, &b->address))
      || a->stops_start != b->stops_start || a->can_force != b->can_force
      || a->remedies->len != b->remedies->len)
    return FALSE;
  for (guint i = 0; i < a->remedies->len; i++)
    if (!berth_remedy_equal (a->remedies->pdata[i], b->remedies->pdata[i]))
      return FALSE;
  return g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->words, b->words) == 0
         && g_strcmp0 (a->what, b->what) == 0 && g_strcmp0 (a->why, b->why) == 0
         && g_strcmp0 (a->remedy, b->remedy) == 0 && g_strcmp0 (a->link, b->link) == 0;
}

/**
 * berth_finding_list_equal:
 * @a: (element-type BerthFinding)
 * @b: (element-type BerthFinding)
 *
 * Returns: whether both say the same in the same order
 */
gboolean
berth_finding_list_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!finding_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/**
 * berth_finding_list_get_worst:
 * @findings: (element-type BerthFinding)
 *
 * Returns: (nullable) (transfer none): the most severe one, the first among equals
 */
const BerthFinding *
berth_finding_list_get_worst (GPtrArray *findings)
{
  const BerthFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (worst == NULL || finding->severity > worst->severity)
        worst = finding;
    }
  return worst;
}

/**
 * berth_severity_get_nick:
 *
 * Returns: (transfer none): a stable word for scripts
 */
const char *
berth_severity_get_nick (BerthSeverity severity)
{
  g_return_val_if_fail ((gsize) severity < G_N_ELEMENTS (severity_nicks), "");

  return severity_nicks[severity];
}
