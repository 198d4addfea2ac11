/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "helper/berth-request.h"

#include <glib/gi18n-lib.h>

#include "base/berth-error.h"

/* What base/berth-address reads and prints: six hexadecimal digits. */
#define MAX_DOMAIN 0xffffff
#define MAX_SLOT 31
#define MAX_FUNCTION 7
#define MAX_CLASS_CODE 0xffffff
/* What a read of a function that is not there gives. */
#define NO_VENDOR 0xffff

#define NOTHING "()"
#define PLACE "((uyyy))"
#define DEVICE "((uyyy)(qqqquy))"
#define DEVICE_AND_TARGET "((uyyy)(qqqquy)y)"

typedef struct
{
  const char *method;
  const char *type;
} Shape;

/* What each method of the interface takes. */
static const Shape shapes[] = {
  { "Inspect", NOTHING },
  { "Bind", DEVICE_AND_TARGET },
  { "ReturnToHost", DEVICE },
  { "SetPermissive", DEVICE },
  { "AddToBoot", DEVICE_AND_TARGET },
  { "RemoveFromBoot", PLACE },
  { "ConfirmBoot", PLACE },
  { "ListBoot", NOTHING },
};

static const Shape *
lookup_shape (const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (g_str_equal (shapes[i].method, method))
        return &shapes[i];
    }
  return NULL;
}

static gboolean
parse_address (GVariant *parameters, BerthAddress *ret_address, GError **error)
{
  guint32 domain;
  guint8 bus, slot, function;

  g_variant_get_child (parameters, 0, "(uyyy)", &domain, &bus, &slot, &function);
  if (domain > MAX_DOMAIN || slot > MAX_SLOT || function > MAX_FUNCTION)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("These numbers are not the address of a PCI function: %u, %u, %u, %u."),
                   domain, bus, slot, function);
      return FALSE;
    }
  *ret_address = berth_address_pci (domain, bus, slot, function);
  return TRUE;
}

static gboolean
parse_identity (GVariant *parameters, BerthPciIdentity *ret_identity, GError **error)
{
  BerthPciIdentity identity;

  g_variant_get_child (parameters, 1, "(qqqquy)", &identity.vendor, &identity.device,
                       &identity.subsystem_vendor, &identity.subsystem_device,
                       &identity.class_code, &identity.revision);
  if (identity.class_code > MAX_CLASS_CODE || identity.vendor == NO_VENDOR)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("No PCI function has vendor %04x and class %06x."), identity.vendor,
                   identity.class_code);
      return FALSE;
    }
  *ret_identity = identity;
  return TRUE;
}

static gboolean
parse_target (GVariant *parameters, BerthBindTarget *ret_target, GError **error)
{
  guint8 target;

  g_variant_get_child (parameters, 2, "y", &target);
  switch (target)
    {
    case BERTH_BIND_TARGET_VFIO_PCI:
    case BERTH_BIND_TARGET_PCIBACK:
      *ret_target = target;
      return TRUE;
    default:
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   _ ("There is nothing to bind to that has the number %u."), target);
      return FALSE;
    }
}

/**
 * berth_request_parse:
 * @method: the name that the caller gave; only compared
 * @parameters: what the caller sent, whatever it is
 * @ret_request: (out caller-allocates): all zero when %FALSE is returned
 *
 * Takes numbers of exactly the types of the interface that lie in their ranges. Nothing that came
 * from the caller is passed on in any other form.
 *
 * Returns: %FALSE with %BERTH_ERROR_INVALID; %BERTH_ERROR_NOT_SUPPORTED for a method that there is
 *   not
 */
gboolean
berth_request_parse (const char *method,
                     GVariant *parameters,
                     BerthRequest *ret_request,
                     GError **error)
{
  const Shape *shape = lookup_shape (method);
  BerthRequest request = { 0 };
  gsize n;

  *ret_request = request;
  if (shape == NULL)
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_NOT_SUPPORTED,
                   _ ("Berth’s helper has no such method."));
      return FALSE;
    }
  if (!g_str_equal (g_variant_get_type_string (parameters), shape->type))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID, _ ("%s takes other arguments: %s."),
                   shape->method, shape->type);
      return FALSE;
    }

  n = g_variant_n_children (parameters);
  request.method = shape->method;
  request.has_address = n >= 1;
  request.has_identity = n >= 2;
  request.has_target = n >= 3;
  if ((request.has_address && !parse_address (parameters, &request.address, error))
      || (request.has_identity && !parse_identity (parameters, &request.identity, error))
      || (request.has_target && !parse_target (parameters, &request.target, error)))
    return FALSE;

  *ret_request = request;
  return TRUE;
}

/**
 * berth_request_dup_line:
 *
 * Returns: (transfer full): @self for a log, made of our own words and of numbers
 */
char *
berth_request_dup_line (const BerthRequest *self)
{
  GString *line = g_string_new (self->method);

  if (self->has_address)
    {
      g_autofree char *address = berth_address_dup_string (&self->address);

      g_string_append_printf (line, " %s", address);
    }
  if (self->has_identity)
    g_string_append_printf (line, " (%04x:%04x)", self->identity.vendor, self->identity.device);
  if (self->has_target)
    g_string_append_printf (line, " to %s", berth_bind_target_get_driver (self->target));
  return g_string_free (line, FALSE);
}
