/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-application.h"
#include "app/berth-command-line.h"

G_BEGIN_DECLS

void berth_vm_opening_begin (BerthApplication *app,
                             GApplicationCommandLine *cmdline,
                             const BerthCommandLine *line);

G_END_DECLS
