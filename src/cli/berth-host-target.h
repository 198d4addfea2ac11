/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-host-actions.h"
#include "session/berth-session.h"

G_BEGIN_DECLS

/**
 * BerthHostResult:
 * @BERTH_HOST_RESULT_PLANNED: nothing yet
 * @BERTH_HOST_RESULT_NOTHING_TO_DO: it was so already
 * @BERTH_HOST_RESULT_DONE: it is so now
 * @BERTH_HOST_RESULT_FAILED: it was tried; how things are now only reading can tell
 * @BERTH_HOST_RESULT_NOT_TRIED: something before it failed
 */
typedef enum
{
  BERTH_HOST_RESULT_PLANNED,
  BERTH_HOST_RESULT_NOTHING_TO_DO,
  BERTH_HOST_RESULT_DONE,
  BERTH_HOST_RESULT_FAILED,
  BERTH_HOST_RESULT_NOT_TRIED,
} BerthHostResult;

/**
 * BerthHostTarget:
 * @computer: which has it
 * @device: as it was seen before; a ghost where only a boot binding is left of it
 * @action: what is to be done with it
 * @findings: (element-type BerthFinding): what there is to say before
 * @steps: what that means, in order, as sentences
 * @commands: what a person would type; foreign text
 * @left_alone: (element-type BerthAddress): the other functions of its bundle that were not named
 *   and could be treated likewise
 * @result: what became of it
 *
 * One function that was named, and what is done with it on the host's side.
 */
typedef struct
{
  BerthComputer *computer;
  BerthDevice *device;
  BerthHostAction action;
  GPtrArray *findings;
  GStrv steps;
  GStrv commands;
  GArray *left_alone;
  BerthHostResult result;
} BerthHostTarget;

GPtrArray *berth_host_target_list_find (BerthSession *session,
                                        BerthHostActionKind kind,
                                        BerthBindTarget driver,
                                        const char *const *words,
                                        GError **error);

BerthDevice *berth_host_target_lookup_now (const BerthHostTarget *self);

const char *berth_host_result_get_nick (BerthHostResult result);

G_END_DECLS
