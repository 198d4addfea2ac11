# SPDX-License-Identifier: GPL-3.0-or-later
"""A card is added in front of devices that are assigned, and every address behind it moves on.

There is one disk of its kind: Berth can follow it. There are two network cards of one kind: which
of them was meant nobody can know, and at the address of one is now the controller of the only
keyboard."""

from computer import Guest, Known, berthctl, driver, drivers, ids, virsh
from story import check, comes, play, same

DISK = '0000:01:00.0'
DISK_MOVED = '0000:02:00.0'
DISK_IDS = '1b36:0010'
NIC = '0000:03:00.0'
NIC_MOVED = '0000:04:00.0'
NIC_IDS = '8086:10d3'
KEYBOARD_IDS = '1b36:000d'


def assign_both():
    same('the devices are where the story begins', (ids(DISK), ids(NIC)), (DISK_IDS, NIC_IDS))
    for name, address in (('store', DISK), ('net', NIC)):
        guest = Guest(name, 'kvm', stay=True)
        answer = berthctl('assign', '--yes', name, address)
        check(f'{name}: it is assigned', answer.code == 0, answer)
        same(f'{name}: it is in the configuration', guest.hostdevs(), [address])


def refuse():
    """Another device at the old address, and two that could be the one."""
    before = drivers()
    guest = Known('net')
    same('the configuration still has the old address', guest.hostdevs(), [NIC])
    same('where the keyboard is now', ids(NIC), KEYBOARD_IDS)
    same('the NIC has moved on', ids(NIC_MOVED), NIC_IDS)
    shown = berthctl('show', 'net')
    same('Berth sees that another device sits there',
         [one['identity'] for one in shown.data[0]['devices']], ['changed'])
    checked = berthctl('check', 'net')
    same('and refuses to give it', checked.code, 3)
    check('it says which rule stands against it', 'changed' in
          [finding['id'] for about in checked.data for finding in about['findings']], checked)
    for verb in ('move', 'assign'):
        answer = berthctl(verb, '--yes', 'net', NIC)
        check(f'{verb}: Berth takes no other device for it', answer.code != 0, answer)
        same(f'{verb}: nothing is changed', guest.hostdevs(), [NIC])
    answer = berthctl('take-back', 'net', NIC)
    check('it can be taken back', answer.code == 0, answer)
    same('nothing is left of it', guest.hostdevs(), [])
    same('nothing has happened to a driver', drivers(), before)


def follow():
    before = drivers()
    guest = Known('store')
    same('the configuration still has the old address', guest.hostdevs(), [DISK])
    check('another device sits there', ids(DISK) != DISK_IDS, ids(DISK))
    same('the disk has moved on', ids(DISK_MOVED), DISK_IDS)
    checked = berthctl('check', 'store')
    check('Berth offers to follow it', any(
        (remedy['kind'], remedy['address'], remedy['target']) == ('move', DISK, DISK_MOVED)
        for about in checked.data for finding in about['findings']
        for remedy in finding['remedies']), checked)
    answer = berthctl('move', '--yes', 'store', DISK)
    check('it follows', answer.code == 0, answer)
    same('the configuration has the new address', guest.hostdevs(), [DISK_MOVED])
    started = guest.start()
    check('the VM starts', started.code == 0, started)
    same('the disk is on vfio-pci', driver(DISK_MOVED), 'vfio-pci')
    same('nothing else has changed its driver',
         {**drivers(), DISK_MOVED: before[DISK_MOVED]}, before)
    check('the guest has looked round', guest.has_looked(), guest.says())
    check('the guest drives the disk', ['0x1b36:0x0010', 'nvme'] in
          [line[:2] for line in guest.lines('PCI')], guest.says())
    virsh('shutdown', 'store')
    check('the guest shuts down', guest.has_ended(), guest.state())
    comes('the host has it back', lambda: driver(DISK_MOVED) == 'nvme')
    same('every driver is as before', drivers(), before)


if __name__ == '__main__':
    play(({}, assign_both), ({'card': True}, refuse, follow))
