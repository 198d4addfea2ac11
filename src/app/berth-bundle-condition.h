/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-bundle-words.h"
#include "session/berth-draft.h"

G_BEGIN_DECLS

/**
 * BerthBundleMark:
 * @BERTH_BUNDLE_MARK_NONE: nothing to notice
 * @BERTH_BUNDLE_MARK_NEW: the next Apply assigns it
 * @BERTH_BUNDLE_MARK_TAKEN_BACK: the next Apply takes it back
 * @BERTH_BUNDLE_MARK_EDITED: the next Apply changes its options
 * @BERTH_BUNDLE_MARK_WARNING: something to think of; the pane says what
 * @BERTH_BUNDLE_MARK_DANGER: something that is asked about before it is written
 *
 * The one mark at the end of a row.
 */
typedef enum
{
  BERTH_BUNDLE_MARK_NONE,
  BERTH_BUNDLE_MARK_NEW,
  BERTH_BUNDLE_MARK_TAKEN_BACK,
  BERTH_BUNDLE_MARK_EDITED,
  BERTH_BUNDLE_MARK_WARNING,
  BERTH_BUNDLE_MARK_DANGER,
} BerthBundleMark;

/**
 * BerthBundleCondition:
 * @given: which of its functions the VM gets, see berth_bundle_condition_get_given()
 * @severity: of the worst finding; %BERTH_SEVERITY_NOTE without any
 * @finding_words: (nullable): what a row says of it, where a row says anything of it
 * @holders: (nullable): names of the other VMs that have it; foreign text
 * @goes_with: (nullable): for a companion: the title of the bundle that takes it along
 *
 * All that a row says about a bundle beyond what it is: a copy of one draft entry without the
 * sentences. A value; @finding_words, @holders and @goes_with are its own.
 */
typedef struct
{
  BerthDraftState state;
  BerthDraftRuntime runtime;
  BerthIdentityVerdict identity;
  BerthAssignmentForm form;
  gboolean is_companion;
  guint options;
  guint given;
  gboolean gives_new;
  BerthSeverity severity;
  char *finding_words;
  GStrv holders;
  char *goes_with;
} BerthBundleCondition;

guint berth_bundle_condition_get_given (const BerthDraftEntry *entry);

void berth_bundle_condition_init (BerthBundleCondition *self,
                                  const BerthDraftEntry *entry,
                                  const char *goes_with);
void berth_bundle_condition_clear (BerthBundleCondition *self);
gboolean berth_bundle_condition_equal (const BerthBundleCondition *a,
                                       const BerthBundleCondition *b);

gboolean berth_bundle_condition_is_wanted (const BerthBundleCondition *self);
gboolean berth_bundle_condition_is_movable (const BerthBundleCondition *self);
BerthBundleMark berth_bundle_condition_get_mark (const BerthBundleCondition *self);
char *berth_bundle_condition_dup_words (const BerthBundleCondition *self);
void berth_bundle_condition_append_holders (const BerthBundleCondition *self, GString *text);

G_END_DECLS
