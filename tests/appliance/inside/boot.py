# SPDX-License-Identifier: GPL-3.0-or-later
"""Bound at every boot: on trial, confirmed, not confirmed, switched off, and moved."""

import os

import bus
from computer import berthctl, driver, ids, must, read, write
from story import check, comes, play, same

SURE = '0000:00:04.0'  # stays where it is when a card is added
TWIN = '0000:03:00.0'  # does not: the controller of the keyboard gets its address
KEYBOARD_IDS = '1b36:000d'
FOLDER = '/etc/berth/boot.d'
SESSIONS = '/run/systemd/sessions'


def bindings():
    """address → (trial, what became of it) as Berth says."""
    return {one['address']: (one['trial'], one['outcome'])
            for one in berthctl('--connect', 'none', 'boot', 'list').data if one['by'] == 'berth'}


def state():
    return f'{bindings()}\n{read_files()}\n{journal()}'


def read_files():
    folders = (FOLDER, '/run/berth/boot')
    return [(name, read(f'{folder}/{name}')) for folder in folders if os.path.isdir(folder)
            for name in os.listdir(folder)]


def journal():
    return bus.run('journalctl', '--boot', '--unit', 'berth-boot.service', '--output', 'cat').out


def add_both():
    for address in (SURE, TWIN):
        answer = berthctl('--connect', 'none', 'boot', 'add', '--yes', address)
        check(f'{address} is to be bound at boot', answer.code == 0, answer)
        same(f'{address} is where it was', driver(address), 'e1000e')
    same('both are new', {address: trial for address, (trial, _) in bindings().items()},
         {SURE: 'new', TWIN: 'new'})


def on_trial():
    for address in (SURE, TWIN):
        check(f'{address} is bound', driver(address) == 'vfio-pci', driver(address), state())
    same('both are on trial', bindings(), {SURE: ('tried', 'bound'), TWIN: ('tried', 'bound')})
    answer = berthctl('--connect', 'none', 'boot', 'confirm', '--yes', SURE)
    check('one is confirmed', answer.code == 0, answer)


def one_confirmed():
    check('the confirmed one is bound', driver(SURE) == 'vfio-pci', driver(SURE), state())
    check('the other one is not', driver(TWIN) == 'e1000e', driver(TWIN), state())
    same('and it is said why', bindings(),
         {SURE: ('confirmed', 'bound'), TWIN: ('tried', 'not-confirmed')})
    answer = berthctl('--connect', 'none', 'boot', 'add', '--yes', TWIN)
    check('it can be tried again', answer.code == 0, answer)


def switched_off():
    """berth.disable=1"""
    for address in (SURE, TWIN):
        check(f'{address} is with the host', driver(address) == 'e1000e', driver(address), state())
    check('the trial is not used up', bindings()[TWIN][0] == 'new', state())
    check('the helper binds nothing', bus.bind(SURE, 'vfio-pci').code != 0)
    same('and nothing happened', driver(SURE), 'e1000e')


def log_in(service, terminal):
    """keeper logs in at a terminal, past PAM's @service: logind hears of it as of any other."""
    sessions = os.listdir(SESSIONS) if os.path.isdir(SESSIONS) else []
    must('systemd-run', f'--unit=test-{service}', '--uid=keeper', '-p', f'PAMName={service}',
         '-p', f'TTYPath={terminal}', '-p', 'StandardInput=tty', 'sleep', 'infinity')
    comes(f'logind knows of the login by {service}',
          lambda: set(os.listdir(SESSIONS)) - set(sessions) if os.path.isdir(SESSIONS) else False)


def logged_in():
    """A login ends a trial, but not one that nobody had to prove anything for."""
    same('the second trial is on', bindings(),
         {SURE: ('confirmed', 'bound'), TWIN: ('tried', 'bound')})
    write('/etc/pam.d/test-autologin', read('/etc/pam.d/login') + '\n')
    log_in('test-autologin', '/dev/tty5')
    must('systemctl', 'start', 'berth-boot-confirm.service')
    same('who is logged in without a password ends no trial', bindings()[TWIN][0], 'tried')
    log_in('login', '/dev/tty6')
    comes('a login ends it', lambda: bindings()[TWIN] == ('confirmed', 'bound'))
    check('the watch has not run wild', bus.run('systemctl', 'is-failed', 'berth-boot-confirm.path',
                                                'berth-boot-confirm.service').code != 0, journal())


def moved():
    """A card sits in front, and where the trial was is now the keyboard."""
    same('the keyboard has the address', ids(TWIN), KEYBOARD_IDS)
    check('and is with the host', driver(TWIN) == 'xhci_hcd', driver(TWIN), state())
    same('it is said why', bindings().get(TWIN, (None, None))[1], 'changed')
    check('the confirmed one is bound', driver(SURE) == 'vfio-pci', driver(SURE), state())
    for address in (SURE, TWIN):
        answer = berthctl('--connect', 'none', 'boot', 'remove', '--yes', address)
        check(f'{address} is removed', answer.code == 0, answer)
    same('no file is left', os.listdir(FOLDER), [])
    same('what is bound stays bound', driver(SURE), 'vfio-pci')
    same('no system call was denied', bus.denied_calls(), [])


if __name__ == '__main__':
    play(({}, add_both), ({}, on_trial), ({}, one_confirmed),
         ({'append': 'berth.disable=1'}, switched_off), ({}, logged_in), ({'card': True}, moved))
