/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names that two programs must agree on: the app writes a launcher that starts the app, berthctl
 * writes the same one; the demo must never reach a running real instance. */
#pragma once

#define BERTH_APP_ID "org.berth.Berth"
#define BERTH_APP_ID_DEMO "org.berth.Berth.Demo"

#define BERTH_RESOURCE_PREFIX "/org/berth/Berth"

/* What each alias begins with that Berth gives to a hostdev; libvirt keeps only "ua-" aliases. */
#define BERTH_ALIAS_PREFIX "ua-berth-"

/* The connection without a hypervisor: this machine's devices only. */
#define BERTH_URI_NONE "none"

/* The two recorded computers that ship with Berth. */
#define BERTH_URI_DEMO_KVM "demo:///kvm-laptop"
#define BERTH_URI_DEMO_QUBES "demo:///qubes-laptop"

/* The root helper on the system bus. */
#define BERTH_HELPER_NAME "org.berth.Helper1"
#define BERTH_HELPER_PATH "/org/berth/Helper1"

/* A file for each device that is bound at every boot; and in the other folder what became of it at
 * this one. Root writes, everybody reads. */
#define BERTH_BOOT_FOLDER "/etc/berth/boot.d"
#define BERTH_BOOT_RUN_FOLDER "/run/berth/boot"

/* On the kernel command line: nothing is bound at this boot. */
#define BERTH_SWITCH_OFF "berth.disable=1"
