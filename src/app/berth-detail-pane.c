/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-detail-pane.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "app/berth-device-words.h"
#include "app/berth-finding-row.h"
#include "app/berth-option-row.h"
#include "app/berth-pane-lines.h"
#include "base/berth-names.h"
#include "base/berth-text.h"

/* All about what is selected: facts, findings, options. Its place is always there and always the
 * same; what does not fit is scrolled. */
struct _BerthDetailPane
{
  AdwBin parent_instance;

  /* Template widgets. */
  GtkStack *stack;
  GtkScrolledWindow *scrolled;
  GtkImage *icon;
  GtkLabel *title;
  GtkBox *facts;
  GtkWidget *split_button;
  GtkBox *findings;
  GtkWidget *companion;
  GtkLabel *companion_words;
  GtkBox *options;
  GtkBox *functions;
  GtkBox *notes;

  guint features;
  BerthAddress shown;
  GPtrArray *shown_findings; /* (element-type BerthFinding): owned copies, %NULL: none */
  gboolean shown_changeable;
};

enum
{
  SIGNAL_OPTION_ASKED,
  SIGNAL_OPTION_WHY,
  SIGNAL_REMEDY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthDetailPane, berth_detail_pane, ADW_TYPE_BIN)

/* Takes over @line; %NULL adds nothing. */
static void
add_line (GtkBox *box, char *line)
{
  if (line != NULL)
    berth_pane_lines_add_small (box, line);
  g_free (line);
}

static void
option_asked_cb (BerthDetailPane *self, gboolean on, BerthOptionRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPTION_ASKED], 0, berth_option_row_get_option (row), on);
}

static void
option_why_cb (BerthDetailPane *self, BerthOptionRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPTION_WHY], 0, berth_option_row_get_option (row));
}

static void
remedy_cb (BerthDetailPane *self, gpointer remedy)
{
  g_signal_emit (self, signals[SIGNAL_REMEDY], 0, remedy);
}

static void
berth_detail_pane_finalize (GObject *object)
{
  BerthDetailPane *self = BERTH_DETAIL_PANE (object);

  g_clear_pointer (&self->shown_findings, g_ptr_array_unref);

  G_OBJECT_CLASS (berth_detail_pane_parent_class)->finalize (object);
}

static void
berth_detail_pane_class_init (BerthDetailPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = berth_detail_pane_finalize;

  /* The user wants an option (#BerthOption) of the shown entry on or off. */
  signals[SIGNAL_OPTION_ASKED]
    = g_signal_new ("option-asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  /* The user wants to read more about an option (#BerthOption) of the shown entry. */
  signals[SIGNAL_OPTION_WHY]
    = g_signal_new ("option-why", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_UINT);
  /* The user takes a way out (pointer to a #BerthRemedy) of one of the findings. */
  signals[SIGNAL_REMEDY] = g_signal_new ("remedy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-detail-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, stack);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, icon);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, title);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, facts);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, split_button);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, findings);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, companion);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, companion_words);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, options);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, functions);
  gtk_widget_class_bind_template_child (widget_class, BerthDetailPane, notes);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
berth_detail_pane_init (BerthDetailPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Details"), -1);
}

static void
add_option_row (BerthDetailPane *self, guint feature, BerthOption option)
{
  GtkWidget *row;

  if ((self->features & feature) == 0)
    return;

  row = berth_option_row_new (option, (self->features & BERTH_FEATURE_QUBES) != 0);
  g_signal_connect_object (row, "asked", G_CALLBACK (option_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "why", G_CALLBACK (option_why_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->options, row);
}

/**
 * berth_detail_pane_set_features:
 * @features: #BerthFeatures of the connection: which options there are
 */
void
berth_detail_pane_set_features (BerthDetailPane *self, guint features)
{
  if (self->features == features)
    return;

  self->features = features;
  berth_pane_lines_clear (self->options);
  add_option_row (self, BERTH_FEATURE_PERMISSIVE, BERTH_OPTION_PERMISSIVE);
  add_option_row (self, BERTH_FEATURE_NO_STRICT_RESET, BERTH_OPTION_NO_STRICT_RESET);
  add_option_row (self, BERTH_FEATURE_MANAGED, BERTH_OPTION_MANAGED);
  add_option_row (self, BERTH_FEATURE_ROM_BAR, BERTH_OPTION_HIDE_ROM);
  add_option_row (self, BERTH_FEATURE_STARTUP_POLICY, BERTH_OPTION_OPTIONAL);
}

/* GTK 4.8 does not tell screen readers which page of a stack is not shown. */
static void
show_details (BerthDetailPane *self, gboolean any)
{
  gtk_stack_set_visible_child_name (self->stack, any ? "details" : "nothing");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->scrolled), GTK_ACCESSIBLE_STATE_HIDDEN, !any,
                               -1);
}

/**
 * berth_detail_pane_show_nothing:
 *
 * Nothing is selected.
 */
void
berth_detail_pane_show_nothing (BerthDetailPane *self)
{
  show_details (self, FALSE);
}

static void
begin (BerthDetailPane *self, const char *title)
{
  berth_pane_lines_clear (self->facts);
  berth_pane_lines_clear (self->functions);
  berth_pane_lines_clear (self->notes);
  gtk_label_set_text (self->title, title);
  show_details (self, TRUE);
}

static char *
dup_hidden_note (guint n_hidden)
{
  if (n_hidden == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u selected device is hidden by the filter.",
                                    "%u selected devices are hidden by the filter.", n_hidden),
                          n_hidden);
}

/**
 * berth_detail_pane_show_many:
 * @items: (element-type BerthBundleItem): what is selected, more than one
 * @n_hidden: how many of these the filter hides
 */
void
berth_detail_pane_show_many (BerthDetailPane *self, GPtrArray *items, guint n_hidden)
{
  g_autofree char *title = g_strdup_printf (
      ngettext ("%u device selected", "%u devices selected", items->len), items->len);

  begin (self, title);
  self->shown = (BerthAddress){ 0 };
  gtk_image_set_from_icon_name (self->icon, "edit-select-all-symbolic");
  for (guint i = 0; i < items->len; i++)
    {
      BerthBundleItem *item = g_ptr_array_index (items, i);

      add_line (self->facts, g_strdup (berth_bundle_item_get_title (item)));
    }
  add_line (self->notes, dup_hidden_note (n_hidden));

  gtk_widget_set_visible (GTK_WIDGET (self->options), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->functions), FALSE);
  gtk_widget_set_visible (self->split_button, FALSE);
  gtk_widget_set_visible (self->companion, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->findings), FALSE);
}

static char *
dup_others_note (const char *others)
{
  g_autofree char *shown = NULL;

  if (others == NULL)
    return NULL;
  shown = berth_text_dup_shown (others, BERTH_TEXT_SENTENCE_LENGTH);
  /* Translators: settings of a device that Berth does not change: "boot order 1, ROM file /x" */
  return g_strdup_printf (_ ("Also set by another program: %s"), shown);
}

/* Those of one function are its address. Those of several are a list that would push what there is
 * to think of out of sight: they stand at the end. */
static void
show_facts (BerthDetailPane *self, const BerthDraftEntry *entry, const char *others)
{
  const BerthBundle *bundle = entry->bundle;
  guint given = berth_bundle_condition_get_given (entry);
  gboolean is_one = bundle->functions->len == 1;

  if (!is_one)
    add_line (self->facts, berth_bundle_words_dup_details (bundle));
  if (berth_bundle_words_is_partial (bundle, given))
    add_line (self->facts, berth_bundle_words_dup_functions (bundle, given));
  for (guint i = 0; i < bundle->functions->len; i++)
    add_line (is_one ? self->facts : self->functions,
              berth_device_words_dup_facts (g_ptr_array_index (bundle->functions, i)));
  add_line (self->facts, dup_others_note (others));
  gtk_widget_set_visible (GTK_WIDGET (self->functions), !is_one);
}

static void
add_finding (BerthDetailPane *self, const BerthFinding *finding, gboolean changeable)
{
  GtkWidget *row = berth_finding_row_new (finding);

  if (changeable)
    berth_finding_row_offer_remedies (BERTH_FINDING_ROW (row));
  g_signal_connect_object (row, "remedy", G_CALLBACK (remedy_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->findings, row);
}

/* What stands there already stays: whoever has the keyboard on one of its buttons keeps it there,
 * whatever else the draft reports. */
static void
show_findings (BerthDetailPane *self, const BerthDraftEntry *entry, gboolean changeable)
{
  GPtrArray *findings = entry->findings;

  gtk_widget_set_visible (GTK_WIDGET (self->findings), findings->len > 0);
  if (berth_address_equal (&self->shown, &entry->bundle->address)
      && self->shown_changeable == changeable && self->shown_findings != NULL
      && berth_finding_list_equal (self->shown_findings, findings))
    return;

  berth_pane_lines_clear (self->findings);
  g_clear_pointer (&self->shown_findings, g_ptr_array_unref);
  self->shown_findings = berth_finding_list_new ();
  self->shown_changeable = changeable;
  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      g_ptr_array_add (self->shown_findings, berth_finding_copy (finding));
      add_finding (self, finding, changeable);
    }
}

/* Whether it is really taken along, and not merely remembered as such after it was taken back. */
static gboolean
is_taken_along (const BerthDraftEntry *entry)
{
  return entry->is_companion && entry->state != BERTH_DRAFT_AVAILABLE
         && entry->state != BERTH_DRAFT_TAKEN_BACK;
}

static void
show_companion (BerthDetailPane *self, const BerthDraftEntry *entry)
{
  gboolean is_qube = (self->features & BERTH_FEATURE_QUBES) != 0;

  gtk_label_set_text (self->companion_words,
                      is_qube ? _ ("Leaves this computer with another device. The qube does not "
                                   "see it.")
                              : _ ("Leaves this computer with another device. The VM does not see "
                                   "it."));
  gtk_widget_set_visible (self->companion, is_taken_along (entry));
}

/* Of a device that is not there only one thing can be decided: whether the VM starts without it. */
static gboolean
is_worth_showing (BerthOption option, const BerthDraftEntry *entry)
{
  return berth_option_fits (option, entry->bundle->address.bus_kind)
         && (entry->identity != BERTH_IDENTITY_MISSING || option == BERTH_OPTION_OPTIONAL);
}

static void
show_options (BerthDetailPane *self, const BerthDraftEntry *entry, gboolean changeable)
{
  gboolean wanted = entry->state == BERTH_DRAFT_ASSIGNED || entry->state == BERTH_DRAFT_NEW
                    || entry->state == BERTH_DRAFT_OPTIONS;
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->options));
  gboolean any = FALSE;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      BerthOptionRow *row = BERTH_OPTION_ROW (child);
      BerthOption option = berth_option_row_get_option (row);
      gboolean shows = wanted && is_worth_showing (option, entry);

      any = any || shows;
      gtk_widget_set_visible (child, shows);
      berth_option_row_set_active (row, (entry->options & option) != 0);
      berth_option_row_set_changeable (row, changeable && entry->form == BERTH_FORM_HOSTDEV);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->options), any);
}

static char *
dup_companions_note (const BerthBundle *bundle)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *reason = berth_bundle_dup_companion_reason (bundle);

  if (reason == NULL)
    return NULL;

  for (guint i = 0; i < bundle->companions->len; i++)
    {
      g_autofree char *title = berth_device_dup_title (g_ptr_array_index (bundle->companions, i));

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", title);
    }
  /* Translators: first a list of devices, then a sentence that says why */
  return g_strdup_printf (_ ("Goes along: %s. %s"), names->str, reason);
}

static char *
dup_form_note (BerthAssignmentForm form)
{
  if (form == BERTH_FORM_HOSTDEV)
    return NULL;
  return g_strdup (_ ("Another program set this up in a way of its own. Berth shows it and leaves "
                      "it alone; change it with that program."));
}

static char *
dup_runtime_note (BerthDraftRuntime runtime)
{
  switch (runtime)
    {
    case BERTH_RUNTIME_AFTER_RESTART:
      return g_strdup (_ ("It is configured, and there from the next start on."));
    case BERTH_RUNTIME_UNTIL_RESTART:
      return g_strdup (_ ("It is not configured any more, and there until it is shut down."));
    case BERTH_RUNTIME_SETTLED:
    default:
      return NULL;
    }
}

static void
show_notes (BerthDetailPane *self, const BerthDraftEntry *entry, const BerthDetailTerms *terms)
{
  add_line (self->notes, dup_hidden_note (terms->is_hidden));
  add_line (self->notes, dup_form_note (entry->form));
  add_line (self->notes, dup_runtime_note (entry->runtime));
  if (!entry->is_companion)
    add_line (self->notes, dup_companions_note (entry->bundle));
  if (entry->bundle->functions->len > 1)
    add_line (self->notes, berth_bundle_dup_reason (entry->bundle));
}

static const char *
get_icon_name (const BerthDraftEntry *entry)
{
  if (entry->identity == BERTH_IDENTITY_MISSING)
    return "berth-missing-symbolic";
  return berth_bundle_words_get_icon_name (entry->bundle);
}

/**
 * berth_detail_pane_show_entry:
 * @entry: what is selected; not kept
 */
void
berth_detail_pane_show_entry (BerthDetailPane *self,
                              const BerthDraftEntry *entry,
                              const BerthDetailTerms *terms)
{
  g_autofree char *title = berth_bundle_words_dup_title (entry->bundle);

  begin (self, title);
  gtk_image_set_from_icon_name (self->icon, get_icon_name (entry));
  show_facts (self, entry, terms->others);
  gtk_widget_set_visible (self->split_button, terms->can_split);
  show_findings (self, entry, terms->changeable);
  show_companion (self, entry);
  show_options (self, entry, terms->changeable);
  show_notes (self, entry, terms);

  /* A change of the same device leaves the user where he was reading. */
  if (!berth_address_equal (&self->shown, &entry->bundle->address))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  self->shown = entry->bundle->address;
}
