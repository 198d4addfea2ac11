# SPDX-License-Identifier: GPL-3.0-or-later
"""A host without an IOMMU: Berth says what libvirt and the kernel would only stumble over."""

from computer import Guest, berthctl, driver, drivers, group
from story import check, play, same

NIC = '0000:00:04.0'


def nothing_can_be_given():
    before = drivers()
    same('the kernel has made no groups', group(NIC), [])
    guest = Guest('net', 'kvm')
    try:
        about = berthctl('check').data
        check('the check of the computer says why nothing can be given', any(
            finding['id'] == 'no-iommu' for one in about for finding in one['findings']), about)
        answer = berthctl('assign', 'net', NIC)
        same('assigning is not done without asking', answer.code, 3)
        same('nothing is written', guest.hostdevs(), [])
        answer = berthctl('assign', '--yes', 'net', NIC)
        check('for who knows better it can be prepared', answer.code == 0, answer)
        answer = berthctl('check', 'net')
        check('then Berth says that the VM will not start',
              [(one['id'], one['stops_start']) for one in answer.data[0]['findings']][:1]
              == [('no-iommu', True)], answer)
        started = guest.start()
        check('and it does not', started.code != 0 and 'passthrough' in started.err, started)
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)
    same('the host drives the NIC', driver(NIC), 'e1000e')


if __name__ == '__main__':
    play(({}, nothing_can_be_given))
