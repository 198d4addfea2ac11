/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "backend/libvirt/berth-domain-xml.h"
#include "model/berth-change.h"

G_BEGIN_DECLS

char *berth_domain_edit (const char *text,
                         BerthChange *change,
                         const BerthDomainWorld *world,
                         GPtrArray **ret_expected,
                         GError **error);

GPtrArray *
berth_domain_edit_list_unkept (BerthChange *change, GPtrArray *expected, GPtrArray *present);

G_END_DECLS
