#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""launcher: entries in the app menu."""

import os
import shutil
import subprocess

from berthctl import DONE, KVM, NOT_FOUND, expect, main

WORK = '3f0b9c52-6d1e-4c0a-9a57-0c3e5b1d7a01'


def entry_of(world):
    return f'{world.folder}/data/applications/org.berth.Berth.vm.{WORK}.desktop'


def add(world):
    """add writes an entry that starts the VM's settings by connection and UUID"""
    result = world.kvm('launcher', 'add', 'work')
    expect(result.status == DONE and entry_of(world) in result.out, result)
    with open(entry_of(world), encoding='utf-8') as file:
        text = file.read()
    command = next(line for line in text.splitlines() if line.startswith('Exec='))
    expect(KVM in command and WORK in command and 'work' not in command, text)
    expect('Name=work' in text, text)
    if shutil.which('desktop-file-validate'):
        subprocess.run(['desktop-file-validate', entry_of(world)], check=True)


def remove(world):
    """remove takes it away again, also for a VM that is gone"""
    world.kvm('launcher', 'add', 'work')
    result = world.kvm('launcher', 'remove', 'work')
    expect(result.status == DONE and not os.path.exists(entry_of(world)), result)
    world.kvm('launcher', 'add', 'work')
    result = world.qubes('launcher', 'remove', WORK)
    expect(result.status == DONE and not os.path.exists(entry_of(world)), result)


def again(world):
    """adding twice is the same as once, what is not there is not found"""
    for verb, status in (('add', DONE), ('add', DONE), ('remove', DONE), ('remove', NOT_FOUND)):
        result = world.kvm('launcher', verb, 'work')
        expect(result.status == status, result)


def nobody(world):
    """a VM that is not there has no launcher"""
    for word in ('nobody', '../../../etc/passwd', '..'):
        for verb in ('add', 'remove'):
            result = world.kvm('launcher', verb, word)
            expect(result.status == NOT_FOUND and not result.out, result)


def as_json(world):
    """--json says where the entry is"""
    result = world.kvm('--json', 'launcher', 'add', 'work')
    expect(result.answer == [{'uuid': WORK, 'launcher': entry_of(world)}], result)
    result = world.kvm('--json', 'launcher', 'remove', 'work')
    expect(result.answer == [{'uuid': WORK, 'launcher': None}], result)


main([add, remove, again, nobody, as_json])
