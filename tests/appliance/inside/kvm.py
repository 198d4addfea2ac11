# SPDX-License-Identifier: GPL-3.0-or-later
"""A host with KVM: devices are assigned by Berth, driven by a guest, and come back."""

from computer import (URI, Guest, berthctl, default_route, driver, drivers, group, ids, interface,
                      link_works, must, read, virsh)
from story import check, comes, play, same

NIC = '0000:00:04.0'
NIC_MAC = '52:54:00:00:00:01'
TWIN = '0000:03:00.0'
KEYBOARD = '0000:02:00.0'
DISK = '0000:00:02.0'
SCREEN = '0000:00:01.0'
BRIDGE = '0000:04:00.0'
CARD = '0000:05:01.0'
CARD_MAC = '52:54:00:00:00:03'
SOUND = '0000:05:02.0'
MATE = '0000:05:03.0'


def stage():
    """The computer is the one that the story is about."""
    same('the NIC is driven by the host', driver(NIC), 'e1000e')
    same('the four behind the bridge are one group', group(CARD), [BRIDGE, CARD, SOUND, MATE])
    check('the host has KVM', driver(NIC) and read('/sys/module/kvm_amd/parameters/nested'))
    check('its link works', link_works(NIC))


def nic_to_a_guest():
    """Assign, start, drive, shut down: and the host has it back."""
    before = drivers()
    guest = Guest('net', 'kvm', stay=True)
    try:
        answer = berthctl('assign', 'net', NIC)
        check('the NIC can be assigned', answer.code == 0, answer)
        same('it is in the configuration', guest.hostdevs(), [NIC])
        same('the host still drives it', driver(NIC), 'e1000e')
        started = guest.start()
        check('the VM starts', started.code == 0, started)
        same('the NIC is on vfio-pci', driver(NIC), 'vfio-pci')
        same('its twin is not', driver(TWIN), 'e1000e')
        found = berthctl('devices', NIC).data
        same('Berth says who has it', [(one['driver'], one['in_use_by']) for one in found],
             [('vfio-pci', 'net')])
        check('the guest has looked round', guest.has_looked(), guest.says())
        check('the guest drives it', ['0x8086:0x10d3', 'e1000e'] in
              [line[:2] for line in guest.lines('PCI')], guest.says())
        same('by its own MAC address', [line[0] for line in guest.lines('NET')], [NIC_MAC])
        same('and the network answers it', guest.lines('LINK'), [[NIC_MAC, 'answers']])
        virsh('shutdown', 'net')
        check('the guest shuts down', guest.has_ended(), guest.state())
        comes('the host drives it again', lambda: driver(NIC) == 'e1000e')
        comes('with the same MAC address', lambda: interface(NIC)[1] == NIC_MAC)
        check('and its link works', link_works(NIC))
        same('taken back', berthctl('take-back', 'net', NIC).code, 0)
        same('nothing is left in the configuration', guest.hostdevs(), [])
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)


def half_a_group():
    """Another tool assigned one of a group: Berth says that it will not start, and so it is."""
    before = drivers()
    guest = Guest('half', 'kvm')
    try:
        must('virsh', '--connect', URI, 'attach-device', 'half', '/dev/stdin', '--config',
             feed="""<hostdev mode='subsystem' type='pci' managed='yes'><source>
                     <address domain='0' bus='5' slot='1' function='0'/></source></hostdev>""")
        answer = berthctl('check', 'half')
        check('Berth names what is left behind', SOUND in
              [finding['address'] for finding in answer.data[0]['findings']], answer)
        started = guest.start()
        check('the VM does not start', started.code != 0 and 'not viable' in started.err, started)
        comes('the host drives the card', lambda: driver(CARD) == 'e1000')
        with default_route(CARD):
            answer = berthctl('assign', '--yes', 'half', SOUND)
            check('what takes the card of the default route along is refused', answer.code == 3,
                  answer)
        same('and nothing is written', guest.hostdevs(), [CARD])
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)


def whole_group():
    """All of it leaves the host, the rest unseen by the guest, and comes back."""
    before = drivers()
    guest = Guest('group', 'kvm', stay=True)
    try:
        answer = berthctl('assign', '--yes', 'group', CARD)
        check('the whole group is assigned', answer.code == 0, answer)
        same('the other two are in the configuration', guest.hostdevs(), [CARD, SOUND, MATE])
        started = guest.start()
        check('the VM starts', started.code == 0, started)
        same('all three are on vfio-pci', [driver(one) for one in (CARD, SOUND, MATE)],
             ['vfio-pci'] * 3)
        check('the guest has looked round', guest.has_looked(), guest.says())
        same('the guest drives the card', [line[0] for line in guest.lines('NET')], [CARD_MAC])
        same('and the network answers it', guest.lines('LINK'), [[CARD_MAC, 'answers']])
        seen = [line[0] for line in guest.lines('PCI')]
        check('the guest sees no companion',
              not {'0x1274:0x5000', '0x1b36:0x0005'} & set(seen), guest.says())
        virsh('shutdown', 'group')
        check('the guest shuts down', guest.has_ended(), guest.state())
        comes('the host drives the card again', lambda: driver(CARD) == 'e1000')
        comes('and its mate', lambda: driver(SOUND) == 'snd_ens1370')
        comes('with the same MAC address', lambda: interface(CARD)[1] == CARD_MAC)
        check('and its link works', link_works(CARD))
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)


def what_the_host_needs():
    """Refused, and nothing happens to it."""
    before = drivers()
    guest = Guest('greedy', 'kvm')
    try:
        for name, address in (('the disk of /', DISK), ("the only keyboard's controller", KEYBOARD),
                              ('the only screen', SCREEN), ('a bridge', BRIDGE)):
            answer = berthctl('assign', '--yes', 'greedy', address)
            check(f'{name} is refused', answer.code == 3, answer)
            same(f'{name} is not in the configuration', guest.hostdevs(), [])
        with default_route(NIC):
            answer = berthctl('assign', '--yes', 'greedy', NIC)
            check('the card of the default route is refused', answer.code == 3, answer)
        same('it is not in the configuration', guest.hostdevs(), [])
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)
    same('the disk is the one of the start', ids(DISK), '1af4:1001')


if __name__ == '__main__':
    play(({}, stage, nic_to_a_guest, half_a_group, whole_group,
          what_the_host_needs))
