/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "base/berth-error.h"
#include "helper/berth-policy.h"
#include "helper/berth-request.h"

#define CARD "(uint32 0, byte 3, byte 0, byte 1)"
#define IDENTITY \
  "(uint16 0x8086, uint16 0x10d3, uint16 0x1043, uint16 0x8680, uint32 0x20000, byte 0xa1)"

typedef struct
{
  const char *method;
  const char *parameters;
  int code; /* -1: it is understood */
  const char *line;
} Case;

static const Case cases[] = {
  { "Inspect", "()", -1, "Inspect" },
  { "ListBoot", "()", -1, "ListBoot" },
  { "Bind", "(" CARD ", " IDENTITY ", byte 1)", -1,
    "Bind 0000:03:00.1 (8086:10d3) to vfio-pci" },
  { "AddToBoot", "(" CARD ", " IDENTITY ", byte 2)", -1,
    "AddToBoot 0000:03:00.1 (8086:10d3) to pciback" },
  { "ReturnToHost", "(" CARD ", " IDENTITY ")", -1, "ReturnToHost 0000:03:00.1 (8086:10d3)" },
  { "SetPermissive", "(" CARD ", " IDENTITY ")", -1, "SetPermissive 0000:03:00.1 (8086:10d3)" },
  { "RemoveFromBoot", "(" CARD ",)", -1, "RemoveFromBoot 0000:03:00.1" },
  { "ConfirmBoot", "((uint32 0x10000, byte 255, byte 31, byte 7),)", -1,
    "ConfirmBoot 10000:ff:1f.7" },

  { "RemoveFromBoot", "((uint32 0xffffff, byte 0, byte 0, byte 0),)", -1,
    "RemoveFromBoot ffffff:00:00.0" },
  { "RemoveFromBoot", "((uint32 0x1000000, byte 0, byte 0, byte 0),)", BERTH_ERROR_INVALID },
  { "RemoveFromBoot", "((uint32 0, byte 0, byte 32, byte 0),)", BERTH_ERROR_INVALID },
  { "RemoveFromBoot", "((uint32 0, byte 0, byte 0, byte 8),)", BERTH_ERROR_INVALID },
  { "Bind", "(" CARD ", " IDENTITY ", byte 0)", BERTH_ERROR_INVALID },
  { "Bind", "(" CARD ", " IDENTITY ", byte 3)", BERTH_ERROR_INVALID },
  { "ReturnToHost",
    "(" CARD ", (uint16 1, uint16 2, uint16 3, uint16 4, uint32 0x1000000, byte 0))",
    BERTH_ERROR_INVALID },
  { "ReturnToHost", "(" CARD ", (uint16 0xffff, uint16 2, uint16 3, uint16 4, uint32 5, byte 0))",
    BERTH_ERROR_INVALID },

  { "Bind", "(" CARD ", " IDENTITY ")", BERTH_ERROR_INVALID },
  { "Bind", "(" CARD ", " IDENTITY ", uint32 1)", BERTH_ERROR_INVALID },
  { "Bind", "(" CARD ", " IDENTITY ", byte 1, byte 1)", BERTH_ERROR_INVALID },
  { "Inspect", "(" CARD ",)", BERTH_ERROR_INVALID },
  { "RemoveFromBoot", "('0000:*:*.*',)", BERTH_ERROR_INVALID },
  { "RemoveFromBoot", "(<" CARD ">,)", BERTH_ERROR_INVALID },
  { "RemoveFromBoot", "()", BERTH_ERROR_INVALID },
  { "bind", "(" CARD ", " IDENTITY ", byte 1)", BERTH_ERROR_NOT_SUPPORTED },
  { "", "()", BERTH_ERROR_NOT_SUPPORTED },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) parameters
          = g_variant_parse (NULL, cases[i].parameters, NULL, NULL, &error);
      static const BerthRequest zero;
      BerthRequest request;
      gboolean understood;

      g_assert_no_error (error);
      understood = berth_request_parse (cases[i].method, parameters, &request, &error);
      g_assert_cmpint (understood, ==, cases[i].code < 0);
      if (understood)
        {
          g_autofree char *line = berth_request_dup_line (&request);

          g_assert_cmpstr (line, ==, cases[i].line);
          continue;
        }
      g_assert_error (error, BERTH_ERROR, cases[i].code);
      g_assert_cmpmem (&request, sizeof request, &zero, sizeof zero);
    }
}

static void
test_values (void)
{
  g_autoptr (GVariant) parameters
      = g_variant_ref_sink (g_variant_new ("((uyyy)(qqqquy)y)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2));
  BerthAddress address = berth_address_pci (1, 2, 3, 4);
  BerthPciIdentity identity = { 5, 6, 7, 8, 9, 10 };
  BerthRequest request;

  g_assert_true (berth_request_parse ("Bind", parameters, &request, NULL));
  g_assert_cmpstr (request.method, ==, "Bind");
  g_assert_true (request.has_address && request.has_identity && request.has_target);
  g_assert_true (berth_address_equal (&request.address, &address));
  g_assert_true (berth_pci_identity_equal (&request.identity, &identity));
  g_assert_cmpint (request.target, ==, BERTH_BIND_TARGET_PCIBACK);
}

/* The method of a request is one of ours, and one that the table of permissions has. */
static void
test_policy (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *method = g_strdup (cases[i].method);

      g_assert_cmpint (berth_policy_lookup (method) != NULL, ==,
                       cases[i].code != BERTH_ERROR_NOT_SUPPORTED);
    }
  g_assert_true (berth_policy_lookup ("Bind")->changes);
  g_assert_false (berth_policy_lookup ("Bind")->undoes);
  g_assert_true (berth_policy_lookup ("ReturnToHost")->undoes);
  g_assert_false (berth_policy_lookup ("Inspect")->changes);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request/parse", test_parse);
  g_test_add_func ("/request/values", test_values);
  g_test_add_func ("/request/policy", test_policy);
  return g_test_run ();
}
