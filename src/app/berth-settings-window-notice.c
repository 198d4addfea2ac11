/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sentence across the top of the window. */

#include "app/berth-settings-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/berth-finding-group.h"

/* The worst of @findings, and how many more there are. */
static char *
dup_sentence (GPtrArray *findings, const BerthFinding *worst)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      n += finding != worst && finding->severity >= BERTH_SEVERITY_CAUTION;
    }

  if (n == 0)
    return g_strdup (worst->what);
  /* Translators: a sentence, then how many more like it there are */
  return g_strdup_printf (ngettext ("%s (and %u more)", "%s (and %u more)", n), worst->what, n);
}

static gboolean
show_worst (BerthSettingsWindow *self, GPtrArray *findings, BerthNoticeKind kind)
{
  const BerthFinding *worst = berth_finding_list_get_worst (findings);
  g_autofree char *sentence = NULL;

  if (worst == NULL || worst->severity < BERTH_SEVERITY_CAUTION)
    return FALSE;
  sentence = dup_sentence (findings, worst);
  berth_notice_bar_show_text (self->notice, kind, sentence, _ ("_Details"), "settings.details");
  return TRUE;
}

/* What is so of this VM as a whole, else what is so of the computer whichever VM it is. */
static void
show_findings (BerthSettingsWindow *self)
{
  g_autoptr (GPtrArray) of_computer = berth_finding_group_list_of_computer (self->draft);

  if (!show_worst (self, berth_draft_get_vm_findings (self->draft), BERTH_NOTICE_CAUTION)
      && !show_worst (self, of_computer, BERTH_NOTICE_NOTE))
    berth_notice_bar_hide_text (self->notice);
}

static void
show_failure (BerthSettingsWindow *self, const char *text, const char *button, const char *action)
{
  berth_notice_bar_show_text (self->notice, BERTH_NOTICE_ERROR, text, button, action);
}

/**
 * berth_settings_window_update_notice:
 *
 * Shows one sentence at a time: what failed stands before what is so anyway, and what cannot be
 * done before what there is to think of.
 */
void
berth_settings_window_update_notice (BerthSettingsWindow *self)
{
  g_autofree char *reason = NULL;
  gboolean editable = berth_draft_is_editable (self->draft, &reason);
  gboolean failed = berth_connection_get_state (self->connection) == BERTH_CONNECTION_FAILED;
  g_autofree char *refusal = berth_settings_window_dup_refusal (self);

  if (self->failure != NULL)
    show_failure (self, self->failure, _ ("_Dismiss"), "settings.dismiss");
  else if (failed)
    show_failure (self, reason != NULL ? reason : "", _ ("_Reconnect"), "settings.reconnect");
  else if (!editable)
    berth_notice_bar_show_text (self->notice, BERTH_NOTICE_LOCKED, reason != NULL ? reason : "",
                                NULL, NULL);
  else if (refusal != NULL)
    show_failure (self, refusal, _ ("_Details"), "settings.details");
  else
    show_findings (self);
}
