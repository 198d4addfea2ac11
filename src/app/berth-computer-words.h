/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/berth-computer.h"

G_BEGIN_DECLS

char *berth_computer_words_dup_name (BerthComputer *computer);

G_END_DECLS
