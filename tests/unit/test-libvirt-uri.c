/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "backend/libvirt/berth-libvirt-uri.h"

typedef struct
{
  const char *uri;
  const char *opened;
  const char *title;
  gboolean is_here;
} UriCase;

static const UriCase cases[] = {
  { "qemu:///system", "qemu:///system", "QEMU/KVM", TRUE },
  { "qemu:///session", "qemu:///session", "QEMU/KVM (user session)", TRUE },
  { "xen:///system", "xen:///system", "Xen", TRUE },
  { "qemu+unix:///system?socket=/x", "qemu+unix:///system?socket=/x", "QEMU/KVM", TRUE },
  { "test:///default", "test:///default", "libvirt’s test driver", FALSE },
  { "test+tcp://server/default", "test+tcp://server/default", "libvirt’s test driver on server",
    FALSE },
  { "qemu+ssh://root@server/system", "qemu+ssh://root@server/system?no_tty=1",
    "QEMU/KVM on server", FALSE },
  { "xen+ssh://server:22/?keyfile=/x", "xen+ssh://server:22/?keyfile=/x&no_tty=1",
    "Xen on server:22", FALSE },
  { "qemu+libssh2://a@b@server/system", "qemu+libssh2://a@b@server/system?no_tty=1",
    "QEMU/KVM on server", FALSE },
  { "qemu+ssh://server/system?no_tty=0", "qemu+ssh://server/system?no_tty=0",
    "QEMU/KVM on server", FALSE },
  { "qemu+tls://[::1]/system", "qemu+tls://[::1]/system", "QEMU/KVM on [::1]", FALSE },
  { "qemu://ser\x1bver/system", "qemu://ser\x1bver/system", "QEMU/KVM on ser␛ver", FALSE },
  { "lxc:///", "lxc:///", "lxc:///", TRUE },
  { "an-alias", "an-alias", "an-alias", TRUE },
  { "", "", "", TRUE },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const UriCase *c = &cases[i];
      g_autofree char *opened = berth_libvirt_uri_dup_for_open (c->uri);
      g_autofree char *title = berth_libvirt_uri_dup_title (c->uri);

      g_assert_cmpstr (opened, ==, c->opened);
      g_assert_cmpstr (title, ==, c->title);
      g_assert_cmpint (berth_libvirt_uri_is_here (c->uri), ==, c->is_here);
    }
  g_assert_true (berth_libvirt_uri_has_scheme ("qemu+ssh://x/", "qemu"));
  g_assert_false (berth_libvirt_uri_has_scheme ("qemux:///", "qemu"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/libvirt-uri/cases", test_cases);
  return g_test_run ();
}
