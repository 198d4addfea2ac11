/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "facts/berth-facts.h"
#include "model/berth-change.h"
#include "model/berth-host-action.h"
#include "model/berth-vm.h"

G_BEGIN_DECLS

#define BERTH_TYPE_BACKEND (berth_backend_get_type ())
G_DECLARE_INTERFACE (BerthBackend, berth_backend, BERTH, BACKEND, GObject)

/**
 * BerthFeatures:
 * @BERTH_FEATURE_WRITE: configurations can be changed (not a read-only connection)
 * @BERTH_FEATURE_LOCAL: its VMs run on the computer this program runs on
 * @BERTH_FEATURE_READS_FACTS: has read_facts; otherwise the facts are those of this computer
 * @BERTH_FEATURE_COMPANIONS: can take the rest of an IOMMU group along unseen by the guest
 * @BERTH_FEATURE_PERMISSIVE: has %BERTH_OPTION_PERMISSIVE
 * @BERTH_FEATURE_NO_STRICT_RESET: has %BERTH_OPTION_NO_STRICT_RESET
 * @BERTH_FEATURE_MANAGED: has %BERTH_OPTION_MANAGED
 * @BERTH_FEATURE_ROM_BAR: has %BERTH_OPTION_HIDE_ROM
 * @BERTH_FEATURE_STARTUP_POLICY: has %BERTH_OPTION_OPTIONAL
 * @BERTH_FEATURE_USB: can assign USB devices
 * @BERTH_FEATURE_POWER: has start and shut_down
 * @BERTH_FEATURE_QUBES: its VMs are called qubes
 * @BERTH_FEATURE_BIND: has run_host_action for %BERTH_HOST_ACTION_BIND and
 *   %BERTH_HOST_ACTION_RETURN
 * @BERTH_FEATURE_HOST: has run_host_action for every kind: nobody else is to be asked
 *
 * What a connection can do. The app asks for these and never for the kind of backend.
 */
typedef enum
{
  BERTH_FEATURE_WRITE = 1 << 0,
  BERTH_FEATURE_LOCAL = 1 << 1,
  BERTH_FEATURE_READS_FACTS = 1 << 2,
  BERTH_FEATURE_COMPANIONS = 1 << 3,
  BERTH_FEATURE_PERMISSIVE = 1 << 4,
  BERTH_FEATURE_NO_STRICT_RESET = 1 << 5,
  BERTH_FEATURE_MANAGED = 1 << 6,
  BERTH_FEATURE_USB = 1 << 7,
  BERTH_FEATURE_POWER = 1 << 8,
  BERTH_FEATURE_QUBES = 1 << 9,
  BERTH_FEATURE_ROM_BAR = 1 << 10,
  BERTH_FEATURE_STARTUP_POLICY = 1 << 11,
  BERTH_FEATURE_BIND = 1 << 12,
  BERTH_FEATURE_HOST = 1 << 13,
} BerthFeatures;

/**
 * BerthBackendInterface:
 * @open_async: connects. Called once and first, from the main thread. On failure the backend stays
 *   unopened and may be dropped. Errors: %BERTH_ERROR_UNREACHABLE, %BERTH_ERROR_DENIED
 * @get_features: #BerthFeatures; cheap, valid after a successful open
 * @dup_title: what people call this connection: "QEMU/KVM", "Xen on server1"; valid at once
 * @read_facts_async: the devices of the computer, where the backend is the one that knows them.
 *   Nullable together with its finish function; present iff %BERTH_FEATURE_READS_FACTS.
 *   Returns a #BerthFacts
 * @list_vms_async: every VM with its configured and live assignments and every other claim it has
 *   on host devices. Returns (transfer full) (element-type BerthVm), sorted by name
 * @read_vm_async: the same for one, read afresh. Errors: %BERTH_ERROR_NOT_FOUND
 * @apply_async: makes one change of one VM's configuration, whole or not at all. Reads the
 *   configuration afresh first; every item's `before` must still be there
 *   (%BERTH_ERROR_CONFLICT otherwise), changes elsewhere in it are kept. Afterwards it reads back
 *   and compares (%BERTH_ERROR_NOT_VERIFIED). Running VMs are not touched. Not cancellable once
 *   begun: closing a window stops the waiting, not the write. Returns the VM as read back.
 *   Errors: also %BERTH_ERROR_READ_ONLY, %BERTH_ERROR_NOT_FOUND
 * @dup_commands: what a person would type for @change, one command a line; pure and cheap
 * @start_async: starts the VM. Nullable unless %BERTH_FEATURE_POWER
 * @shut_down_async: asks the guest to shut down and returns when asked, not when it is down.
 *   Nullable unless %BERTH_FEATURE_POWER
 * @run_host_action_async: does one thing to one function of the computer, no VM involved. Nullable
 *   unless %BERTH_FEATURE_BIND or %BERTH_FEATURE_HOST. Not cancellable once begun. The caller reads
 *   the devices afresh and judges by them
 *
 * One way to reach VMs and what they have. All methods are called on the main thread, callbacks
 * arrive there, and no method ever blocks it: what waits runs on the backend's own worker. A
 * cancelled call returns %G_IO_ERROR_CANCELLED at once; what was under way may still finish.
 *
 * Signals: `vms-changed`: VMs came, went, started, stopped or were redefined: list them again.
 * `facts-changed`: what read_facts tells is perhaps another: read it again.
 * `closed` (sentence): the connection broke; the backend is of no use any more, make a new one.
 */
struct _BerthBackendInterface
{
  GTypeInterface parent_iface;

  void (*open_async) (BerthBackend *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*open_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  guint (*get_features) (BerthBackend *self);
  char *(*dup_title) (BerthBackend *self);

  void (*read_facts_async) (BerthBackend *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
  BerthFacts *(*read_facts_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  void (*list_vms_async) (BerthBackend *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
  GPtrArray *(*list_vms_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  void (*read_vm_async) (BerthBackend *self,
                         const char *uuid,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  BerthVm *(*read_vm_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  void (*apply_async) (BerthBackend *self,
                       BerthChange *change,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  BerthVm *(*apply_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  GStrv (*dup_commands) (BerthBackend *self, const BerthVm *vm, BerthChange *change);

  void (*start_async) (BerthBackend *self,
                       const char *uuid,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*start_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  void (*shut_down_async) (BerthBackend *self,
                           const char *uuid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  gboolean (*shut_down_finish) (BerthBackend *self, GAsyncResult *result, GError **error);

  void (*run_host_action_async) (BerthBackend *self,
                                 const BerthHostAction *action,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
  gboolean (*run_host_action_finish) (BerthBackend *self, GAsyncResult *result, GError **error);
};

void berth_backend_open_async (BerthBackend *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean berth_backend_open_finish (BerthBackend *self, GAsyncResult *result, GError **error);

guint berth_backend_get_features (BerthBackend *self);
char *berth_backend_dup_title (BerthBackend *self);

void berth_backend_read_facts_async (BerthBackend *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
BerthFacts *
berth_backend_read_facts_finish (BerthBackend *self, GAsyncResult *result, GError **error);

void berth_backend_list_vms_async (BerthBackend *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *
berth_backend_list_vms_finish (BerthBackend *self, GAsyncResult *result, GError **error);

void berth_backend_read_vm_async (BerthBackend *self,
                                  const char *uuid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BerthVm *berth_backend_read_vm_finish (BerthBackend *self, GAsyncResult *result, GError **error);

void berth_backend_apply_async (BerthBackend *self,
                                BerthChange *change,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BerthVm *berth_backend_apply_finish (BerthBackend *self, GAsyncResult *result, GError **error);

GStrv berth_backend_dup_commands (BerthBackend *self, const BerthVm *vm, BerthChange *change);

void berth_backend_start_async (BerthBackend *self,
                                const char *uuid,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean berth_backend_start_finish (BerthBackend *self, GAsyncResult *result, GError **error);

void berth_backend_shut_down_async (BerthBackend *self,
                                    const char *uuid,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean berth_backend_shut_down_finish (BerthBackend *self, GAsyncResult *result, GError **error);

void berth_backend_run_host_action_async (BerthBackend *self,
                                          const BerthHostAction *action,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
berth_backend_run_host_action_finish (BerthBackend *self, GAsyncResult *result, GError **error);

void berth_backend_emit_vms_changed (BerthBackend *self);
void berth_backend_emit_facts_changed (BerthBackend *self);
void berth_backend_emit_closed (BerthBackend *self, const char *sentence);

G_END_DECLS
