/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-vm-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/berth-search-words.h"
#include "app/berth-vm-words.h"
#include "base/berth-text.h"

#define MIN_HINT_LETTERS 3

struct _BerthVmItem
{
  GObject parent_instance;

  /* Owned. */
  BerthConnection *connection;
  BerthVm *vm; /* NULL: a note that stands for a connection without VMs */
  char *line;
  char *problem; /* NULL: all is well */
  char *folded_name;
  GStrv hints; /* what else can be searched for, in words */

  guint place; /* BerthVmItemPlace */
};

/**
 * BerthVmItem:
 *
 * What one row of the VM list shows: a VM, or, where a connection has none to show, what is the
 * matter with the connection. It says all in words; how that looks is the row's business.
 *
 * Signal `changed`: something in it is different now.
 */
G_DEFINE_FINAL_TYPE (BerthVmItem, berth_vm_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
berth_vm_item_finalize (GObject *object)
{
  BerthVmItem *self = BERTH_VM_ITEM (object);

  g_clear_object (&self->connection);
  g_clear_pointer (&self->vm, berth_vm_unref);
  g_free (self->line);
  g_free (self->problem);
  g_free (self->folded_name);
  g_strfreev (self->hints);

  G_OBJECT_CLASS (berth_vm_item_parent_class)->finalize (object);
}

static void
berth_vm_item_class_init (BerthVmItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_vm_item_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_vm_item_init (BerthVmItem *self)
{
}

/**
 * berth_vm_item_new:
 *
 * Returns: (transfer full): a note about @connection until berth_vm_item_set_vm()
 */
BerthVmItem *
berth_vm_item_new (BerthConnection *connection)
{
  BerthVmItem *self = g_object_new (BERTH_TYPE_VM_ITEM, NULL);

  self->connection = g_object_ref (connection);
  self->line = g_strdup ("");
  return self;
}

/**
 * berth_vm_item_get_connection:
 *
 * Returns: (transfer none): the connection that has the VM, or that the note is about
 */
BerthConnection *
berth_vm_item_get_connection (BerthVmItem *self)
{
  return self->connection;
}

/**
 * berth_vm_item_get_vm:
 *
 * Returns: (nullable) (transfer none): the VM as it was last read; %NULL: the item is a note about
 *   its connection
 */
const BerthVm *
berth_vm_item_get_vm (BerthVmItem *self)
{
  return self->vm;
}

/**
 * berth_vm_item_get_place:
 *
 * Returns: #BerthVmItemPlace
 */
guint
berth_vm_item_get_place (BerthVmItem *self)
{
  return self->place;
}

/**
 * berth_vm_item_get_line:
 *
 * Returns: (transfer none): of a VM the second line of its row, of a note the whole of it; plain
 *   text, safe to show
 */
const char *
berth_vm_item_get_line (BerthVmItem *self)
{
  return self->line;
}

/**
 * berth_vm_item_get_problem:
 *
 * Returns: (nullable) (transfer none): what is wrong with the VM's devices in whole sentences;
 *   plain text, safe to show
 */
const char *
berth_vm_item_get_problem (BerthVmItem *self)
{
  return self->problem;
}

/* Whether @word begins one of the hints. Letters in the middle of "Shut off", or only one or two of
 * them, are somebody's way to a name. */
static gboolean
begins_hint (BerthVmItem *self, const char *word)
{
  for (guint i = 0; g_utf8_strlen (word, -1) >= MIN_HINT_LETTERS && self->hints[i] != NULL; i++)
    if (g_str_has_prefix (self->hints[i], word))
      return TRUE;
  return FALSE;
}

/**
 * berth_vm_item_matches:
 * @words: from berth_search_words_split()
 *
 * Returns: whether each word occurs in the VM's name or begins a word of its state, its
 *   connection's title or its label; a note matches nothing
 */
gboolean
berth_vm_item_matches (BerthVmItem *self, const char *const *words)
{
  if (self->vm == NULL)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->folded_name, words[i]) == NULL && !begins_hint (self, words[i]))
      return FALSE;
  return TRUE;
}

static void
update_searched (BerthVmItem *self)
{
  g_autofree char *hints
    = g_strjoin (" ", berth_vm_state_get_words (self->vm->state),
                 berth_connection_get_title (self->connection), self->vm->label_color, NULL);
  g_autofree char *name = berth_text_dup_line (self->vm->name, BERTH_TEXT_SENTENCE_LENGTH);

  g_free (self->folded_name);
  self->folded_name = berth_search_words_dup_folded (name);
  g_strfreev (self->hints);
  self->hints = berth_search_words_split (hints);
}

/**
 * berth_vm_item_set_vm:
 * @summary: of @vm's devices as they are now
 *
 * Makes it the item of @vm.
 */
void
berth_vm_item_set_vm (BerthVmItem *self, BerthVm *vm, const BerthVmSummary *summary)
{
  g_autofree char *line = berth_vm_words_dup_line (vm, summary);
  g_autofree char *problem = berth_vm_words_dup_problem (summary);
  gboolean same = self->vm == vm && g_str_equal (line, self->line)
                  && g_strcmp0 (problem, self->problem) == 0;

  if (same)
    return;

  berth_vm_ref (vm);
  g_clear_pointer (&self->vm, berth_vm_unref);
  self->vm = vm;
  g_free (self->line);
  self->line = g_steal_pointer (&line);
  g_free (self->problem);
  self->problem = g_steal_pointer (&problem);
  update_searched (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Our own words only, or an error's sentence, which is whole and safe already. */
static char *
dup_note (BerthConnection *connection)
{
  const GError *error = berth_connection_get_error (connection);

  switch (berth_connection_get_state (connection))
    {
    case BERTH_CONNECTION_WAITING:
      return g_strdup (_ ("Connecting…"));
    case BERTH_CONNECTION_FAILED:
      return berth_text_dup_shown (error->message, BERTH_TEXT_SENTENCE_LENGTH);
    case BERTH_CONNECTION_READY:
      break;
    }
  if ((berth_connection_get_features (connection) & BERTH_FEATURE_QUBES) != 0)
    return g_strdup (_ ("No qubes"));
  return g_strdup (_ ("No virtual machines"));
}

/**
 * berth_vm_item_set_note:
 *
 * Makes it a note about how its connection stands now.
 */
void
berth_vm_item_set_note (BerthVmItem *self)
{
  g_free (self->line);
  self->line = dup_note (self->connection);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * berth_vm_item_set_place:
 * @place: #BerthVmItemPlace
 */
void
berth_vm_item_set_place (BerthVmItem *self, guint place)
{
  if (self->place == place)
    return;
  self->place = place;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
