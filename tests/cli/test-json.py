#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds docs/json.md against what berthctl prints: every key, its type and its words."""

import json
import os
import re

from berthctl import KVM, TOP, expect, main

NIC = '05:00.0'


def read_tables():
    """{heading: {key: (type, documented words)}}"""
    tables, heading = {}, None
    with open(os.path.join(TOP, 'docs/json.md'), encoding='utf-8') as file:
        for line in file:
            if line.startswith('## '):
                heading = line[3:].strip()
            row = re.match(r'\| `(\w+)` \| ([^|]+) \| (.*) \|$', line)
            if row and heading:
                words = re.findall(r'`([a-z-]+)`', row[3])
                tables.setdefault(heading, {})[row[1]] = (row[2].strip(), words)
    return tables


TABLES = read_tables()

# Which objects the elements of an array are.
ELEMENTS = {'array of findings': 'Finding', 'array of VM devices': 'VM device',
            'array of steps': 'Step', 'array of remedies': 'Remedy',
            'array of boot bindings': 'Boot binding'}

# Keys whose value is one of the words in their row, and only of these.
CHOICES = {'Device': {'bus', 'class', 'need'}, 'Remedy': {'kind'}, 'Check': {'about'},
           'Finding': {'severity'}, 'VM': {'state'}, 'Step': {'step'},
           'Boot binding': {'by', 'trial', 'outcome'},
           'Host action': {'action', 'target', 'result'},
           'VM device': {'role', 'form', 'identity', 'options'}, 'Error': {'error'}}


def check_type(kind, value, place):
    """Sentences about what is wrong with @value, which should be a @kind."""
    if kind.endswith(' or null'):
        return [] if value is None else check_type(kind.removesuffix(' or null'), value, place)
    if kind == 'string':
        good = isinstance(value, str)
    elif kind == 'number':
        good = isinstance(value, int) and not isinstance(value, bool)
    elif kind == 'true or false':
        good = isinstance(value, bool)
    elif kind == 'array of strings':
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
    elif kind in ELEMENTS:
        good = isinstance(value, list)
    else:
        return [f'{place}: docs/json.md knows no type “{kind}”']
    return [] if good else [f'{place} is {value!r}, not a {kind}']


def check_object(name, value, seen):
    """The same about one object, and counts in @seen what was looked at."""
    table = TABLES[name]
    seen.setdefault(name, set()).update(value)
    found = [f'{name}: docs/json.md does not know “{key}”' for key in value.keys() - table.keys()]
    found += [f'{name}: “{key}” is not there' for key in table.keys() - value.keys()]
    for key in value.keys() & table.keys():
        kind, words = table[key]
        found += check_type(kind, value[key], f'{name}: “{key}”')
        if key in CHOICES.get(name, ()):
            given = value[key] if isinstance(value[key], list) else [value[key]]
            found += [f'{name}: “{key}” is “{word}”, which docs/json.md does not know'
                      for word in given if word is not None and word not in words]
        for item in value[key] if kind in ELEMENTS else ():
            found += check_object(ELEMENTS[kind], item, seen)
    return found


def hold(name, values, seen):
    assert values, f'nothing to hold against the table of {name}'
    found = [sentence for value in values for sentence in check_object(name, value, seen)]
    assert not found, '\n'.join(sorted(set(found)))


def hold_host_side(world, seen):
    for words in (['bind', '-n', NIC], ['bind', NIC], ['bind', NIC], ['return', NIC],
                  ['boot', 'add', NIC], ['boot', 'add', '-n', NIC, '05:00.1']):
        hold('Host action', world.kvm('--json', *words).answer, seen)
    hold('Boot binding', world.kvm('--json', 'boot').answer, seen)
    hold('Device', world.kvm('--json', 'devices', NIC).answer, seen)
    hold('Host action', world.kvm('--json', 'boot', 'remove', NIC).answer, seen)


def tables(world):
    """every answer has the keys, types and words of docs/json.md, and no others"""
    seen = {}
    hold('Device', world.run('--json', '--demo', 'devices').answer, seen)
    hold('VM', world.run('--json', '--demo', 'vms').answer, seen)
    hold('VM', world.kvm('--json', 'show', 'work').answer, seen)
    hold('Check', world.run('--json', '--demo', 'check').answer, seen)
    hold('Check', world.run('--json', '--demo', 'check', '04:00.0', 'media').answer, seen)
    hold('Plan', world.kvm('--json', 'assign', '--dry-run', 'work', NIC).answer, seen)
    hold('Plan', world.kvm('--json', 'take-back', '-n', 'windows-11', '01:00.0').answer, seen)
    hold('VM', world.kvm('--json', 'assign', 'work', NIC).answer, seen)
    hold('VM', world.kvm('--json', 'take-back', 'work', NIC).answer, seen)
    hold_host_side(world, seen)
    hold('Launcher', world.kvm('--json', 'launcher', 'add', 'work').answer, seen)
    hold('Launcher', world.kvm('--json', 'launcher', 'remove', 'work').answer, seen)
    hold('Record', world.kvm('--json', 'record', f'{world.folder}/recorded').answer, seen)
    hold('Error', [world.kvm('--json', 'assign', 'work', '04:00.0').error], seen)
    hold('Error', [world.run('--json', 'nonsense').error], seen)
    assert seen.keys() == TABLES.keys(), TABLES.keys() - seen.keys()


def one_array(world):
    """an answer is one array of objects, and nothing else is on the output"""
    for words in (['vms'], ['devices'], ['devices', NIC], ['show', 'old-mac'], ['check'],
                  ['check', 'media', NIC], ['boot'], ['boot', 'list'], ['bind', '--dry-run', NIC],
                  ['assign', 'old-mac', '03:00.0', '--dry-run']):
        result = world.kvm('--json', *words)
        if result.out:
            expect(isinstance(result.answer, list), result)
            expect(all(isinstance(item, dict) for item in result.answer), result)
    result = world.run('--json', '-c', KVM, '-c', 'folder:///nonexistent', 'vms')
    expect(len(result.answer) == 6, result)
    expect([json.loads(line) for line in result.err.splitlines()], result)


main([tables, one_array])
