/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-xml.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/xmlsave.h>
#include <string.h>

#include "base/berth-error.h"

/* libvirt itself sends no string above 4 MB (VIR_NET_MESSAGE_STRING_MAX). */
#define MAX_LENGTH (8 * 1024 * 1024)

#define MAX_PCI_DOMAIN 0xffffff

/* No document of libvirt has a DTD, and what a DTD brings (entities that grow, files that are read)
 * is only good for an attack: reading ends where one begins. */
static void
refuse_dtd_cb (void *context,
               const xmlChar *name,
               const xmlChar *external_id,
               const xmlChar *system_id)
{
  xmlStopParser (context);
}

static xmlDoc *
parse (const char *text, gsize length)
{
  xmlParserCtxt *context = xmlNewParserCtxt ();
  xmlDoc *doc;

  context->sax->internalSubset = refuse_dtd_cb;
  /* No XML_PARSE_NOENT, no XML_PARSE_HUGE: what libxml2 refuses by default stays refused. */
  doc = xmlCtxtReadMemory (context, text, (int) length, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (!context->wellFormed || context->disableSAX)
    g_clear_pointer (&doc, xmlFreeDoc);
  xmlFreeParserCtxt (context);
  return doc;
}

/**
 * berth_xml_parse:
 * @text: a document from libvirt; foreign, so nothing in it is trusted
 * @root_name: what its root element has to be called
 *
 * Returns: (transfer full): the document with every blank, comment and unknown node in it; %NULL
 *   with %BERTH_ERROR_INVALID when it is not well-formed, too long, has a DTD or another root
 */
xmlDoc *
berth_xml_parse (const char *text, const char *root_name, GError **error)
{
  gsize length = strlen (text);
  g_autoptr (xmlDoc) doc = NULL;

  xmlInitParser ();
  if (length <= MAX_LENGTH)
    doc = parse (text, length);

  if (doc == NULL || !berth_xml_is (xmlDocGetRootElement (doc), root_name))
    {
      g_set_error (error, BERTH_ERROR, BERTH_ERROR_INVALID,
                   /* Translators: %s is the name of an XML element, such as “domain” */
                   _ ("libvirt sent something that is not a “%s” document. Look at it with virsh."),
                   root_name);
      return NULL;
    }
  return g_steal_pointer (&doc);
}

static char *
save (xmlDoc *doc, xmlNode *node, int options)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlSaveCtxt *context
    = xmlSaveToBuffer (buffer, "UTF-8", XML_SAVE_NO_DECL | XML_SAVE_AS_XML | options);
  char *text;

  if (doc != NULL)
    xmlSaveDoc (context, doc);
  else
    xmlSaveTree (context, node);
  xmlSaveClose (context);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}

/**
 * berth_xml_dup_text:
 *
 * Returns: (transfer full): @doc as UTF-8 without an XML declaration, which libvirt does not write
 *   either; nothing is laid out anew
 */
char *
berth_xml_dup_text (xmlDoc *doc)
{
  return save (doc, NULL, 0);
}

/**
 * berth_xml_dup_node_text:
 *
 * Returns: (transfer full): one element and what is in it, laid out for people
 */
char *
berth_xml_dup_node_text (xmlNode *node)
{
  return save (NULL, node, XML_SAVE_FORMAT);
}

/**
 * berth_xml_is:
 * @node: (nullable)
 *
 * Returns: whether @node is an element of libvirt's own (elements of libvirt are in no namespace)
 *   with that name
 */
gboolean
berth_xml_is (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && node->ns == NULL
         && strcmp ((const char *) node->name, name) == 0;
}

static xmlNode *
find_from (xmlNode *node, const char *name)
{
  while (node != NULL && !berth_xml_is (node, name))
    node = node->next;
  return node;
}

/**
 * berth_xml_lookup_child:
 * @parent: (nullable)
 *
 * Returns: (nullable) (transfer none): the first child element with that name
 */
xmlNode *
berth_xml_lookup_child (const xmlNode *parent, const char *name)
{
  return parent != NULL ? find_from (parent->children, name) : NULL;
}

/**
 * berth_xml_lookup_next:
 *
 * Returns: (nullable) (transfer none): the next sibling element with that name
 */
xmlNode *
berth_xml_lookup_next (const xmlNode *node, const char *name)
{
  return find_from (node->next, name);
}

static char *
take_xml_string (xmlChar *text)
{
  char *copy = g_strdup ((const char *) text);

  xmlFree (text);
  return copy;
}

/**
 * berth_xml_dup_content:
 * @node: (nullable)
 *
 * Returns: (transfer full) (nullable): the text in @node without blanks around it
 */
char *
berth_xml_dup_content (const xmlNode *node)
{
  char *text = node != NULL ? take_xml_string (xmlNodeGetContent (node)) : NULL;

  return text != NULL ? g_strstrip (text) : NULL;
}

/**
 * berth_xml_dup_attribute:
 * @node: (nullable)
 *
 * Returns: (transfer full) (nullable)
 */
char *
berth_xml_dup_attribute (const xmlNode *node, const char *name)
{
  if (node == NULL)
    return NULL;
  return take_xml_string (xmlGetNoNsProp (node, BAD_CAST name));
}

/**
 * berth_xml_attribute_is:
 * @node: (nullable)
 *
 * Returns: whether @node has the attribute and it says exactly @value
 */
gboolean
berth_xml_attribute_is (const xmlNode *node, const char *name, const char *value)
{
  g_autofree char *text = berth_xml_dup_attribute (node, name);

  return g_strcmp0 (text, value) == 0;
}

/**
 * berth_xml_read_number:
 * @max: above it is no number either
 * @ret_number: (out): untouched on failure
 *
 * Reads a number as libvirt does: decimal, or hexadecimal behind "0x" (virXMLPropUInt, base 0).
 *
 * Returns: %FALSE without the attribute or when it is no such number
 */
gboolean
berth_xml_read_number (const xmlNode *node, const char *name, guint max, guint *ret_number)
{
  g_autofree char *text = berth_xml_dup_attribute (node, name);
  guint64 number;
  char *end;

  if (text == NULL || !g_ascii_isdigit (*text))
    return FALSE;

  number = g_ascii_strtoull (text, &end, 0);
  if (*end != '\0' || number > max)
    return FALSE;

  *ret_number = (guint) number;
  return TRUE;
}

/* What is not written is 0; what is written has to be a number. */
static gboolean
read_part (const xmlNode *node, const char *name, guint max, guint *ret_number)
{
  *ret_number = 0;
  return xmlHasProp (node, BAD_CAST name) == NULL
         || berth_xml_read_number (node, name, max, ret_number);
}

/**
 * berth_xml_read_pci_address:
 * @node: (nullable): an `<address>`
 * @ret_address: (out): untouched on failure
 *
 * Returns: %FALSE when it is not an address of a PCI function. An `<address/>` that says nothing
 *   is none, though libvirt 9.0 takes it as 0000:00:00.0.
 */
gboolean
berth_xml_read_pci_address (const xmlNode *node, BerthAddress *ret_address)
{
  guint domain, bus, slot, function;

  if (node == NULL
      || (xmlHasProp (node, BAD_CAST "bus") == NULL && xmlHasProp (node, BAD_CAST "slot") == NULL))
    return FALSE;
  if (!read_part (node, "domain", MAX_PCI_DOMAIN, &domain) || !read_part (node, "bus", 255, &bus)
      || !read_part (node, "slot", 31, &slot) || !read_part (node, "function", 7, &function))
    return FALSE;

  *ret_address = berth_address_pci (domain, bus, slot, function);
  return TRUE;
}

static void
set_hexadecimal (xmlNode *node, const char *name, int digits, guint value)
{
  g_autofree char *text = g_strdup_printf ("0x%0*x", digits, value);

  berth_xml_set_attribute (node, name, text);
}

/**
 * berth_xml_write_pci_address:
 *
 * Writes the four numbers of @address into @node as libvirt prints them.
 */
void
berth_xml_write_pci_address (xmlNode *node, const BerthAddress *address)
{
  set_hexadecimal (node, "domain", 4, address->domain);
  set_hexadecimal (node, "bus", 2, address->bus);
  set_hexadecimal (node, "slot", 2, address->slot);
  set_hexadecimal (node, "function", 1, address->function);
}

/**
 * berth_xml_add_child:
 *
 * Returns: (transfer none): a new last child of @parent, in no namespace like all of libvirt's
 */
xmlNode *
berth_xml_add_child (xmlNode *parent, const char *name)
{
  xmlNode *node = xmlNewDocNode (parent->doc, NULL, BAD_CAST name, NULL);

  return xmlAddChild (parent, node);
}

/**
 * berth_xml_set_attribute:
 * @value: (nullable): %NULL: without it
 */
void
berth_xml_set_attribute (xmlNode *node, const char *name, const char *value)
{
  if (value != NULL)
    xmlSetNsProp (node, NULL, BAD_CAST name, BAD_CAST value);
  else
    xmlUnsetNsProp (node, NULL, BAD_CAST name);
}

/**
 * berth_xml_remove:
 *
 * Takes @node out of its document and frees it, together with the blank that laid it out.
 */
void
berth_xml_remove (xmlNode *node)
{
  xmlNode *blank = node->prev;

  if (blank != NULL && xmlIsBlankNode (blank))
    {
      xmlUnlinkNode (blank);
      xmlFreeNode (blank);
    }
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}
