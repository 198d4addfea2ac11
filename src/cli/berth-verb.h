/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/berth-invocation.h"

G_BEGIN_DECLS

/**
 * BerthVerb:
 * @name: what is typed
 * @alias: (nullable): what may be typed instead
 * @arguments: what is typed behind it
 * @summary: one line of help, without a full stop
 * @min_arguments: fewer is a usage error
 * @max_arguments: more is one too
 * @options: (nullable) (array zero-terminated=1): of this verb only
 * @run: does it, from the main loop, with the session loaded; ends the invocation now or later
 *
 * One thing that berthctl can do. The table of them is in berthctl.c.
 */
typedef struct
{
  const char *name;
  const char *alias;
  const char *arguments;
  const char *summary;
  guint min_arguments;
  guint max_arguments;
  const GOptionEntry *options;
  void (*run) (BerthInvocation *invocation);
} BerthVerb;

extern const GOptionEntry berth_verb_assign_options[];
extern const GOptionEntry berth_verb_bind_options[];
extern const GOptionEntry berth_verb_boot_options[];
extern const GOptionEntry berth_verb_move_options[];
extern const GOptionEntry berth_verb_permissive_options[];
extern const GOptionEntry berth_verb_pin_options[];
extern const GOptionEntry berth_verb_return_options[];
extern const GOptionEntry berth_verb_take_back_options[];

/* What the rows of the table run; each in a file of its own. */

/**
 * berth_verb_vms:
 *
 * Lists the VMs of every connection.
 */
void berth_verb_vms (BerthInvocation *invocation);

/**
 * berth_verb_devices:
 *
 * Lists all devices of every computer, or tells everything about those that are named.
 */
void berth_verb_devices (BerthInvocation *invocation);

/**
 * berth_verb_show:
 *
 * Shows one VM and what it has.
 */
void berth_verb_show (BerthInvocation *invocation);

/**
 * berth_verb_check:
 *
 * Says what the rules have to say about the computers, the VMs and the devices.
 */
void berth_verb_check (BerthInvocation *invocation);

/**
 * berth_verb_assign:
 *
 * Assigns devices to a VM, each with all that goes together with it.
 */
void berth_verb_assign (BerthInvocation *invocation);

/**
 * berth_verb_take_back:
 *
 * Takes devices back from a VM.
 */
void berth_verb_take_back (BerthInvocation *invocation);

/**
 * berth_verb_pin:
 *
 * Pins assignments to the devices that sit there now.
 */
void berth_verb_pin (BerthInvocation *invocation);

/**
 * berth_verb_move:
 *
 * Assigns devices from where they sit now instead of from where they were meant.
 */
void berth_verb_move (BerthInvocation *invocation);

/**
 * berth_verb_bind:
 *
 * Takes devices from their drivers and gives them to one that keeps them for VMs.
 */
void berth_verb_bind (BerthInvocation *invocation);

/**
 * berth_verb_return:
 *
 * Gives devices back to drivers of the host's.
 */
void berth_verb_return (BerthInvocation *invocation);

/**
 * berth_verb_permissive:
 *
 * Lets whoever gets the devices from pciback write all of their configuration space.
 */
void berth_verb_permissive (BerthInvocation *invocation);

/**
 * berth_verb_boot:
 *
 * Lists what is bound at every boot, or changes that.
 */
void berth_verb_boot (BerthInvocation *invocation);

/**
 * berth_verb_launcher:
 *
 * Adds the settings of one VM to the app menu, or takes them out of it.
 */
void berth_verb_launcher (BerthInvocation *invocation);

/**
 * berth_verb_record:
 *
 * Writes a computer's devices into a folder that may be shown to strangers.
 */
void berth_verb_record (BerthInvocation *invocation);

const BerthVerb *berth_verb_find (const BerthVerb *table, const char *word);
const char *berth_verb_find_nearest (const BerthVerb *table, const char *word);

G_END_DECLS
