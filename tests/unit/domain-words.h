/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Claims and domains in a line of text, for tables of cases. */
#pragma once

#include "model/berth-assignment.h"

/* "01:00.0+m 02:00.0=10de-2484-x-x-x 03:00.0/disk 1-2": options m(anaged), p(ermissive), n(o strict
 * reset), (hide) r(om) and o(ptional), c(ompanion) behind "+"; a form other than a hostdev behind
 * "/"; an identity behind "=". In the order of the list. */
char *domain_words_of (GPtrArray *claims);

/* The reverse; the bundle of a PCI function is the first of its slot in the list. */
GPtrArray *domain_words_parse (const char *words);

/* A <domain> around @devices. */
char *domain_words_new_domain (const char *type, const char *machine, const char *devices);
