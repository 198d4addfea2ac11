/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session/berth-session.h"

G_BEGIN_DECLS

#define BERTH_TYPE_APPLICATION (berth_application_get_type ())
G_DECLARE_FINAL_TYPE (BerthApplication, berth_application, BERTH, APPLICATION, AdwApplication)

BerthApplication *berth_application_new (gboolean demo);

int berth_application_get_exit_status (BerthApplication *self);
void berth_application_set_exit_status (BerthApplication *self, int status);
BerthSession *berth_application_get_session (BerthApplication *self);

void berth_application_show_list (BerthApplication *self);
void berth_application_show_settings (BerthApplication *self,
                                      BerthComputer *computer,
                                      BerthConnection *connection,
                                      const char *uuid,
                                      gboolean at_once);

G_END_DECLS
