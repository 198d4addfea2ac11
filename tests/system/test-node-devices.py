#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drivers through a real libvirtd's node devices: test-node-devices.py HAND, the program of hand.c.

The kernel is a folder of files, which does not do what is written to it: what libvirt does is read
from there."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

from hand import Hand

TESTS = []

SYS = '/sys/bus/pci'
CARD = '0000:04:00.0'
CARD_IS = '04:00.0 8086:1533:020000'


def written(path):
    with open(f'{SYS}/{path}', encoding='ascii') as file:
        return file.read().strip('\n')


def wipe(*paths):
    """The files of a synthetic computer keep what was written to them; so each test begins anew."""
    for path in paths:
        with open(f'{SYS}/{path}', 'w', encoding='ascii'):
            pass


def driver_of(address):
    return os.path.basename(os.readlink(f'{SYS}/devices/{address}/driver'))


def put_on(address, driver):
    """What the kernel would do: move the driver link."""
    link = f'{SYS}/devices/{address}/driver'
    home = os.path.join(os.path.dirname(os.readlink(link)), driver)
    os.remove(link)
    os.symlink(home, link)


def test(function):
    TESTS.append(function)
    return function


@test
def device_is_bound(hand):
    """a device is bound and given back by libvirt itself; judged by what it writes"""
    before = driver_of(CARD)
    unbind = f'drivers/{before}/unbind'
    wipe(f'devices/{CARD}/driver_override', unbind, 'drivers_probe')
    try:
        hand.ask(f'bind {CARD_IS}')
        assert written(f'devices/{CARD}/driver_override') == 'vfio-pci'
        assert written(unbind) == CARD, written(unbind)
        assert written('drivers_probe') == CARD

        put_on(CARD, 'vfio-pci')
        wipe('drivers/vfio-pci/unbind', 'drivers_probe')
        hand.ask(f'return {CARD_IS}')
        assert written(f'devices/{CARD}/driver_override') == ''
        assert written('drivers/vfio-pci/unbind') == CARD
        assert written('drivers_probe') == CARD
    finally:
        put_on(CARD, before)


@test
def other_device_is_not_bound(hand):
    """what is not there, is another device, or belongs to another hypervisor is left alone"""
    before = driver_of(CARD)
    unbind = f'drivers/{before}/unbind'
    wipe(f'devices/{CARD}/driver_override', unbind, 'drivers_probe')
    assert hand.refusal('bind 7f:1f.7 8086:1533:020000') == 'NOT_FOUND'
    assert hand.refusal('bind 04:00.0 8086:1534:020000') == 'CONFLICT'
    assert hand.refusal('return 04:00.0 8087:1533:020000') == 'CONFLICT'
    assert hand.refusal('bind 04:00.0 8086:1533:020001') == 'CONFLICT'
    assert hand.refusal(f'pciback {CARD_IS}') == 'NOT_SUPPORTED'
    for path in (f'devices/{CARD}/driver_override', unbind, 'drivers_probe'):
        assert written(path) == '', path


@test
def bound_without_rights(hand):
    """who may only look binds nothing, and is told so"""
    nobody = Hand(hand.program, wrapper=['setpriv', '--reuid=65534', '--regid=65534',
                                         '--clear-groups'])
    assert 'bind' not in nobody.ask('open qemu:///system').split()
    assert nobody.refusal(f'bind {CARD_IS}') == 'READ_ONLY'
    nobody.close()


@test
def silent_daemon_binds(hand):
    """a call that does not come back can be left, and nobody waits behind it"""
    os.kill(hand.daemon, signal.SIGSTOP)
    try:
        hand.tell(f'bind {CARD_IS}')
        assert hand.ask('ping') == 'pong'
        hand.tell('cancel')
        try:
            raise AssertionError(hand.hear())
        except Exception as refused:  # pylint: disable=broad-except
            assert str(refused).startswith('CANCELLED'), refused
    finally:
        os.kill(hand.daemon, signal.SIGCONT)
    hand.ask('list')


def run_inside(program):
    # Where nobody may come along, a build folder of root's is closed.
    program = shutil.copy(program, '/run/libvirt/')
    hand = Hand(program)
    hand.program = program
    with open('/run/libvirt/berth.pid', encoding='ascii') as file:
        hand.daemon = int(file.read())
    assert 'bind' in hand.ask('open qemu:///system').split()

    print(f'1..{len(TESTS)}', flush=True)
    failed = 0
    for number, function in enumerate(TESTS, 1):
        try:
            function(hand)
            print(f'ok {number} - {function.__doc__}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} - {function.__doc__}', flush=True)
    hand.close()
    return 1 if failed else 0


def run(program):
    rig = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), 'rig')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([f'{rig}/make-computer', '64', folder], check=True,
                       stdout=subprocess.DEVNULL)
        code = subprocess.run([f'{rig}/with-libvirtd', folder, sys.executable,
                               os.path.realpath(__file__), '--inside', program],
                              check=False).returncode
    if code == 77:
        print('1..0 # SKIP a libvirtd of our own cannot run here')
    return 0 if code == 77 else code


if __name__ == '__main__':
    sys.exit(run_inside(sys.argv[2]) if sys.argv[1] == '--inside' else run(sys.argv[1]))
