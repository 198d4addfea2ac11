/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One computer for the tests of all rules. Each function can be reset by itself, and each card sits
 * behind a port:
 *   00:00.0 host bridge            00:1c.0 root port
 *   00:14.0 USB controller with the only keyboard (1-2) and a stick (1-3), group 2
 *   00:1f.0 ISA bridge, 00:1f.3 sound (group 9)
 *   01:00.0 graphics + 01:00.1 sound (group 1)
 *   02:00.0 NVMe with the system   03:00.0 NVMe with /srv
 *   04:00.0 network, default route, group 4 together with 05:00.0 disk controller
 *   06:00.0 sound and 07:00.0 serial port in group 6
 * “work” is the VM that is changed; “other” runs with 01:00.0 and 07:00.0 and has 01:00.0 and
 * 01:00.1 configured. Its IOMMU checks interrupts, and it has 16 GiB of memory, half of it free.
 *
 * A test changes the facts and the VMs as it likes: every check reads them again. */
#pragma once

#include "rules/berth-ruleset.h"
#include "scene.h"

/**
 * RuleScene:
 * @rule: (nullable): only findings of this rule count; %NULL: of all
 * @wanted: (element-type BerthAssignment): what “work” shall have; empty at first
 * @without_vm: look at the computer without any VM in mind
 */
typedef struct
{
  const char *rule;
  BerthFacts *facts;
  BerthInventory *inventory;
  BerthVm *work;
  BerthVm *other;
  GPtrArray *vms;
  BerthRoster *roster;
  GPtrArray *wanted;
  gboolean without_vm;
} RuleScene;

void rule_scene_set_up (RuleScene *self, gconstpointer rule);
void rule_scene_tear_down (RuleScene *self, gconstpointer rule);

/* A test of the rule RULE, or of all with NULL. */
#define RULE_SCENE_ADD(path, rule, test) \
  g_test_add (path, RuleScene, rule, rule_scene_set_up, test, rule_scene_tear_down)

BerthPciFacts *rule_scene_pci (RuleScene *self, const char *address);
void rule_scene_want_half (RuleScene *self);
BerthAssignment *rule_scene_want (RuleScene *self, const char *address);
BerthAssignment *rule_scene_assign (RuleScene *self, GPtrArray *list, const char *address);
BerthVm *rule_scene_add_vm (RuleScene *self, const char *connection, const char *name);
void rule_scene_clear_other (RuleScene *self);

GPtrArray *rule_scene_check (RuleScene *self, const char *address);

void assert_findings (RuleScene *self, const char *address, const char *expected);
void assert_vm_findings (RuleScene *self, const char *expected);
void assert_computer_findings (RuleScene *self, const char *expected);
void assert_remedies (RuleScene *self, const char *address, const char *expected);
void assert_words (RuleScene *self, const char *address, const char *expected);
