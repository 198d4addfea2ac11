/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BERTH_TYPE_COMMAND_CARD (berth_command_card_get_type ())
G_DECLARE_FINAL_TYPE (BerthCommandCard, berth_command_card, BERTH, COMMAND_CARD, AdwBin)

void berth_command_card_show (BerthCommandCard *self, const char *const *commands);

G_END_DECLS
