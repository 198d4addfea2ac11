/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/berth-computer-device.h"

#include <glib/gi18n-lib.h>

#include "app/berth-bundle-words.h"
#include "app/berth-search-words.h"
#include "base/berth-text.h"

/* One row of the view of a computer: a function or USB device, and how things stand with it. */
struct _BerthComputerDevice
{
  GObject parent_instance;

  BerthDevice *device;       /* owned */
  BerthBundle *bundle;       /* owned, nullable */
  BerthInventory *inventory; /* owned: it has what @need points at */
  BerthNeed need;
  GArray *holders;     /* owned (element-type BerthDeviceHolder) */
  GPtrArray *findings; /* owned, nullable: nobody looked yet */

  /* Texts, owned, made when somebody asks. */
  char *title;
  char *kind;
  char *place;
  char *used_by;
  char *driver;
  char *words;
  char *label;
  char *folded;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BerthComputerDevice, berth_computer_device, G_TYPE_OBJECT)

static void
forget_texts (BerthComputerDevice *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->used_by, g_free);
  g_clear_pointer (&self->driver, g_free);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->folded, g_free);
}

static void
berth_computer_device_finalize (GObject *object)
{
  BerthComputerDevice *self = BERTH_COMPUTER_DEVICE (object);

  forget_texts (self);
  g_clear_pointer (&self->device, berth_device_unref);
  g_clear_pointer (&self->bundle, berth_bundle_unref);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->holders, g_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);

  G_OBJECT_CLASS (berth_computer_device_parent_class)->finalize (object);
}

static void
berth_computer_device_class_init (BerthComputerDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = berth_computer_device_finalize;

  /* The row says something else now. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
berth_computer_device_init (BerthComputerDevice *self)
{
}

static void
take_in (BerthComputerDevice *self,
         BerthDevice *device,
         BerthInventory *inventory,
         BerthRoster *roster)
{
  BerthSituation situation = { .inventory = inventory, .roster = roster };
  BerthBundle *bundle = berth_inventory_lookup_bundle (inventory, &device->address);

  self->device = berth_device_ref (device);
  self->bundle = bundle != NULL ? berth_bundle_ref (bundle) : NULL;
  self->inventory = berth_inventory_ref (inventory);
  self->need = berth_need_judge (&situation, device);
  self->holders = berth_device_holder_list (roster, &device->address);
}

/**
 * berth_computer_device_new:
 * @device: of @inventory
 * @roster: who has what
 *
 * Returns: (transfer full): without findings yet
 */
BerthComputerDevice *
berth_computer_device_new (BerthDevice *device, BerthInventory *inventory, BerthRoster *roster)
{
  BerthComputerDevice *self = g_object_new (BERTH_TYPE_COMPUTER_DEVICE, NULL);

  take_in (self, device, inventory, roster);
  return self;
}

/**
 * berth_computer_device_update:
 * @device: at the same address, later
 *
 * Shows how things stand now; its findings stay until berth_computer_device_set_findings().
 */
void
berth_computer_device_update (BerthComputerDevice *self,
                              BerthDevice *device,
                              BerthInventory *inventory,
                              BerthRoster *roster)
{
  g_autofree char *label = g_strdup (berth_computer_device_get_label (self));

  g_clear_pointer (&self->device, berth_device_unref);
  g_clear_pointer (&self->bundle, berth_bundle_unref);
  g_clear_pointer (&self->inventory, berth_inventory_unref);
  g_clear_pointer (&self->holders, g_array_unref);
  forget_texts (self);
  take_in (self, device, inventory, roster);

  if (g_strcmp0 (label, berth_computer_device_get_label (self)) != 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * berth_computer_device_is_about:
 * @finding: one of its findings
 *
 * Returns: %FALSE if it speaks of another function of the bundle. What must leave the host along
 *   with the device is a matter of the device.
 */
gboolean
berth_computer_device_is_about (BerthComputerDevice *self, const BerthFinding *finding)
{
  return !finding->has_address || self->bundle == NULL
         || berth_address_equal (&finding->address, &self->device->address)
         || berth_bundle_lookup_function (self->bundle, &finding->address) == NULL;
}

/* What is worth a place in the row: of what is as bad, what is about this very device. */
static const BerthFinding *
find_worst (BerthComputerDevice *self)
{
  const BerthFinding *worst = NULL;

  for (guint i = 0; self->findings != NULL && i < self->findings->len; i++)
    {
      const BerthFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->severity < BERTH_SEVERITY_CAUTION)
        continue;
      if (worst == NULL || finding->severity > worst->severity
          || (finding->severity == worst->severity
              && !berth_computer_device_is_about (self, worst)
              && berth_computer_device_is_about (self, finding)))
        worst = finding;
    }
  return worst;
}

/**
 * berth_computer_device_set_findings:
 * @findings: (nullable) (element-type BerthFinding): what is to be said about giving its bundle
 *   away
 */
void
berth_computer_device_set_findings (BerthComputerDevice *self, GPtrArray *findings)
{
  BerthSeverity severity = berth_computer_device_get_severity (self);
  g_autofree char *label = g_strdup (berth_computer_device_get_label (self));

  if (findings != NULL)
    g_ptr_array_ref (findings);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = findings;
  forget_texts (self);

  if (severity != berth_computer_device_get_severity (self)
      || !g_str_equal (label, berth_computer_device_get_label (self)))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * berth_computer_device_get_address:
 *
 * Returns: (transfer none): where it sits
 */
const BerthAddress *
berth_computer_device_get_address (BerthComputerDevice *self)
{
  return &self->device->address;
}

/**
 * berth_computer_device_get_device:
 *
 * Returns: (transfer none): the device itself
 */
BerthDevice *
berth_computer_device_get_device (BerthComputerDevice *self)
{
  return self->device;
}

/**
 * berth_computer_device_get_bundle:
 *
 * Returns: (transfer none) (nullable): what one click would take with it
 */
BerthBundle *
berth_computer_device_get_bundle (BerthComputerDevice *self)
{
  return self->bundle;
}

/**
 * berth_computer_device_get_inventory:
 *
 * Returns: (transfer none): what it was read with
 */
BerthInventory *
berth_computer_device_get_inventory (BerthComputerDevice *self)
{
  return self->inventory;
}

/**
 * berth_computer_device_get_need:
 *
 * Returns: whether the computer needs it
 */
BerthNeed
berth_computer_device_get_need (BerthComputerDevice *self)
{
  return self->need;
}

/**
 * berth_computer_device_get_holders:
 *
 * Returns: (transfer none) (element-type BerthDeviceHolder): every VM that has it, those that run
 *   with it first
 */
GArray *
berth_computer_device_get_holders (BerthComputerDevice *self)
{
  return self->holders;
}

/**
 * berth_computer_device_get_findings:
 *
 * Returns: (transfer none) (nullable) (element-type BerthFinding): %NULL before somebody looked
 */
GPtrArray *
berth_computer_device_get_findings (BerthComputerDevice *self)
{
  return self->findings;
}

/**
 * berth_computer_device_get_users:
 *
 * Returns: #BerthDeviceUsers, never 0
 */
guint
berth_computer_device_get_users (BerthComputerDevice *self)
{
  guint users = self->holders->len > 0 ? BERTH_USED_BY_VM : 0;

  if (self->need.answer == BERTH_NEED_NEEDED || self->need.answer == BERTH_NEED_IN_USE)
    users |= BERTH_USED_BY_COMPUTER;
  if (users != 0)
    return users;
  return self->need.answer == BERTH_NEED_FREE ? BERTH_USED_BY_NOBODY : BERTH_USED_BY_UNKNOWN;
}

/**
 * berth_computer_device_get_classes:
 *
 * Returns: `1 << BerthDeviceClass`, for berth_bundle_filter_matches()
 */
guint
berth_computer_device_get_classes (BerthComputerDevice *self)
{
  return 1u << self->device->device_class;
}

/**
 * berth_computer_device_get_severity:
 *
 * Returns: how bad what its words say is; %BERTH_SEVERITY_NOTE: nothing is to be said
 */
BerthSeverity
berth_computer_device_get_severity (BerthComputerDevice *self)
{
  const BerthFinding *worst = find_worst (self);

  return worst != NULL ? worst->severity : BERTH_SEVERITY_NOTE;
}

/**
 * berth_computer_device_get_title:
 *
 * Returns: (transfer none): what it is called; safe to show, as are all texts of a row
 */
const char *
berth_computer_device_get_title (BerthComputerDevice *self)
{
  if (self->title == NULL)
    self->title = berth_text_dup_name (self->device->name);
  return self->title;
}

/**
 * berth_computer_device_get_kind:
 *
 * Returns: (transfer none): what it is and who made it: "network card, Intel"; may be empty
 */
const char *
berth_computer_device_get_kind (BerthComputerDevice *self)
{
  if (self->kind == NULL)
    self->kind = berth_bundle_words_dup_kind (self->device, berth_computer_device_get_title (self));
  return self->kind;
}

/**
 * berth_computer_device_get_place:
 *
 * Returns: (transfer none): its whole address, as it is copied
 */
const char *
berth_computer_device_get_place (BerthComputerDevice *self)
{
  if (self->place == NULL)
    self->place = berth_address_dup_string (&self->device->address);
  return self->place;
}

static void
add (GString *line, const char *words)
{
  g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", words);
}

static void
add_holders (BerthComputerDevice *self, GString *line, gboolean is_live)
{
  for (guint i = 0; i < self->holders->len; i++)
    {
      const BerthDeviceHolder *holder = &g_array_index (self->holders, BerthDeviceHolder, i);
      g_autofree char *name = berth_text_dup_name (holder->vm->name);
      /* Translators: %s is the name of a VM that has a device now */
      g_autofree char *running = g_strdup_printf (_ ("%s (running)"), name);

      if (holder->is_live == is_live)
        add (line, is_live ? running : name);
    }
}

/**
 * berth_computer_device_get_used_by:
 *
 * Returns: (transfer none): who has it, in a few words: VMs that run with it, this computer, then
 *   VMs that get it when they start
 */
const char *
berth_computer_device_get_used_by (BerthComputerDevice *self)
{
  guint users = berth_computer_device_get_users (self);
  g_autoptr (GString) line = NULL;

  if (self->used_by != NULL)
    return self->used_by;

  line = g_string_new (NULL);
  add_holders (self, line, TRUE);
  if ((users & BERTH_USED_BY_COMPUTER) != 0)
    add (line, _ ("this computer"));
  add_holders (self, line, FALSE);
  if ((users & BERTH_USED_BY_UNKNOWN) != 0)
    add (line, _ ("cannot tell"));
  if ((users & BERTH_USED_BY_NOBODY) != 0)
    /* Translators: nobody uses a device */
    add (line, _ ("nobody"));

  self->used_by = g_string_free (g_steal_pointer (&line), FALSE);
  return self->used_by;
}

/**
 * berth_computer_device_get_driver:
 *
 * Returns: (transfer none): the kernel driver that holds it, or ""
 */
const char *
berth_computer_device_get_driver (BerthComputerDevice *self)
{
  const BerthDevice *device = self->device;
  const char *driver = device->pci != NULL   ? device->pci->driver
                       : device->usb != NULL ? device->usb->driver
                                             : NULL;

  if (self->driver == NULL)
    self->driver = driver != NULL ? berth_text_dup_name (driver) : g_strdup ("");
  return self->driver;
}

/**
 * berth_computer_device_get_words:
 *
 * Returns: (transfer none): the worst thing to say about giving it away in two or three words, or
 *   "" as long as there is nothing or nobody looked
 */
const char *
berth_computer_device_get_words (BerthComputerDevice *self)
{
  const BerthFinding *worst = self->words == NULL ? find_worst (self) : NULL;

  if (self->words != NULL)
    return self->words;
  if (worst == NULL || worst->words == NULL)
    self->words = g_strdup ("");
  else if (berth_computer_device_is_about (self, worst))
    self->words = g_strdup (worst->words);
  else
    /* Translators: a device goes together with another; %s is what stands against giving that
     * other one away, in two or three words */
    self->words = g_strdup_printf (_ ("goes with: %s"), worst->words);
  return self->words;
}

/**
 * berth_computer_device_get_icon_name:
 *
 * Returns: (transfer none): of a symbolic icon for what it is
 */
const char *
berth_computer_device_get_icon_name (BerthComputerDevice *self)
{
  return berth_bundle_words_get_device_icon_name (self->device);
}

/**
 * berth_computer_device_get_label:
 *
 * Returns: (transfer none): all of the row in one line
 */
const char *
berth_computer_device_get_label (BerthComputerDevice *self)
{
  const char *used_by = berth_computer_device_get_used_by (self);
  /* Translators: %s is the name of a VM, or "this computer", or "nobody" */
  g_autofree char *user = g_strdup_printf (_ ("used by: %s"), used_by);
  const char *parts[] = {
    berth_computer_device_get_kind (self),   berth_computer_device_get_place (self), user,
    berth_computer_device_get_driver (self), berth_computer_device_get_words (self),
  };
  g_autoptr (GString) label = NULL;

  if (self->label != NULL)
    return self->label;

  label = g_string_new (berth_computer_device_get_title (self));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      add (label, parts[i]);
  self->label = g_string_free (g_steal_pointer (&label), FALSE);
  return self->label;
}

/**
 * berth_computer_device_get_folded:
 *
 * Returns: (transfer none): everything that a person may know it by, for
 *   berth_bundle_filter_matches()
 */
const char *
berth_computer_device_get_folded (BerthComputerDevice *self)
{
  const BerthDevice *device = self->device;
  g_autofree char *ids = NULL;
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;
  const char *parts[] = {
    berth_computer_device_get_title (self),
    berth_computer_device_get_place (self),
    berth_computer_device_get_used_by (self),
    berth_computer_device_get_driver (self),
    berth_computer_device_get_words (self),
    device->class_words,
    device->vendor_name,
    device->pci != NULL && device->pci->product_name != NULL ? device->pci->product_name : "",
    NULL,
  };

  if (self->folded != NULL)
    return self->folded;

  ids = berth_identity_dup_string (&device->identity);
  words = g_strjoinv (" ", (GStrv) parts);
  text = g_strdup_printf ("%s %s", words, ids);
  self->folded = berth_search_words_dup_folded (text);
  return self->folded;
}
