/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/berth-application.h"

G_BEGIN_DECLS

void berth_application_add_actions (BerthApplication *self);

G_END_DECLS
