/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tests of each rule: test_rule_NAME_add() in test-rule-NAME.c. */
#define RULE_TESTS(ROW) \
  ROW (acs_override) \
  ROW (balloon) \
  ROW (blind) \
  ROW (boot_binding) \
  ROW (both_options) \
  ROW (bound_elsewhere) \
  ROW (bridge) \
  ROW (bus_reset_only) \
  ROW (changed) \
  ROW (claimed) \
  ROW (companion) \
  ROW (driverless) \
  ROW (held_unseen) \
  ROW (host_function) \
  ROW (host_need) \
  ROW (interrupt_remapping) \
  ROW (known_bad_reset) \
  ROW (memory_pin) \
  ROW (missing) \
  ROW (no_free_port) \
  ROW (no_iommu) \
  ROW (no_reset) \
  ROW (no_strict_reset) \
  ROW (not_pinned) \
  ROW (not_quarantined) \
  ROW (pciback_missing) \
  ROW (permissive) \
  ROW (physical_function) \
  ROW (removable) \
  ROW (reserved_memory) \
  ROW (shared_interrupt) \
  ROW (shared_page) \
  ROW (split) \
  ROW (still_permissive) \
  ROW (unsafe_interrupts) \
  ROW (virtual_function) \
  ROW (vm_cannot_take)

#define DECLARE_RULE_TESTS(NAME) void test_rule_##NAME##_add (void);

RULE_TESTS (DECLARE_RULE_TESTS)
