/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>

#include "model/berth-need.h"
#include "rules/berth-rule.h"

typedef struct
{
  const char *words;
  const char *why;
  const char *remedy;
} NeedTexts;

static const NeedTexts needed_texts[] = {
  [BERTH_USE_DISK] = { N_ ("this computer’s disk"),
                       N_ ("Without its disk this computer stops working at once."),
                       N_ ("Keep it here. Give another disk.") },
  [BERTH_USE_SWAP] = { N_ ("this computer’s disk"),
                       N_ ("Programs whose memory lies there crash when it goes away."),
                       N_ ("Switch that swap space off first, or give another disk.") },
  [BERTH_USE_NETWORK] = { N_ ("this computer’s network"),
                          N_ ("Without it this computer is offline, and so is whoever works on it "
                              "from far away."),
                          N_ ("Connect this computer over another network card first.") },
  [BERTH_USE_DISPLAY] = { N_ ("this computer’s screen"),
                          N_ ("Without it the screen of this computer stays dark."),
                          N_ ("Let this computer start with another graphics card first.") },
  [BERTH_USE_INPUT] = { N_ ("only keyboard or mouse"),
                        N_ ("Without it nobody can work at this computer any more, or type the "
                            "passphrase when it starts."),
                        N_ ("Plug a second one into another controller first.") },
};

static BerthFinding *
needed_finding (const BerthRule *self, const BerthDevice *device, const BerthNeed *need)
{
  const NeedTexts *texts = &needed_texts[need->use->kind];
  BerthFinding *finding
      = berth_finding_new (self->id, BERTH_SEVERITY_REFUSED, &device->address);

  finding->words = g_strdup (_ (texts->words));
  finding->why = g_strdup (_ (texts->why));
  finding->remedy = g_strdup (_ (texts->remedy));
  return finding;
}

static BerthFinding *
in_use_finding (const BerthRule *self, const BerthDevice *device)
{
  BerthFinding *finding
      = berth_finding_new (self->id, BERTH_SEVERITY_CAUTION, &device->address);

  finding->words = g_strdup (_ ("in use here"));
  finding->why = g_strdup (_ ("It is gone from this computer while the other side has it; what is "
                              "not saved there may be lost."));
  finding->remedy = g_strdup (_ ("Stop using it here first: unmount it, or plug it in elsewhere."));
  return finding;
}

static BerthFinding *
cannot_tell_finding (const BerthRule *self, const BerthDevice *device)
{
  BerthFinding *finding = berth_finding_new (self->id, BERTH_SEVERITY_NOTE, &device->address);

  finding->words = g_strdup (_ ("cannot tell"));
  finding->why = g_strdup (_ ("Not everything that would tell can be seen from here. That it looks "
                              "free does not mean that it is."));
  finding->remedy = g_strdup (_ ("Make sure yourself that the computer can spare it."));
  return finding;
}

static void
check (const BerthRule *self,
       const BerthSituation *situation,
       BerthBundle *bundle,
       GPtrArray *findings)
{
  for (guint i = 0; i < bundle->functions->len; i++)
    {
      const BerthDevice *device = g_ptr_array_index (bundle->functions, i);
      BerthFinding *finding = NULL;
      BerthNeed need;

      /* Bridges and host functions are refused whatever uses them. */
      if (berth_device_is_ghost (device) || berth_device_is_bridge (device)
          || device->device_class == BERTH_DEVICE_HOST_FUNCTION)
        continue;

      need = berth_need_judge (situation, device);
      if (need.answer == BERTH_NEED_NEEDED)
        finding = needed_finding (self, device, &need);
      else if (need.answer == BERTH_NEED_IN_USE)
        finding = in_use_finding (self, device);
      else if (need.answer == BERTH_NEED_CANNOT_TELL)
        finding = cannot_tell_finding (self, device);

      if (finding != NULL)
        {
          finding->what = berth_need_dup_sentence (&need);
          g_ptr_array_add (findings, finding);
        }
    }
}

const BerthRule berth_rule_host_need = { .id = "host-need", .check = check };
