/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "base/berth-address.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

xmlDoc *berth_xml_parse (const char *text, const char *root_name, GError **error);
char *berth_xml_dup_text (xmlDoc *doc);
char *berth_xml_dup_node_text (xmlNode *node);

gboolean berth_xml_is (const xmlNode *node, const char *name);
xmlNode *berth_xml_lookup_child (const xmlNode *parent, const char *name);
xmlNode *berth_xml_lookup_next (const xmlNode *node, const char *name);
char *berth_xml_dup_content (const xmlNode *node);

char *berth_xml_dup_attribute (const xmlNode *node, const char *name);
gboolean berth_xml_attribute_is (const xmlNode *node, const char *name, const char *value);
gboolean
berth_xml_read_number (const xmlNode *node, const char *name, guint max, guint *ret_number);
gboolean berth_xml_read_pci_address (const xmlNode *node, BerthAddress *ret_address);
void berth_xml_write_pci_address (xmlNode *node, const BerthAddress *address);

xmlNode *berth_xml_add_child (xmlNode *parent, const char *name);
void berth_xml_set_attribute (xmlNode *node, const char *name, const char *value);
void berth_xml_remove (xmlNode *node);

G_END_DECLS
