/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-remedy-command.h"
#include "cli/berth-terminal.h"
#include "model/berth-finding.h"
#include "session/berth-session.h"

G_BEGIN_DECLS

/**
 * BerthExit:
 *
 * What berthctl tells the program that ran it. Part of the documented interface.
 */
typedef enum
{
  BERTH_EXIT_DONE = 0,
  BERTH_EXIT_FAILED = 1,
  BERTH_EXIT_USAGE = 2,
  BERTH_EXIT_REFUSED = 3,
  BERTH_EXIT_NOT_FOUND = 4,
} BerthExit;

/**
 * BerthInvocation:
 * @arguments: (array zero-terminated=1): what was typed behind the verb, options taken out
 * @json: the answer is for a program
 * @names_connection: a connection was named, or the demo, instead of the usual one
 * @only_functions: single functions are being assigned, and not their cards
 * @vm: (nullable): the VM that is being changed
 * @session: loaded before the verb runs
 * @terminal: who reads the answer
 * @output: the answer; written at the end, at once
 * @exit: what the program ends with
 *
 * One run of berthctl. A verb reads it, appends to @output and ends it with berth_invocation_end()
 * or berth_invocation_fail(), at once or from a callback.
 */
typedef struct
{
  GStrv arguments;
  gboolean json;
  gboolean names_connection;
  gboolean only_functions;
  BerthVm *vm;
  BerthSession *session;
  BerthTerminal terminal;
  GString *output;
  BerthExit exit;
  BerthTerminal error_terminal;
  GMainLoop *loop;
} BerthInvocation;

BerthInvocation *berth_invocation_new (void);
void berth_invocation_free (BerthInvocation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BerthInvocation, berth_invocation_free)

BerthRemedyTerms berth_invocation_get_terms (const BerthInvocation *self);

void berth_invocation_run (BerthInvocation *self);

void berth_invocation_end (BerthInvocation *self, BerthExit exit);
void berth_invocation_fail (BerthInvocation *self, const GError *error);
void
berth_invocation_refuse (BerthInvocation *self, const GError *error, GPtrArray *findings);
BerthExit berth_invocation_warn (BerthInvocation *self, const GError *error);
BerthExit berth_invocation_warn_about_gaps (BerthInvocation *self);

int berth_invocation_close (BerthInvocation *self);

G_END_DECLS
