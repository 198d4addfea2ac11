/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tests of each rule: test_rule_NAME_add() in test-rule-NAME.c. */
#define RULE_TESTS(ROW) \
  ROW (bridge) \
  ROW (changed) \
  ROW (claimed) \
  ROW (companion) \
  ROW (host_function) \
  ROW (host_need) \
  ROW (missing) \
  ROW (part_of_bundle) \
  ROW (vm_cannot_take)

#define DECLARE_RULE_TESTS(NAME) void test_rule_##NAME##_add (void);

RULE_TESTS (DECLARE_RULE_TESTS)
