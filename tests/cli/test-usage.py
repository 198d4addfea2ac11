#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was typed wrong, and what explains itself."""

import os
import re

from berthctl import DONE, KVM, TOP, USAGE, expect, main

VERBS = ['vms', 'devices', 'show', 'check', 'assign', 'take-back', 'pin', 'move', 'bind', 'return',
         'permissive', 'boot', 'launcher', 'record']


def help_for_all(world):
    """--help lists the verbs, with or without one it needs nothing"""
    result = world.run('--help')
    expect(result.status == DONE and not result.err, result)
    for verb in VERBS:
        expect(re.search(rf'^  {verb} ', result.out, re.M), result)
        own = world.run(verb, '--help')
        expect(own.status == DONE and own.out.startswith(f'Usage: berthctl {verb} '), own)
        expect(world.run('--help', verb).out == own.out, own)
        expect('--connect' in own.out, own)
    for option in ('--permissive', '--no-strict-reset', '--unmanaged', '--dry-run', '--yes',
                   '--function', '--with-companions', '--rom-bar', '--optional', '--force'):
        expect(option in world.run('assign', '--help').out, option)
        expect(option not in result.out, result)


def manual(world):
    """the manual page knows every verb and option, and no others"""
    with open(os.path.join(TOP, 'docs/berthctl.1'), encoding='utf-8') as file:
        page = file.read().replace('\\-', '-').replace('\\&', '')
    helped = set(VERBS) | {'unassign'}
    for verb in VERBS:
        helped |= set(re.findall(r'--[a-z-]+', world.run(verb, '--help').out))
    for word in helped:
        assert word in page, f'{word} is not in the manual page'
    for option in set(re.findall(r'--[a-z-]+', page)) - helped:
        raise AssertionError(f'{option} stands in the manual page only')


def version(world):
    """--version says the version"""
    result = world.run('--version')
    expect(result.status == DONE and re.fullmatch(r'berthctl \d+(\.\d+)+\n', result.out), result)


def nothing(world):
    """nothing typed is a usage error"""
    result = world.run()
    expect(result.status == USAGE and 'berthctl --help' in result.err and not result.out, result)


def unknown_verbs(world):
    """an unknown verb is answered with the nearest one"""
    for typed, meant in (('asign', 'assign'), ('device', 'devices'), ('vm', 'vms'),
                         ('takeback', 'take-back'), ('unasign', 'unassign')):
        result = world.run(typed)
        expect(result.status == USAGE and f'“{meant}”' in result.err, result)
    result = world.run('reboot')
    expect(result.status == USAGE and '“reboot”' in result.err, result)


def wrong_words(world):
    """wrong options, too few and too many words are usage errors"""
    for words in (['vms', 'x'], ['show'], ['show', 'a', 'b'], ['assign', 'work'], ['assign'],
                  ['take-back', 'work'], ['launcher'], ['launcher', 'add'],
                  ['launcher', 'move', 'work'], ['record'], ['record', 'a', 'b'],
                  ['--bad', 'vms'], ['vms', '--permissive'],
                  ['assign', 'work', '05:00.0', '--permissive=maybe'], ['pin', 'work'],
                  ['move', 'work'], ['assign', 'work', '05:00.0', '--rom-bar=maybe'],
                  ['assign', 'work', '05:00.0', '--rom-bar'], ['pin', '--force=x', 'work', 'x'],
                  ['bind'], ['return'], ['permissive'], ['boot', 'add'], ['boot', 'remove'],
                  ['boot', 'confirm'], ['boot', 'list', 'x'], ['boot', 'nonsense', '05:00.0'],
                  ['boot', 'remove', '--driver=pciback', '05:00.0'],
                  ['bind', '--driver', '05:00.0'], ['bind', '--driver=e1000e', '05:00.0'],
                  ['return', '--driver=vfio-pci', '05:00.0'], ['bind', '1-10'],
                  ['bind', '05:00.0', 'nonsense'], ['bind', '0000:05:*.*'], ['bind', '05:00'],
                  ['--connect'],
                  ['-c', '', 'vms'], ['--demo=x', 'vms']):
        result = world.run(*(words if '--connect' in words or '-c' in words or '--demo=x' in words
                             else ['-c', KVM] + words))
        expect(result.status == USAGE and not result.out, result)
        expect(re.fullmatch(r'berthctl: .+[^.]\.\n', result.err), result)
    result = world.run('boot', 'add')
    expect('“berthctl boot add DEVICE…”' in result.err and 'no sense' not in result.err, result)


def demo_alone(world):
    """the demo is never opened beside a real connection"""
    result = world.run('--demo', '-c', 'qemu:///system', 'vms')
    expect(result.status == USAGE and not result.out, result)


def hostile_words(world):
    """words that would steer a terminal are made visible"""
    for word in ('\033[31mred', '\u202eevil', 'a\nb', 'x' * 100000):
        for words in ([word], ['show', word], ['devices', word], ['--' + word],
                      ['-c', word, 'vms'], ['bind', word], ['boot', word], ['boot', 'add', word],
                      ['bind', '--driver', word, '05:00.0'], ['boot', 'remove', word]):
            result = world.run(*(words if '-c' in words else ['-c', KVM] + words))
            expect(result.status != DONE and not result.out, result)
            expect('\033' not in result.err and '\u202e' not in result.err, result)
            expect(len(result.err.splitlines()) == 1 and len(result.err) < 1500, result)


main([help_for_all, manual, version, nothing, unknown_verbs, wrong_words, demo_alone,
      hostile_words])
