/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MockSysfs:
 *
 * A computer as its kernel shows it, in a folder of its own: sys/ and proc/, told in the words of
 * the domain. Paths are as in sysfs, from below sys/.
 */
typedef struct _MockSysfs MockSysfs;

MockSysfs *mock_sysfs_new (void);
void mock_sysfs_free (MockSysfs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MockSysfs, mock_sysfs_free)

const char *mock_sysfs_get_root (MockSysfs *self);

void mock_sysfs_put (MockSysfs *self, const char *path, const char *text);
void mock_sysfs_link (MockSysfs *self, const char *path, const char *target);
void mock_sysfs_remove (MockSysfs *self, const char *path);

const char *
mock_sysfs_add_function (MockSysfs *self, const char *parent, const char *address, const char *ids,
                         const char *class_code);
const char *mock_sysfs_add_bridge (MockSysfs *self, const char *parent, const char *address);
void mock_sysfs_set (MockSysfs *self, const char *device, const char *attribute, const char *value);
void mock_sysfs_set_driver (MockSysfs *self, const char *function, const char *driver);
void mock_sysfs_set_group (MockSysfs *self, const char *function, guint group);

const char *mock_sysfs_add_usb (MockSysfs *self, const char *parent, const char *name,
                                const char *product, guint device_class);
void mock_sysfs_add_interface (MockSysfs *self, const char *device, const char *name,
                               const char *code, const char *driver);

const char *
mock_sysfs_add_block (MockSysfs *self, const char *parent, const char *name, const char *number);
void mock_sysfs_add_slave (MockSysfs *self, const char *block, const char *slave);
void mock_sysfs_add_held_slave (MockSysfs *self, const char *block, const char *slave);
void mock_sysfs_set_udev (MockSysfs *self, const char *number, const char *lines);
const char *mock_sysfs_add_net (MockSysfs *self, const char *parent, const char *name);
void mock_sysfs_set_efi_variable (MockSysfs *self, const char *name, const char *bytes,
                                  gsize length);
void mock_sysfs_add_tpm (MockSysfs *self, const char *device, const char *name, const char *driver);
void mock_sysfs_add_connector (MockSysfs *self, const char *card, const char *name,
                               const char *enabled);
void mock_sysfs_add_input (MockSysfs *self, const char *parent, const char *name, const char *keys,
                           const char *relative, const char *absolute);

G_END_DECLS
