/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A state folder of the test's own: no test meets what the user changed in a demo. */
#pragma once

#include <glib.h>

const char *state_folder_make (void);
void state_folder_clear (void);
void state_folder_remove (void);
