/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-bundle-item.h"

#include "app/berth-bundle-words.h"
#include "app/berth-search-words.h"

/* A BerthBundleItem is one row of the two lists: a copy of what the draft's entry says, turned into
 * texts when somebody looks. Of a thousand items a screen shows thirty, so nothing is put into
 * words before it is asked for. */
struct _BerthBundleItem
{
  GObject parent_instance;

  /* Owned: the copy of the entry. */
  BerthBundle *bundle;
  BerthBundleCondition condition;
  guint classes;
  gboolean selected;

  /* Owned, made on demand. */
  char *title;
  char *details;
  char *words;
  char *functions;
  char *label;
  char *folded;
};

typedef enum
{
  PROP_LABEL = 1,
} BerthBundleItemProperty;

static GParamSpec *properties[PROP_LABEL + 1];

G_DEFINE_FINAL_TYPE (BerthBundleItem, berth_bundle_item, G_TYPE_OBJECT)

static void
forget_texts (BerthBundleItem *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->details, g_free);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->functions, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->folded, g_free);
}

static void
berth_bundle_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BerthBundleItem *self = BERTH_BUNDLE_ITEM (object);

  switch ((BerthBundleItemProperty) id)
    {
    case PROP_LABEL:
      g_value_set_string (value, berth_bundle_item_get_label (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
berth_bundle_item_finalize (GObject *object)
{
  BerthBundleItem *self = BERTH_BUNDLE_ITEM (object);

  forget_texts (self);
  berth_bundle_condition_clear (&self->condition);
  berth_bundle_unref (self->bundle);

  G_OBJECT_CLASS (berth_bundle_item_parent_class)->finalize (object);
}

static void
berth_bundle_item_class_init (BerthBundleItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = berth_bundle_item_get_property;
  object_class->finalize = berth_bundle_item_finalize;

  /* All that a row says in one line, for a screen reader. Whatever else changes, this does: its
   * notification is the one that a row has to follow. */
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
berth_bundle_item_init (BerthBundleItem *self)
{
}

static guint
list_classes (const BerthBundle *bundle)
{
  guint classes = 0;

  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (bundle->functions, i);

      classes |= 1u << function->device_class;
    }
  return classes;
}

/**
 * berth_bundle_item_new:
 * @entry: a row of the draft; copied
 * @goes_with: (nullable): for a companion: the title of the bundle that takes it along
 *
 * Returns: (transfer full)
 */
BerthBundleItem *
berth_bundle_item_new (const BerthDraftEntry *entry, const char *goes_with)
{
  BerthBundleItem *self = g_object_new (BERTH_TYPE_BUNDLE_ITEM, NULL);

  self->bundle = berth_bundle_ref (entry->bundle);
  self->classes = list_classes (entry->bundle);
  berth_bundle_condition_init (&self->condition, entry, goes_with);
  return self;
}

/**
 * berth_bundle_item_update:
 * @entry: the same row, later
 *
 * Returns: whether anything became different
 */
gboolean
berth_bundle_item_update (BerthBundleItem *self,
                          const BerthDraftEntry *entry,
                          const char *goes_with)
{
  BerthBundleCondition condition;

  berth_bundle_condition_init (&condition, entry, goes_with);
  if (self->bundle == entry->bundle && berth_bundle_condition_equal (&self->condition, &condition))
    {
      berth_bundle_condition_clear (&condition);
      return FALSE;
    }

  berth_bundle_unref (self->bundle);
  self->bundle = berth_bundle_ref (entry->bundle);
  self->classes = list_classes (entry->bundle);
  berth_bundle_condition_clear (&self->condition);
  self->condition = condition;

  forget_texts (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
  return TRUE;
}

/**
 * berth_bundle_item_get_address:
 *
 * Returns: (transfer none): the name of the bundle, by which the draft knows it
 */
const BerthAddress *
berth_bundle_item_get_address (BerthBundleItem *self)
{
  return &self->bundle->address;
}

/**
 * berth_bundle_item_get_bundle:
 *
 * Returns: (transfer none): what the row is about
 */
BerthBundle *
berth_bundle_item_get_bundle (BerthBundleItem *self)
{
  return self->bundle;
}

/**
 * berth_bundle_item_is_wanted:
 *
 * Returns: whether it stands on the assigned side
 */
gboolean
berth_bundle_item_is_wanted (BerthBundleItem *self)
{
  return berth_bundle_condition_is_wanted (&self->condition);
}

/**
 * berth_bundle_item_is_movable:
 *
 * Returns: whether it can be given or taken back at all, as far as one row can tell
 */
gboolean
berth_bundle_item_is_movable (BerthBundleItem *self)
{
  return berth_bundle_condition_is_movable (&self->condition);
}

/**
 * berth_bundle_item_get_title:
 *
 * Returns: (transfer none): what it is called; safe to show, as are all texts of an item
 */
const char *
berth_bundle_item_get_title (BerthBundleItem *self)
{
  if (self->title == NULL)
    self->title = berth_bundle_words_dup_title (self->bundle);
  return self->title;
}

/**
 * berth_bundle_item_get_details:
 *
 * Returns: (transfer none): what it is and where it sits: "graphics card, NVIDIA · 01:00"
 */
const char *
berth_bundle_item_get_details (BerthBundleItem *self)
{
  if (self->details == NULL)
    self->details = berth_bundle_words_dup_details (self->bundle);
  return self->details;
}

/**
 * berth_bundle_item_get_words:
 *
 * Returns: (transfer none): two or three words on its state, or ""
 */
const char *
berth_bundle_item_get_words (BerthBundleItem *self)
{
  if (self->words == NULL)
    self->words = berth_bundle_condition_dup_words (&self->condition);
  return self->words;
}

/**
 * berth_bundle_item_get_functions:
 *
 * Returns: (transfer none): ".0 graphics  .1 sound", or "" where that tells nothing
 */
const char *
berth_bundle_item_get_functions (BerthBundleItem *self)
{
  if (self->functions == NULL)
    {
      self->functions = berth_bundle_words_dup_functions (self->bundle, self->condition.given);
      if (self->functions == NULL)
        self->functions = g_strdup ("");
    }
  return self->functions;
}

/**
 * berth_bundle_item_get_label:
 *
 * Returns: (transfer none): all of the row in one line
 */
const char *
berth_bundle_item_get_label (BerthBundleItem *self)
{
  const char *parts[] = {
    berth_bundle_item_get_title (self),
    berth_bundle_item_get_words (self),
    berth_bundle_item_get_details (self),
    berth_bundle_item_get_functions (self),
  };
  g_autoptr (GString) label = NULL;

  if (self->label != NULL)
    return self->label;

  label = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (*parts[i] != '\0')
        g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", parts[i]);
    }
  self->label = g_string_free (g_steal_pointer (&label), FALSE);
  return self->label;
}

/**
 * berth_bundle_item_get_icon_name:
 *
 * Returns: (transfer none): of a symbolic icon: what it is, or that it is not there
 */
const char *
berth_bundle_item_get_icon_name (BerthBundleItem *self)
{
  if (self->condition.identity == BERTH_IDENTITY_MISSING)
    return "berth-missing-symbolic";
  return berth_bundle_words_get_icon_name (self->bundle);
}

/**
 * berth_bundle_item_get_mark:
 *
 * Returns: the one mark at the end of its row
 */
BerthBundleMark
berth_bundle_item_get_mark (BerthBundleItem *self)
{
  return berth_bundle_condition_get_mark (&self->condition);
}

/**
 * berth_bundle_item_is_dimmed:
 *
 * Returns: whether it is shown as something that cannot be had; it can be selected all the same,
 *   for the pane to say why
 */
gboolean
berth_bundle_item_is_dimmed (BerthBundleItem *self)
{
  return !berth_bundle_item_is_wanted (self) && !berth_bundle_item_is_movable (self);
}

/* Everything a person may know a device by. */
static char *
dup_searchable (BerthBundleItem *self)
{
  g_autoptr (GString) text = g_string_new (berth_bundle_item_get_label (self));

  for (guint i = 0; i < self->bundle->functions->len; i++)
    {
      const BerthDevice *function = g_ptr_array_index (self->bundle->functions, i);
      g_autofree char *address = berth_address_dup_string (&function->address);
      g_autofree char *ids = berth_identity_dup_string (&function->identity);
      const char *driver = function->pci != NULL   ? function->pci->driver
                           : function->usb != NULL ? function->usb->driver
                                                   : NULL;

      g_string_append_printf (text, " %s %s %s %s %s %s", function->name, function->vendor_name,
                              function->class_words, address, ids, driver != NULL ? driver : "");
      if (function->pci != NULL && function->pci->product_name != NULL)
        g_string_append_printf (text, " %s", function->pci->product_name);
    }
  berth_bundle_condition_append_holders (&self->condition, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * berth_bundle_item_get_folded:
 *
 * Returns: (transfer none): all that can be searched in it, for berth_bundle_filter_matches()
 */
const char *
berth_bundle_item_get_folded (BerthBundleItem *self)
{
  if (self->folded == NULL)
    {
      g_autofree char *text = dup_searchable (self);

      self->folded = berth_search_words_dup_folded (text);
    }
  return self->folded;
}

/**
 * berth_bundle_item_get_classes:
 *
 * Returns: bits `1 << BerthDeviceClass` of all its functions
 */
guint
berth_bundle_item_get_classes (BerthBundleItem *self)
{
  return self->classes;
}

/**
 * berth_bundle_item_get_selected:
 *
 * The selection is a property of what is selected, not of a list: a row that a filter hides stays
 * selected, and one that moves to the other list is still selected there.
 *
 * Returns: whether the user selected it
 */
gboolean
berth_bundle_item_get_selected (BerthBundleItem *self)
{
  return self->selected;
}

/**
 * berth_bundle_item_set_selected:
 *
 * Only remembers it. Whoever selects tells the list, berth_bundle_list_tell_selection().
 */
void
berth_bundle_item_set_selected (BerthBundleItem *self, gboolean selected)
{
  self->selected = selected;
}

/**
 * berth_bundle_item_compare:
 *
 * Returns: the order of the lists: by class as in the class filter, then by address
 */
int
berth_bundle_item_compare (BerthBundleItem *a, BerthBundleItem *b)
{
  BerthDeviceClass class_a = berth_bundle_words_get_main (a->bundle)->device_class;
  BerthDeviceClass class_b = berth_bundle_words_get_main (b->bundle)->device_class;

  if (class_a != class_b)
    return class_a < class_b ? -1 : 1;
  return berth_address_compare (&a->bundle->address, &b->bundle->address);
}
