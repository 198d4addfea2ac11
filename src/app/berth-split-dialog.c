/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-split-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "base/berth-names.h"
#include "base/berth-text.h"
#include "session/berth-check.h"

/* The functions of one bundle, to give some of them without the others. It only asks: who opened it
 * does what is chosen. */
struct _BerthSplitDialog
{
  AdwWindow parent_instance;

  /* Template widgets. */
  AdwWindowTitle *title;
  GtkLabel *question;
  GtkListBox *functions;
  GtkLabel *rest;
  GtkWidget *assign_button;

  /* Owned. */
  BerthBundle *bundle;
  GPtrArray *checks; /* (element-type GtkCheckButton): borrowed, one for each function */
  char *vm_name;     /* safe to show */
  gboolean has_companions;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthSplitDialog, berth_split_dialog, ADW_TYPE_WINDOW)

static gboolean
is_chosen (BerthSplitDialog *self, guint i)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
}

/* The kernel hands out an IOMMU group as a whole: what is in one with something given leaves the
 * computer too. Before anything is chosen, anything may be. */
static gboolean
goes_along (BerthSplitDialog *self, guint left, gboolean any_chosen)
{
  const BerthDevice *rest = g_ptr_array_index (self->bundle->functions, left);

  for (guint i = 0; i < self->bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (self->bundle->functions, i);
      gboolean is_given = any_chosen ? is_chosen (self, i) : i != left;

      if (is_given && rest->pci != NULL && function->pci != NULL
          && function->pci->iommu_group != BERTH_NO_GROUP
          && function->pci->iommu_group == rest->pci->iommu_group)
        return TRUE;
    }
  return FALSE;
}

static void
update (BerthSplitDialog *self)
{
  g_autofree char *leaves = NULL;
  gboolean any_along = FALSE;
  guint n = 0;

  for (guint i = 0; i < self->bundle->functions->len; i++)
    n += is_chosen (self, i);
  for (guint i = 0; self->has_companions && i < self->bundle->functions->len; i++)
    any_along = any_along || (!is_chosen (self, i) && goes_along (self, i, n > 0));

  if (any_along)
    /* Translators: %s is the name of a VM */
    leaves = g_strdup_printf (_ ("What is not given leaves this computer too while “%s” runs."),
                              self->vm_name);
  gtk_label_set_text (self->rest,
                      leaves != NULL ? leaves : _ ("What is not given stays with this computer."));
  gtk_widget_remove_css_class (GTK_WIDGET (self->rest), "error");
  gtk_widget_set_sensitive (self->assign_button, n > 0);
}

static void
toggled_cb (BerthSplitDialog *self)
{
  update (self);
}

static void
cancel_cb (BerthSplitDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
assign_cb (BerthSplitDialog *self)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (BerthAddress));

  for (guint i = 0; i < self->bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (self->bundle->functions, i);

      if (is_chosen (self, i))
        g_array_append_val (chosen, function->address);
    }
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, &self->bundle->address, chosen);
}

static void
berth_split_dialog_finalize (GObject *object)
{
  BerthSplitDialog *self = BERTH_SPLIT_DIALOG (object);

  berth_bundle_unref (self->bundle);
  g_ptr_array_unref (self->checks);
  g_free (self->vm_name);

  G_OBJECT_CLASS (berth_split_dialog_parent_class)->finalize (object);
}

static void
berth_split_dialog_class_init (BerthSplitDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = berth_split_dialog_finalize;

  /* The user wants these functions (pointer to a #GArray of #BerthAddress) of the bundle (pointer
   * to its #BerthAddress) and no others of it. Who can give them closes the dialog. */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER,
                                         G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               BERTH_RESOURCE_PREFIX "/berth-split-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BerthSplitDialog, title);
  gtk_widget_class_bind_template_child (widget_class, BerthSplitDialog, question);
  gtk_widget_class_bind_template_child (widget_class, BerthSplitDialog, functions);
  gtk_widget_class_bind_template_child (widget_class, BerthSplitDialog, rest);
  gtk_widget_class_bind_template_child (widget_class, BerthSplitDialog, assign_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, assign_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
berth_split_dialog_init (BerthSplitDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What the rules say about one function, whichever of them the VM has now. */
static const BerthFinding *
find_worst (GPtrArray *findings, const BerthDevice *function)
{
  const BerthFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (findings, i);

      if (finding->has_address && berth_address_equal (&finding->address, &function->address)
          && finding->severity >= BERTH_SEVERITY_CAUTION
          && (worst == NULL || finding->severity > worst->severity))
        worst = finding;
    }
  return worst;
}

static void
add_words (GString *line, const char *words)
{
  if (words != NULL && *words != '\0')
    g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", words);
}

/* What it is, where, and two words on what speaks against giving it alone. */
static char *
dup_line (BerthSplitDialog *self,
          BerthDraft *draft,
          const BerthDevice *function,
          const BerthFinding *worst)
{
  BerthRoster *roster = berth_computer_get_roster (berth_draft_get_computer (draft));
  const BerthVm *holder = berth_roster_find_holder (roster, &function->address,
                                                    berth_draft_get_vm_uuid (draft));
  g_autofree char *place = berth_address_dup_short (&function->address);
  g_autofree char *name = holder != NULL ? berth_text_dup_name (holder->name) : NULL;
  g_autoptr (GString) line = g_string_new (function->class_words);

  add_words (line, place);
  if (name != NULL)
    /* Translators: %s is the name of a VM that has a device now */
    g_string_append_printf (line, _ (" · used by %s"), name);
  else if (worst != NULL)
    add_words (line, worst->words);
  if (!self->has_companions && !berth_device_resets_alone (function))
    add_words (line, _ ("cannot be reset by itself"));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static GtkWidget *
create_label (const char *text, gboolean is_small)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (is_small)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "numeric");
    }
  return label;
}

static GtkWidget *
create_content (const BerthDevice *function, const char *name, const char *line)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon
    = gtk_image_new_from_icon_name (berth_bundle_words_get_device_icon_name (function));

  gtk_widget_set_margin_start (content, 6);
  gtk_box_append (GTK_BOX (texts), create_label (name, FALSE));
  gtk_box_append (GTK_BOX (texts), create_label (line, TRUE));
  gtk_box_append (GTK_BOX (content), icon);
  gtk_box_append (GTK_BOX (content), texts);
  return content;
}

/* The whole row is the check button, so that a click anywhere in it counts. */
static void
add_function (BerthSplitDialog *self,
              BerthDraft *draft,
              const BerthDevice *function,
              GPtrArray *findings,
              gboolean is_given)
{
  const BerthFinding *worst = find_worst (findings, function);
  g_autofree char *name = berth_text_dup_name (function->name);
  g_autofree char *line = dup_line (self, draft, function, worst);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), create_content (function, name, line));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_given);
  gtk_widget_set_sensitive (check, is_given || worst == NULL
                                     || worst->severity < BERTH_SEVERITY_REFUSED);
  gtk_widget_add_css_class (check, "function");
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (check, worst != NULL ? worst->what : NULL);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (self->functions, row);
}

static gboolean
is_wanted (const BerthDraftEntry *entry)
{
  return entry->state != BERTH_DRAFT_AVAILABLE && entry->state != BERTH_DRAFT_TAKEN_BACK;
}

static gboolean
is_given (const BerthDraftEntry *entry, const BerthDevice *function)
{
  for (guint i = 0; is_wanted (entry) && i < entry->given->len; i++)
    {
      if (berth_address_equal (&g_array_index (entry->given, BerthAddress, i),
                               &function->address))
        return TRUE;
    }
  return FALSE;
}

static void
show_entry (BerthSplitDialog *self, BerthDraft *draft, const BerthDraftEntry *entry)
{
  g_autofree char *title = berth_bundle_words_dup_title (entry->bundle);
  /* Translators: stands above a list of the functions of a device; %s is the name of a VM */
  g_autofree char *question
    = g_strdup_printf (_ ("Which parts of it shall “%s” get?"), self->vm_name);
  g_autoptr (GPtrArray) findings
    = berth_check_bundle (berth_draft_get_computer (draft), entry->bundle);

  adw_window_title_set_subtitle (self->title, title);
  gtk_label_set_text (self->question, question);
  for (guint i = 0; i < entry->bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (entry->bundle->functions, i);

      add_function (self, draft, function, findings, is_given (entry, function));
    }
  update (self);
}

/**
 * berth_split_dialog_new:
 * @parent: the dialog stands before it
 * @draft: of the VM; not kept
 * @entry: of a bundle that berth_draft_can_split(); not kept
 *
 * Returns: (transfer none): not shown yet; GTK owns it until it is closed
 */
GtkWindow *
berth_split_dialog_new (GtkWindow *parent, BerthDraft *draft, const BerthDraftEntry *entry)
{
  BerthSplitDialog *self
    = g_object_new (BERTH_TYPE_SPLIT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  guint features = berth_connection_get_features (berth_draft_get_connection (draft));
  const BerthVm *vm = berth_draft_get_vm (draft);

  self->bundle = berth_bundle_ref (entry->bundle);
  self->has_companions = (features & BERTH_FEATURE_COMPANIONS) != 0;
  self->vm_name = berth_text_dup_name (vm->name);
  show_entry (self, draft, entry);
  return GTK_WINDOW (self);
}

/**
 * berth_split_dialog_show_error:
 * @sentence: why what was chosen cannot be had; safe to show. Stands there until something else is
 *   chosen.
 */
void
berth_split_dialog_show_error (BerthSplitDialog *self, const char *sentence)
{
  gtk_label_set_text (self->rest, sentence);
  gtk_widget_add_css_class (GTK_WIDGET (self->rest), "error");
}
