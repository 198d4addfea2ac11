/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-json-finding.h"

#include "model/berth-finding.h"

static const BerthRemedyTerms nobody = { NULL, FALSE };

static BerthFinding *
finding_new (const BerthAddress *address)
{
  BerthFinding *finding = berth_finding_new ("a-rule", BERTH_SEVERITY_REFUSED, address);

  finding->words = g_strdup ("words");
  finding->what = g_strdup ("What.");
  finding->why = g_strdup ("Why.");
  finding->remedy = g_strdup ("Remedy.");
  return finding;
}

static void
test_error (void)
{
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  BerthAddress address = berth_address_pci (0, 1, 0, 0);

  g_ptr_array_add (findings, finding_new (&address));

  berth_json_append_error (output, "refused", "No.", findings, &nobody);
  g_assert_cmpstr (output->str, ==,
                   "{\"error\":\"refused\",\"message\":\"No.\",\"findings\":[{\"id\":\"a-rule\","
                   "\"severity\":\"refused\",\"address\":\"0000:01:00.0\",\"words\":\"words\","
                   "\"what\":\"What.\",\"why\":\"Why.\",\"remedy\":\"Remedy.\",\"link\":null,"
                   "\"stops_start\":false,\"can_force\":false,\"remedies\":[]}]}\n");
}

/* The first remedy of the only finding in @output. */
static JsonObject *
get_remedy (JsonNode *root)
{
  JsonArray *findings
      = json_object_get_array_member (json_node_get_object (root), "findings");
  JsonObject *finding = json_array_get_object_element (findings, 0);

  return json_array_get_object_element (json_object_get_array_member (finding, "remedies"), 0);
}

static void
test_remedy (void)
{
  g_autoptr (GPtrArray) findings = berth_finding_list_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (JsonNode) root = NULL;
  BerthAddress address = berth_address_pci (0, 1, 0, 0);
  BerthAddress target = berth_address_pci (0, 2, 0, 0);
  BerthFinding *finding = finding_new (&address);
  JsonObject *remedy;

  berth_finding_add_remedy (finding, berth_remedy_new_move (&address, &target));
  g_ptr_array_add (findings, finding);

  berth_json_append_error (output, "refused", "No.", findings, &nobody);
  root = json_from_string (output->str, NULL);
  remedy = get_remedy (root);
  g_assert_cmpstr (json_object_get_string_member (remedy, "kind"), ==, "move");
  g_assert_cmpstr (json_object_get_string_member (remedy, "address"), ==, "0000:01:00.0");
  g_assert_cmpstr (json_object_get_string_member (remedy, "target"), ==, "0000:02:00.0");
  g_assert_true (json_object_get_null_member (remedy, "option"));
  g_assert_true (json_object_get_null_member (remedy, "vm"));
  g_assert_true (json_object_get_null_member (remedy, "command"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-finding/error", test_error);
  g_test_add_func ("/json-finding/remedy", test_remedy);
  return g_test_run ();
}
