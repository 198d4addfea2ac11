/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/berth-identity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Stands for a field that nobody knows in the text form. */
#define UNKNOWN "x"

#define N_TEXT_FIELDS 5

/**
 * berth_identity_of_pci:
 *
 * Returns: every field is known of a PCI function that was read
 */
BerthIdentity
berth_identity_of_pci (const BerthPciFacts *facts)
{
  return (BerthIdentity){
    .known = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE | BERTH_IDENTITY_SUBSYSTEM
             | BERTH_IDENTITY_CLASS,
    .vendor = facts->vendor,
    .device = facts->device,
    .subsystem_vendor = facts->subsystem_vendor,
    .subsystem_device = facts->subsystem_device,
    .class_code = facts->class_code,
  };
}

/**
 * berth_identity_of_usb:
 *
 * Returns: vendor, product and device class; the serial is left out because many devices share one
 *   or have none
 */
BerthIdentity
berth_identity_of_usb (const BerthUsbFacts *facts)
{
  return (BerthIdentity){
    .known = BERTH_IDENTITY_VENDOR | BERTH_IDENTITY_DEVICE | BERTH_IDENTITY_CLASS,
    .vendor = facts->vendor,
    .device = facts->product,
    .class_code = facts->device_class,
  };
}

/**
 * berth_identity_judge:
 * @wanted: what the assignment means
 * @present: (nullable): what sits at its address now; %NULL: nothing
 *
 * Compares the fields that both sides know. An assignment that pins nothing is never "the same":
 * the address alone proves nothing after a card was added.
 */
BerthIdentityVerdict
berth_identity_judge (const BerthIdentity *wanted, const BerthIdentity *present)
{
  guint both;

  if (present == NULL)
    return BERTH_IDENTITY_MISSING;

  both = wanted->known & present->known;
  if (both == 0)
    return BERTH_IDENTITY_NOT_PINNED;

  if ((both & BERTH_IDENTITY_VENDOR) != 0 && wanted->vendor != present->vendor)
    return BERTH_IDENTITY_CHANGED;
  if ((both & BERTH_IDENTITY_DEVICE) != 0 && wanted->device != present->device)
    return BERTH_IDENTITY_CHANGED;
  if ((both & BERTH_IDENTITY_SUBSYSTEM) != 0
      && (wanted->subsystem_vendor != present->subsystem_vendor
          || wanted->subsystem_device != present->subsystem_device))
    return BERTH_IDENTITY_CHANGED;
  if ((both & BERTH_IDENTITY_CLASS) != 0 && wanted->class_code != present->class_code)
    return BERTH_IDENTITY_CHANGED;
  return BERTH_IDENTITY_SAME;
}

/**
 * berth_identity_equal:
 *
 * Returns: whether both know the same fields and say the same in them; stricter than
 *   berth_identity_judge(), which compares only what both know
 */
gboolean
berth_identity_equal (const BerthIdentity *a, const BerthIdentity *b)
{
  if (a->known != b->known)
    return FALSE;
  return a->known == 0 || berth_identity_judge (a, b) == BERTH_IDENTITY_SAME;
}

static void
append_field (GString *text, gboolean known, int digits, guint value)
{
  if (text->len > 0)
    g_string_append_c (text, '-');
  if (known)
    g_string_append_printf (text, "%0*x", digits, value);
  else
    g_string_append (text, UNKNOWN);
}

/**
 * berth_identity_dup_string:
 *
 * Returns: (transfer full): `VENDOR-DEVICE-SUBVENDOR-SUBDEVICE-CLASS` in hexadecimal, "x" for what
 *   is not known: `10de-2484-10de-146b-030000`. Only characters that a libvirt alias may hold.
 */
char *
berth_identity_dup_string (const BerthIdentity *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean subsystem = (self->known & BERTH_IDENTITY_SUBSYSTEM) != 0;

  append_field (text, (self->known & BERTH_IDENTITY_VENDOR) != 0, 4, self->vendor);
  append_field (text, (self->known & BERTH_IDENTITY_DEVICE) != 0, 4, self->device);
  append_field (text, subsystem, 4, self->subsystem_vendor);
  append_field (text, subsystem, 4, self->subsystem_device);
  append_field (text, (self->known & BERTH_IDENTITY_CLASS) != 0, 6, self->class_code);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * berth_identity_dup_words:
 *
 * Returns: (transfer full): for a sentence: "10de:2484"; names are not known here, because the
 *   device may be gone
 */
char *
berth_identity_dup_words (const BerthIdentity *self)
{
  if ((self->known & BERTH_IDENTITY_VENDOR) == 0 || (self->known & BERTH_IDENTITY_DEVICE) == 0)
    return g_strdup (_ ("unknown"));
  return g_strdup_printf ("%04x:%04x", self->vendor, self->device);
}

/* One field of the text form: @digits hexadecimal digits, or "x". */
static gboolean
parse_field (const char *text, gsize digits, gboolean *ret_known, guint32 *ret_value)
{
  *ret_known = strcmp (text, UNKNOWN) != 0;
  *ret_value = 0;
  if (!*ret_known)
    return TRUE;

  if (strlen (text) != digits)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isxdigit (*p))
        return FALSE;
      *ret_value = *ret_value << 4 | (guint32) g_ascii_xdigit_value (*p);
    }
  return TRUE;
}

/**
 * berth_identity_parse:
 * @text: what berth_identity_dup_string() wrote, perhaps edited by somebody since
 * @ret_identity: (out): untouched on failure
 *
 * Returns: %FALSE if @text is anything else
 */
gboolean
berth_identity_parse (const char *text, BerthIdentity *ret_identity)
{
  static const guint bits[N_TEXT_FIELDS]
    = { BERTH_IDENTITY_VENDOR, BERTH_IDENTITY_DEVICE, BERTH_IDENTITY_SUBSYSTEM,
        BERTH_IDENTITY_SUBSYSTEM, BERTH_IDENTITY_CLASS };
  g_auto (GStrv) fields = g_strsplit (text, "-", N_TEXT_FIELDS + 1);
  guint32 values[N_TEXT_FIELDS];
  guint known = 0;

  if (g_strv_length (fields) != N_TEXT_FIELDS)
    return FALSE;

  for (guint i = 0; i < N_TEXT_FIELDS; i++)
    {
      gboolean is_known;

      if (!parse_field (fields[i], i == N_TEXT_FIELDS - 1 ? 6 : 4, &is_known, &values[i]))
        return FALSE;
      if (is_known)
        known |= bits[i];
    }

  *ret_identity = (BerthIdentity){
    .known = known,
    .vendor = (guint16) values[0],
    .device = (guint16) values[1],
    .subsystem_vendor = (guint16) values[2],
    .subsystem_device = (guint16) values[3],
    .class_code = values[4],
  };
  return TRUE;
}
