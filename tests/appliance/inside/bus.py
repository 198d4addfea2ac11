# SPDX-License-Identifier: GPL-3.0-or-later
"""The root helper, called past Berth as anybody could call it."""

import re

from computer import FUNCTIONS, read, run, wait_for

NAME = 'org.berth.Helper1'
UNIT = 'berth-helper.service'
TARGETS = {'vfio-pci': 1, 'pciback': 2}


def address_words(address):
    """(uyyy): domain, bus, slot, function."""
    return [str(int(part, 16)) for part in re.split('[:.]', address)]


def identity_words(address):
    """(qqqquy): what the kernel says that sits there; of a bridge the revision is not looked at."""
    words = [int(read(f'{FUNCTIONS}/{address}/{name}'), 16) for name in
             ('vendor', 'device', 'subsystem_vendor', 'subsystem_device', 'class', 'revision')]
    if words[4] >> 16 == 0x06:
        words[5] = 0
    return [str(word) for word in words]


def call(method, signature='', *words, user=None):
    return run('busctl', '--timeout=60', 'call', NAME, '/org/berth/Helper1', NAME, method,
               *([signature] if signature else []), *words, user=user)


def bind(address, target, user=None, identity=None):
    return call('Bind', '(uyyy)(qqqquy)y', *address_words(address),
                *(identity or identity_words(address)), TARGETS[target], user=user)


def give_back(address, user=None):
    return call('ReturnToHost', '(uyyy)(qqqquy)', *address_words(address),
                *identity_words(address), user=user)


def set_permissive(address, user=None):
    return call('SetPermissive', '(uyyy)(qqqquy)', *address_words(address),
                *identity_words(address), user=user)


def add_to_boot(address, target, user=None):
    return call('AddToBoot', '(uyyy)(qqqquy)y', *address_words(address),
                *identity_words(address), TARGETS[target], user=user)


def process():
    """Number of the helper's process; 0 when it does not run."""
    return int(run('systemctl', 'show', '--value', '--property', 'MainPID', UNIT).out or 0)


def has_left(limit):
    return wait_for(lambda: process() == 0, limit)


# clone3: a filter cannot see whether it makes a namespace, and the C library does without it.
# sched_setattr: GLib tries once whether its threads can have a priority.
DONE_WITHOUT = {'435', '314'}


def denied_calls():
    """System calls that the sandbox kept the helper from, as the kernel noted them."""
    found = re.findall(r'type=1326 .*exe="/usr/libexec/berth-helper".* syscall=(\d+)',
                       run('dmesg').out)
    return sorted(set(found) - DONE_WITHOUT)
