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

#define N_USE_KINDS (BERTH_USE_TPM + 1)

/* For every #BerthUseKind. */
static const NeedTexts needed_texts[N_USE_KINDS] = {
  [BERTH_USE_DISK] = { N_ ("this computer’s disk"),
                       N_ ("Without its disk this computer stops working at once."),
                       N_ ("Keep it here. Give another disk.") },
  [BERTH_USE_SWAP] = { N_ ("this computer’s disk"),
                       N_ ("Programs whose memory lies there crash when it goes away."),
                       N_ ("Switch that swap space off first, or give another disk.") },
  [BERTH_USE_REMOTE_DISK] = { N_ ("way to its disk"),
                              N_ ("Without it this computer loses files that it runs from, and "
                                  "stops."),
                              N_ ("Keep it here. Give another network card.") },
  [BERTH_USE_NETWORK] = { N_ ("this computer’s network"),
                          N_ ("Without it this computer is offline, and so is whoever works on it "
                              "from far away."),
                          N_ ("Connect this computer over another network card first.") },
  [BERTH_USE_LOGIN] = { N_ ("your own connection"),
                        N_ ("Without it you are cut off, and cannot undo it from there."),
                        N_ ("Log in over another network card first, or at the computer itself.") },
  [BERTH_USE_DISPLAY] = { N_ ("this computer’s screen"),
                          N_ ("Without it the screen of this computer stays dark."),
                          N_ ("Let this computer show its screen with another graphics card "
                              "first.") },
  [BERTH_USE_INPUT] = { N_ ("only keyboard"),
                        N_ ("Without it nobody can type at this computer any more, not even a "
                            "password."),
                        N_ ("Plug a second keyboard into another controller first.") },
  [BERTH_USE_TPM] = { N_ ("security chip"),
                      N_ ("Without it this computer may not unlock its disks when it starts next."),
                      N_ ("Leave it to the computer.") },
};

/* The same for what the computer uses and can do without. */
static const NeedTexts in_use_texts[N_USE_KINDS] = {
  [BERTH_USE_DISK] = { N_ ("in use here"),
                       N_ ("It is gone from this computer while the VM has it; what is not saved "
                           "there may be lost."),
                       N_ ("Unmount it here first.") },
  [BERTH_USE_REMOTE_DISK] = { N_ ("in use here"),
                              N_ ("Programs that use that disk hang while the VM has it."),
                              N_ ("Unmount that disk here first.") },
  [BERTH_USE_DISPLAY] = { N_ ("console is on it"),
                          N_ ("Messages of this computer’s start go there and nowhere else."),
                          N_ ("Make sure that you do not need a screen at it.") },
  [BERTH_USE_INPUT] = { N_ ("in use here"),
                        N_ ("It stops working on this computer while the VM has it."),
                        N_ ("Use the other one, or plug it into another controller.") },
};

static const NeedTexts only_mouse_texts = {
  N_ ("only mouse"),
  N_ ("Without it nobody can point at anything on this computer any more."),
  N_ ("Plug a second mouse into another controller first."),
};

static const NeedTexts cannot_tell_texts = {
  N_ ("cannot tell"),
  N_ ("Not everything that would tell can be seen from here. That it looks free does not mean that "
      "it is."),
  N_ ("Make sure yourself that the computer can spare it."),
};

/* That almost nothing can be seen of a computer far away is said once for that computer. */
static BerthSeverity
judge_severity (const BerthSituation *situation, const BerthNeed *need)
{
  if (need->answer == BERTH_NEED_NEEDED)
    return BERTH_SEVERITY_REFUSED;
  if (need->answer == BERTH_NEED_CANNOT_TELL
      && berth_inventory_get_facts (situation->inventory)->is_remote)
    return BERTH_SEVERITY_NOTE;
  return BERTH_SEVERITY_CAUTION;
}

static gboolean
is_mouse (const BerthUse *use)
{
  return use->kind == BERTH_USE_INPUT
         && (g_strcmp0 (use->purpose, BERTH_PURPOSE_MOUSE) == 0
             || g_strcmp0 (use->purpose, BERTH_PURPOSE_PS2_MOUSE) == 0);
}

static const NeedTexts *
choose_texts (const BerthNeed *need)
{
  if (need->use == NULL)
    return &cannot_tell_texts;
  if (need->answer == BERTH_NEED_NEEDED && is_mouse (need->use))
    return &only_mouse_texts;
  return need->answer == BERTH_NEED_NEEDED ? &needed_texts[need->use->kind]
                                           : &in_use_texts[need->use->kind];
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
      const NeedTexts *texts;
      BerthFinding *finding;
      BerthNeed need;

      /* Bridges and host functions are refused whatever uses them. */
      if (berth_device_is_ghost (device) || berth_device_is_bridge (device)
          || device->device_class == BERTH_DEVICE_HOST_FUNCTION
          || !berth_situation_takes (situation, bundle, device))
        continue;

      need = berth_need_judge (situation, device);
      if (need.answer == BERTH_NEED_FREE)
        continue;

      texts = choose_texts (&need);
      finding = berth_finding_new (self->id, judge_severity (situation, &need), &device->address);
      finding->can_force = need.answer == BERTH_NEED_NEEDED;
      finding->words = g_strdup (_ (texts->words));
      finding->what = berth_need_dup_sentence (&need);
      finding->why = g_strdup (_ (texts->why));
      finding->remedy = g_strdup (_ (texts->remedy));
      g_ptr_array_add (findings, finding);
    }
}

const BerthRule berth_rule_host_need = { .id = "host-need", .check = check };
