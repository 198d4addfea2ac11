# SPDX-License-Identifier: GPL-3.0-or-later
"""The root helper under its real sandbox, with the real polkit, on a host with KVM."""

import os

import bus
from computer import (Guest, berthctl, default_route, driver, drivers, interface, link_works, must,
                      read, run, write)
from story import check, comes, play, same

NIC = '0000:00:04.0'
NIC_MAC = '52:54:00:00:00:01'
TWIN = '0000:03:00.0'
KEYBOARD = '0000:02:00.0'
DISK = '0000:00:02.0'
SCREEN = '0000:00:01.0'
BRIDGE = '0000:04:00.0'
PORT = '0000:00:11.0'
CHIPSET = '0000:00:1f.0'
CARD = '0000:05:01.0'
RULE = '/etc/polkit-1/rules.d/10-keeper.rules'
IDLE = 120


def bind_and_return():
    """By berthctl, past libvirt; a guest can use what was bound."""
    before = drivers()
    answer = berthctl('--connect', 'none', 'bind', '--yes', NIC)
    check('it is bound', answer.code == 0, answer)
    same('to vfio-pci', driver(NIC), 'vfio-pci')
    same('its twin is not', driver(TWIN), 'e1000e')
    answer = berthctl('--connect', 'none', 'return', '--yes', NIC)
    check('it is given back', answer.code == 0, answer)
    comes('to its driver', lambda: driver(NIC) == 'e1000e')
    same('nothing overrides its driver',
         read(f'/sys/bus/pci/devices/{NIC}/driver_override'), '(null)')
    check('and its link works', link_works(NIC))
    same('every driver is as before', drivers(), before)


def by_libvirt():
    """Where libvirt runs the VMs it binds, and the same words do it."""
    before = drivers()
    answer = berthctl('bind', '--yes', TWIN)
    check('it is bound', answer.code == 0, answer)
    same('to vfio-pci', driver(TWIN), 'vfio-pci')
    same('its twin is not', driver(NIC), 'e1000e')
    answer = berthctl('return', '--yes', TWIN)
    check('it is given back', answer.code == 0, answer)
    comes('to its driver', lambda: driver(TWIN) == 'e1000e')
    same('every driver is as before', drivers(), before)


def held_by_a_vm():
    """What a VM has is not taken from it, whoever asks; afterwards it is given back."""
    before = drivers()
    answer = bus.bind(NIC, 'vfio-pci')
    check('the helper binds it', answer.code == 0, answer)
    guest = Guest('holder', 'kvm', stay=True)
    try:
        answer = berthctl('assign', '--unmanaged', '--yes', 'holder', NIC)
        check('it is assigned, unmanaged', answer.code == 0, answer)
        started = guest.start()
        check('the VM starts', started.code == 0, started)
        for name, answer in (('root is refused to return it', bus.give_back(NIC)),
                             ('root is refused to bind it anew', bus.bind(NIC, 'vfio-pci'))):
            check(name, answer.code != 0, answer)
        answer = berthctl('--connect', 'none', 'return', '--yes', NIC)
        check('berthctl says so too', answer.code != 0, answer)
        same('the VM still has it', driver(NIC), 'vfio-pci')
        check('the guest has looked round', started.code == 0 and guest.has_looked(), guest.says())
        same('and drives it', [line[0] for line in guest.lines('NET')], [NIC_MAC])
    finally:
        guest.remove()
    same('no VM gives it back by itself', driver(NIC), 'vfio-pci')
    answer = berthctl('--connect', 'none', 'return', '--yes', NIC)
    check('now it can be returned', answer.code == 0, answer)
    comes('to its driver', lambda: driver(NIC) == 'e1000e')
    comes('with its MAC address', lambda: interface(NIC)[1] == NIC_MAC)
    same('every driver is as before', drivers(), before)


def refused_even_to_root():
    before = drivers()
    for name, address in (('the disk of /', DISK), ("the only keyboard's controller", KEYBOARD),
                          ('the only screen', SCREEN), ('a bridge', BRIDGE),
                          ('the port of a card', PORT), ('a part of the chipset', CHIPSET)):
        for word, answer in (('bind', bus.bind(address, 'vfio-pci')),
                             ('boot', bus.add_to_boot(address, 'vfio-pci'))):
            check(f'{name}: {word} is refused', answer.code != 0, answer)
    other = bus.identity_words(DISK)
    answer = bus.bind(NIC, 'vfio-pci', identity=other)
    check('another device than the one that was seen is refused', answer.code != 0, answer)
    for number in ('9', '0'):
        answer = bus.call('Bind', '(uyyy)(qqqquy)y', *bus.address_words(NIC),
                          *bus.identity_words(NIC), number)
        check(f'a driver that there is not is refused: {number}', answer.code != 0, answer)
    answer = bus.call('Bind', '(uyyy)(qqqquy)y', '0', '0', '99', '9', *bus.identity_words(NIC), '1')
    check('an address that cannot be is refused', answer.code != 0, answer)
    check('pciback is refused where there is no Xen', bus.bind(NIC, 'pciback').code != 0)
    with default_route(NIC):
        check('the card of the default route is refused', bus.bind(NIC, 'vfio-pci').code != 0)
    same('nothing was written down', os.listdir('/etc/berth/boot.d'), [])
    same('every driver is as before', drivers(), before)


def polkit_decides():
    """No effect without authorisation."""
    before = drivers()
    for user in ('visitor', 'keeper'):
        for name, answer in (('bind', bus.bind(NIC, 'vfio-pci', user=user)),
                             ('return', bus.give_back(NIC, user=user)),
                             ('boot', bus.add_to_boot(NIC, 'vfio-pci', user=user))):
            check(f'{name} is denied to {user}', answer.code != 0, answer)
    answer = berthctl('--connect', 'none', 'bind', '--yes', NIC, user='visitor')
    check('by berthctl too', answer.code != 0, answer)
    same('nothing has happened', drivers(), before)
    write(RULE, '''polkit.addRule(function (action, subject) {
        if (action.id == "org.berth.helper1.bind" && subject.user == "keeper")
          return polkit.Result.YES;
      });''')
    # It is read when polkit notices; there is nothing to ask but this.
    comes('a rule lets keeper bind', lambda: bus.bind(NIC, 'vfio-pci', user='keeper').code == 0, 30)
    same('the kernel says so', driver(NIC), 'vfio-pci')
    check('it is no rule about returning', bus.give_back(NIC, user='keeper').code != 0)
    check('and none for visitor', bus.bind(TWIN, 'vfio-pci', user='visitor').code != 0)
    os.remove(RULE)
    answer = bus.give_back(NIC)
    check('root may', answer.code == 0, answer)
    comes('the host drives it again', lambda: driver(NIC) == 'e1000e')
    must('systemctl', 'mask', '--runtime', '--now', 'polkit.service')
    answer = bus.bind(NIC, 'vfio-pci', user='keeper')
    check('without polkit nobody may', answer.code != 0, answer)
    must('systemctl', 'unmask', '--runtime', 'polkit.service')
    same('every driver is as before', drivers(), before)


def sandbox():
    """What systemd was asked for is so."""
    bus.call('Inspect')
    number = bus.process()
    check('the helper runs', number)
    status = dict(line.split(':\t', 1) for line in read(f'/proc/{number}/status').splitlines()
                  if ':\t' in line)
    same('it has no capabilities', [status[name].strip('0') for name in ('CapEff', 'CapBnd')],
         ['', ''])
    same('its system calls are filtered', (status['Seccomp'], status['NoNewPrivs']), ('2', '1'))
    out = run('systemd-analyze', 'security', '--no-pager', bus.UNIT).out.splitlines()
    exposure = [word for word in (out[-1] if out else '').split() if word[:1].isdigit()]
    check('its exposure is at most 2.0', exposure and float(exposure[0]) <= 2.0, out[-1:])
    same('no system call of its work was denied', bus.denied_calls(), [])
    check('it leaves when nobody asks', bus.has_left(IDLE), read(f'/proc/{number}/status'))


if __name__ == '__main__':
    play(({}, bind_and_return, by_libvirt, held_by_a_vm, refused_even_to_root, polkit_decides,
          sandbox))
