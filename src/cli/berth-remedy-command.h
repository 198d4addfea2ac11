/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-remedy.h"

G_BEGIN_DECLS

/**
 * BerthRemedyTerms:
 * @vm: (nullable): the VM that was checked
 * @names_connection: the connection was named when this run was started, so that the next one has
 *   to name it too
 * @only_functions: single functions of a card are wished for, and not all of it
 *
 * What a remedy does not know of itself. Borrowed.
 */
typedef struct
{
  const BerthVm *vm;
  gboolean names_connection;
  gboolean only_functions;
} BerthRemedyTerms;

char *berth_remedy_command_dup (const BerthRemedy *remedy, const BerthRemedyTerms *terms);

G_END_DECLS
