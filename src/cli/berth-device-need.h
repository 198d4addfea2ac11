/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/berth-need.h"

G_BEGIN_DECLS

BerthNeedAnswer berth_device_need_judge (const BerthSituation *situation,
                                         const BerthDevice *device,
                                         char **ret_evidence);

G_END_DECLS
