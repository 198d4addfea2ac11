/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BerthGoodLogin:
 * @BERTH_GOOD_LOGIN_NONE: nobody
 * @BERTH_GOOD_LOGIN_SOON: somebody is on the way in
 * @BERTH_GOOD_LOGIN_THERE: somebody is in
 */
typedef enum
{
  BERTH_GOOD_LOGIN_NONE,
  BERTH_GOOD_LOGIN_SOON,
  BERTH_GOOD_LOGIN_THERE,
} BerthGoodLogin;

BerthGoodLogin berth_good_login_find (int root);

G_END_DECLS
