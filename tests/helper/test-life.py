#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-life.py HAND POLICY: how the helper comes and goes, and its files as the programs read them
that they are for."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

from stage import (CARD, INTERACTIVE, METHODS, NAME, TOP, GLib, Stage, Systemd, connect, expect,
                   look_at, main, pause, staged, wait_for)

DENIED = 'org.berth.Error.Denied'
ACTIONS = '/usr/share/polkit-1/actions'
POLKITD = '/usr/lib/polkit-1/polkitd'
NOBODY = 65534


def modules(hand):
    """systemd loads the driver's module, for what is not refused and when it is not there"""
    with staged(hand) as stage:
        folder = f'{stage.computer}/sys/bus/pci/drivers/vfio-pci'
        shutil.rmtree(folder)
        before = look_at(stage.computer)
        name, words = stage.caller().call('Bind')
        expect(name == 'org.berth.Error.NotSupported' and 'modprobe' in words, (name, words))
        expect(look_at(stage.computer) == before, 'nothing is done')

        systemd = Systemd(stage.address,
                          lambda unit: stage.put('sys/bus/pci/drivers/vfio-pci/bind', ''))
        name, words = stage.caller().call('Bind', CARD, (1, 2, 3, 4, 5, 6))
        expect(name == 'org.berth.Error.Conflict' and not systemd.asked, (name, systemd.asked))
        expect(stage.caller().call('AddToBoot')[0] is None and not systemd.asked, systemd.asked)
        expect(stage.caller().call('Bind') == (None, ('vfio-pci',)), stage.lines())
        expect(systemd.asked == ['modprobe@vfio_pci.service'], systemd.asked)
        expect(stage.caller().call('Bind') == (None, ('vfio-pci',)), stage.lines())
        expect(len(systemd.asked) == 1, systemd.asked)
        systemd.stop()


def idle(hand):
    """it leaves when nobody asks anything"""
    with staged(hand, idle=20) as stage:
        expect(stage.helper.wait(30) == 0, stage.lines())
        expect(not stage.lines(), stage.lines())


def none_lost(hand):
    """no call is lost while it leaves: the bus starts the next one"""
    chance = random.Random(7)
    stage = Stage(hand)
    try:
        stage.start_polkit()
        with open(f'{stage.folder}/services/{NAME}.service', 'w', encoding='utf-8') as file:
            words = ' '.join(stage.words(idle=1))
            file.write(f'[D-BUS Service]\nName={NAME}\nExec=/usr/bin/env '
                       f'DBUS_SYSTEM_BUS_ADDRESS={stage.address} {words}\n')
        connect(stage.address).call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'ReloadConfig', None, None, 0, -1, None)
        caller = stage.caller()
        for _ in range(200):
            answer = caller.call('ListBoot')
            expect(answer == (None, ([],)), answer)
            pause(chance.random() * 0.004)
        wait_for(lambda: not stage.is_owned(caller.bus), 'the last one leaves')
    finally:
        stage.close()


def stopped(hand):
    """when it is stopped, who is asked for a password gets an answer, and nothing is done"""
    with staged(hand, 'hanging') as stage:
        answers = []
        stage.caller().begin('Bind', flags=INTERACTIVE, answers=answers)
        wait_for(lambda: stage.polkit.asked, 'polkit is asked')
        stage.helper.terminate()
        expect(stage.helper.wait(30) == 0, stage.lines())
        wait_for(lambda: answers, 'there is an answer')
        expect(answers[0][0] == DENIED and 'stopped' in answers[0][1], answers)
        expect(stage.driver(CARD) == 'e1000e', stage.driver(CARD))
        expect(stage.polkit.cancelled, 'the dialog is taken away')


def only_one(hand):
    """a second one does not serve beside the first"""
    with staged(hand) as stage:
        second = subprocess.run(stage.words(), env=stage.environment(stage.address), check=False,
                                capture_output=True, text=True, timeout=60)
        expect(second.returncode == 1 and 'runs already' in second.stderr, second)
        expect(stage.caller().call('ListBoot')[0] is None, 'the first one does')


def as_nobody(address, *words):
    """What busctl's like says to somebody who is not root."""
    return subprocess.run(['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups',
                           'gdbus', 'call', '--address', address, '--dest', *words], check=False,
                          capture_output=True, text=True, timeout=60)


def bus_policy(hand):
    """on a system bus everybody may call this interface, and only root serves it"""
    if os.getuid() != 0:
        return 'only root can be somebody else'
    # As /usr/share/dbus-1/system.conf begins.
    closed = ('<policy context="default"><deny own="*"/><deny send_type="method_call"/>'
              '<allow send_destination="org.freedesktop.DBus"/></policy>'
              '<policy user="root"><allow own="org.freedesktop.PolicyKit1"/></policy>'
              '<policy context="default">'
              '<allow send_destination="org.freedesktop.PolicyKit1"/></policy>'
              f'<include>{TOP}/data/org.berth.Helper1.conf</include>')
    stage = Stage(hand, closed)
    try:
        os.chmod(stage.folder, 0o755)
        stage.start_polkit()
        stage.start()
        path = '/org/berth/Helper1'
        done = as_nobody(stage.address, NAME, '--object-path', path, '--method',
                         f'{NAME}.ListBoot')
        expect(done.returncode == 0, done)
        done = as_nobody(stage.address, NAME, '--object-path', path, '--method',
                         'org.example.Other.Method')
        expect('AccessDenied' in done.stderr, done)
        done = as_nobody(stage.address, 'org.freedesktop.DBus', '--object-path',
                         '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.RequestName',
                         NAME, '6')
        expect('AccessDenied' in done.stderr, done)
    finally:
        stage.close()
    return None


def policy_file(hand):
    """polkit's file is as polkit describes such files"""
    description = '/usr/share/polkit-1/policyconfig-1.dtd'
    if not shutil.which('xmllint') or not os.path.exists(description):
        return 'needs xmllint and the description that polkit ships'
    done = subprocess.run(['xmllint', '--noout', '--nonet', '--dtdvalid', description, POLICY],
                          check=False, capture_output=True, text=True)
    expect(done.returncode == 0, done.stderr)
    return None


def real_polkit(hand):
    """the polkit of this system knows the actions, and decides as they say"""
    if os.getuid() != 0 or not os.path.exists(POLKITD):
        return 'needs root and polkitd'
    inside = subprocess.run(['unshare', '--mount', '--propagation', 'private', sys.executable,
                             os.path.realpath(__file__), hand, POLICY, '--inside'], check=False,
                            capture_output=True, text=True, timeout=120)
    if inside.returncode == 77:
        return inside.stderr.strip()
    expect(inside.returncode == 0, inside.stdout + inside.stderr)
    return None


def put_policy():
    """polkit has one folder of actions, and here it gets another one with ours in it."""
    folder = tempfile.mkdtemp(prefix='berth-actions-')
    os.chmod(folder, 0o755)
    shutil.copytree(ACTIONS, folder, dirs_exist_ok=True)
    shutil.copy(POLICY, f'{folder}/org.berth.helper1.policy')
    mounted = subprocess.run(['mount', '--bind', folder, ACTIONS], check=False,
                             stderr=subprocess.DEVNULL).returncode == 0
    if not mounted:
        sys.exit('this system lets nobody mount')
    return folder


def inside_real_polkit(hand):
    folder = put_policy()
    stage = Stage(hand)
    os.chmod(stage.folder, 0o755)
    polkitd = subprocess.Popen([POLKITD, '--no-debug'], env=stage.environment(stage.address))
    try:
        bus = connect(stage.address)
        wait_for(lambda: bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'NameHasOwner', GLib.Variant('(s)', ('org.freedesktop.PolicyKit1',)), None, 0, -1,
            None).unpack()[0] or polkitd.poll() is not None, 'polkitd serves')
        if polkitd.poll() is not None:
            print('polkitd does not run here', file=sys.stderr)
            return 77
        for action in xml.parse(POLICY).iter('action'):
            said = subprocess.run(['pkaction', '--verbose', '--action-id', action.get('id')],
                                  env=stage.environment(stage.address), check=True,
                                  capture_output=True, text=True).stdout
            for kind in ('any', 'inactive', 'active'):
                allow = action.findtext(f'defaults/allow_{kind}')
                expect(any(line.split() == ['implicit', f'{kind}:', allow]
                           for line in said.splitlines()), (said, kind, allow))
        decide(stage)
    finally:
        stage.close()
        polkitd.terminate()
        polkitd.wait()
        shutil.rmtree(folder)
    return 0


def decide(stage):
    """Root may, by polkit's own rule; nobody in particular may not, and is not asked."""
    stage.start()
    expect(stage.caller().call('Bind') == (None, ('vfio-pci',)), stage.lines())
    for method, types in METHODS.items():
        if types:
            continue
        done = as_nobody(stage.address, NAME, '--object-path', '/org/berth/Helper1', '--method',
                         f'{NAME}.{method}')
        expect(DENIED in done.stderr, done)
    done = as_nobody(stage.address, NAME, '--object-path', '/org/berth/Helper1', '--method',
                     f'{NAME}.RemoveFromBoot', '(uint32 0, byte 0, byte 4, byte 0)')
    expect(DENIED in done.stderr and 'password' in done.stderr, done)


if __name__ == '__main__':
    POLICY = os.path.realpath(sys.argv[2])
    if '--inside' in sys.argv:
        sys.exit(inside_real_polkit(sys.argv[1]))
    main([modules, idle, none_lost, stopped, only_one, bus_policy, policy_file, real_polkit])
