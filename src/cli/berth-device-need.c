/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/berth-device-need.h"

#include <glib/gi18n-lib.h>

/**
 * berth_device_need_judge:
 * @ret_evidence: (out) (transfer full) (nullable): a translated sentence: what it is used for
 *
 * berth_need_judge(), also for what is never given away: a list of what is free must not have the
 * bridge to everything else in it because nothing is mounted on it.
 */
BerthNeedAnswer
berth_device_need_judge (const BerthSituation *situation,
                         const BerthDevice *device,
                         char **ret_evidence)
{
  BerthNeed need = berth_need_judge (situation, device);

  *ret_evidence = berth_need_dup_sentence (&need);
  if (need.answer == BERTH_NEED_NEEDED || device->device_class < BERTH_DEVICE_HOST_FUNCTION)
    return need.answer;

  g_free (*ret_evidence);
  *ret_evidence = g_strdup (berth_device_is_bridge (device)
                                ? _ ("Other devices are behind it, and this computer reaches them "
                                     "through it.")
                                : _ ("It is a part of this computer itself."));
  return BERTH_NEED_NEEDED;
}
