# SPDX-License-Identifier: GPL-3.0-or-later
"""The app's own windows, by pointer on a private screen: what is clicked reaches the kernel."""

import contextlib
import os

# A window in emulation takes its time. Read when desk is imported.
os.environ['BERTH_TEST_LIMIT'] = '240'

# pylint: disable=wrong-import-position
from computer import URI, Guest, driver, drivers, virsh, write
from desk import Desk
from story import check, comes, play, same
from windows import start_settings

NIC = '0000:00:04.0'
NIC_MAC = '52:54:00:00:00:01'


@contextlib.contextmanager
def private_screen():
    """A desk; what stood on it is kept when something goes wrong there."""
    with Desk() as desk:
        try:
            yield desk
            desk.check_logs()
        except BaseException:
            desk.picture('/share/screen.png')
            write('/share/screen.txt', desk.describe())
            raise


def assign_by_pointer():
    before = drivers()
    guest = Guest('net', 'kvm', stay=True)
    try:
        with private_screen() as desk:
            settings = start_settings(desk, URI, 'net')
            settings.assign(NIC[5:])
            same('nothing is written before Apply', guest.hostdevs(), [])
            settings.apply()
            same('Apply writes it', guest.hostdevs(), [NIC])
            started = guest.start()
            check('the VM starts', started.code == 0, started)
            same('the NIC is on vfio-pci', driver(NIC), 'vfio-pci')
            check('the guest has looked round', guest.has_looked(), guest.says())
            same('the guest drives it', [line[0] for line in guest.lines('NET')], [NIC_MAC])
            virsh('shutdown', 'net')
            check('the guest shuts down', guest.has_ended(), guest.state())
            comes('the host drives it again', lambda: driver(NIC) == 'e1000e')
            settings.take_back(NIC[5:])
            settings.apply()
            same('and taken back it is gone from the configuration', guest.hostdevs(), [])
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)


if __name__ == '__main__':
    play(({}, assign_by_pointer))
