# SPDX-License-Identifier: GPL-3.0-or-later
"""Xen's control domain: devices are assigned by Berth, driven by a guest, and come back."""

import bus
from computer import (PCIBACK, Guest, berthctl, driver, drivers, interface, is_permissive,
                      link_works, must, read, run, virsh)
from story import check, comes, play, same

NIC = '0000:00:04.0'
NIC_MAC = '52:54:00:00:00:01'
TWIN = '0000:03:00.0'
KEYBOARD = '0000:02:00.0'
DISK = '0000:00:02.0'


def has_in_xen(name):
    """What Xen itself says that a domain has."""
    return run('xl', 'pci-list', name).out


def stage():
    check('this is the control domain', 'control_d' in read('/proc/xen/capabilities'))
    same('the NIC is driven by the host', driver(NIC), 'e1000e')
    check('its link works', link_works(NIC))
    found = [finding['id'] for about in berthctl('check').data for finding in about['findings']]
    check('Berth says that xen-pciback is not loaded', 'pciback-missing' in found, found)
    # libvirt asks for a module called pciback, which there is not.
    must('modprobe', 'xen-pciback')


def pv_guest_permissive():
    """From Apply to the node of pciback, and back."""
    before = drivers()
    guest = Guest('pv', 'xen-pv', stay=True)
    try:
        answer = berthctl('assign', '--permissive', '--yes', 'pv', NIC)
        check('the NIC can be assigned, permissive', answer.code == 0, answer)
        same('it is in the configuration', guest.hostdevs(), [NIC])
        started = guest.start()
        check('the VM starts', started.code == 0, started)
        same('the NIC is on pciback', driver(NIC), 'pciback')
        check('Xen says that the VM has it', NIC[5:] in has_in_xen('pv'), has_in_xen('pv'))
        check('pciback says that it is permissive', is_permissive(NIC))
        check('the guest has looked round', guest.has_looked(), guest.says())
        check('the guest drives it', ['0x8086:0x10d3', 'e1000e'] in
              [line[:2] for line in guest.lines('PCI')], guest.says())
        same('by its own MAC address', [line[0] for line in guest.lines('NET')], [NIC_MAC])
        same('and the network answers it', guest.lines('LINK'), [[NIC_MAC, 'answers']])
        for name, answer in (('root is refused to take it from the VM', bus.give_back(NIC)),
                             ('and to bind it anew', bus.bind(NIC, 'pciback'))):
            check(name, answer.code != 0, answer)
        same('the VM still has it', (driver(NIC), NIC[5:] in has_in_xen('pv')), ('pciback', True))
        virsh('shutdown', 'pv')
        check('the guest shuts down', guest.has_ended(), guest.state())
        comes('the host drives it again', lambda: driver(NIC) == 'e1000e')
        comes('with the same MAC address', lambda: interface(NIC)[1] == NIC_MAC)
        # What pciback had gets no interrupts here before the next start: see after_a_restart.
        check('pciback forgot that it was permissive', not is_permissive(NIC))
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)


def hvm_guest():
    """Its kernel ends at its first instructions: on a processor that calls itself Intel's and has
    AMD's virtualisation it reads a register (0x1a0) that Xen knows of real ones only. What is
    judged is therefore what Xen says."""
    before = drivers()
    guest = Guest('hvm', 'xen-hvm', stay=True)
    try:
        answer = berthctl('assign', 'hvm', NIC)
        check('the NIC can be assigned', answer.code == 0, answer)
        started = guest.start()
        check('the VM starts', started.code == 0, started)
        same('the NIC is on pciback', driver(NIC), 'pciback')
        check('Xen says that the VM has it', NIC[5:] in has_in_xen('hvm'), has_in_xen('hvm'))
        check('it is not permissive', not is_permissive(NIC))
        virsh('destroy', 'hvm')
        comes('the host drives it again', lambda: driver(NIC) == 'e1000e')
        comes('with the same MAC address', lambda: interface(NIC)[1] == NIC_MAC)
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)


def permissive_by_helper():
    """Past libvirt: on until it leaves pciback, and said as long."""
    before = drivers()
    answer = berthctl('--connect', 'none', 'bind', '--yes', NIC)
    check('it is bound', answer.code == 0, answer)
    same('to pciback', driver(NIC), 'pciback')
    same('its twin is not', driver(TWIN), 'e1000e')
    check('it is not permissive', not is_permissive(NIC))
    answer = berthctl('--connect', 'none', 'permissive', '--yes', NIC)
    check('it can be made so', answer.code == 0, answer)
    check('pciback says that it is', is_permissive(NIC))
    answer = berthctl('--connect', 'none', 'devices', NIC)
    check('Berth says that it still is', answer.data and answer.data[0]['permissive'] is True,
          answer)
    answer = berthctl('--connect', 'none', 'return', '--yes', NIC)
    check('it is given back', answer.code == 0, answer)
    comes('to its driver', lambda: driver(NIC) == 'e1000e')
    check('pciback has forgotten it', not is_permissive(NIC) and
          NIC not in read(f'{PCIBACK}/slots').split(), read(f'{PCIBACK}/slots'))
    answer = bus.set_permissive(NIC)
    check('what is not on pciback cannot be made so', answer.code != 0, answer)
    same('every driver is as before', drivers(), before)


def what_the_host_needs():
    before = drivers()
    guest = Guest('greedy', 'xen-pv')
    try:
        for name, address in (('the disk of /', DISK),
                              ("the only keyboard's controller", KEYBOARD)):
            answer = berthctl('assign', '--yes', 'greedy', address)
            check(f'{name} is refused', answer.code == 3, answer)
            same(f'{name} is not in the configuration', guest.hostdevs(), [])
    finally:
        guest.remove()
    same('every driver is as before', drivers(), before)
    for name, address in (('the disk of /', DISK), ("the only keyboard's controller", KEYBOARD)):
        answer = bus.bind(address, 'pciback')
        check(f'{name} is refused to root', answer.code != 0, answer)
    check('vfio-pci is refused under Xen', bus.bind(NIC, 'vfio-pci').code != 0)
    same('every driver is still as before', drivers(), before)


def add_to_boot():
    answer = berthctl('--connect', 'none', 'boot', 'add', '--yes', TWIN)
    check('it is to be bound at boot', answer.code == 0, answer)
    same('it is where it was', driver(TWIN), 'e1000e')
    same('no system call of the helper was denied', bus.denied_calls(), [])


def after_a_restart():
    """The safe way back for what a VM had."""
    same('the NIC is with the host', driver(NIC), 'e1000e')
    check('and its link works', link_works(NIC))


def bound_at_boot():
    same('pciback has it from the start', driver(TWIN), 'pciback')
    found = berthctl('--connect', 'none', 'boot', 'list')
    same('on trial', [(one['trial'], one['outcome']) for one in found.data], [('tried', 'bound')])
    answer = berthctl('--connect', 'none', 'return', '--yes', TWIN)
    check('it is given back', answer.code == 0, answer)
    comes('to its driver', lambda: driver(TWIN) == 'e1000e')


if __name__ == '__main__':
    play(({}, stage, permissive_by_helper, pv_guest_permissive, what_the_host_needs, hvm_guest,
          add_to_boot),
         ({}, after_a_restart, bound_at_boot))
