#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-authorisation.py HAND: without a plain yes of polkit's nothing is done, whatever the method,
whatever polkit does and whenever the caller leaves."""

import random
import re
import xml.etree.ElementTree as xml

from stage import (CARD, IDENTITY, INTERACTIVE, LONG, METHODS, NAME, SPARE, TOP, VFIO, expect,
                   look_at, main, pause, staged, wait_for)

DENIED, UNREACHABLE = 'org.berth.Error.Denied', 'org.berth.Error.Unreachable'
REFUSED = 'org.berth.Error.Refused'

# What each method says on the computer of hand.c to somebody who may: None, or the error that comes
# from the work itself, after authorisation.
ALLOWED = {'Inspect': None, 'Bind': None, 'ReturnToHost': REFUSED, 'SetPermissive': REFUSED,
           'AddToBoot': None, 'RemoveFromBoot': 'org.berth.Error.NotFound',
           'ConfirmBoot': 'org.berth.Error.NotFound', 'ListBoot': None}

MOODS = {'denied': DENIED, 'challenge': DENIED, 'dismissed': DENIED,
         'error': UNREACHABLE, 'hanging': UNREACHABLE, 'crashing': UNREACHABLE}


def read_actions():
    """{action: whoever sits in front of the computer may}"""
    tree = xml.parse(f'{TOP}/data/org.berth.helper1.policy.in')
    return {action.get('id'): action.findtext('defaults/allow_active')
            for action in tree.iter('action')}


def read_table():
    """{method: what polkit is asked} as src/helper/berth-policy.c has it."""
    with open(f'{TOP}/src/helper/berth-policy.c', encoding='utf-8') as file:
        text = file.read()
    names = dict(re.findall(r'#define (\w+) "([^"]+)"', text))
    return {method: names[action] for method, action in re.findall(r'\{ "(\w+)", (\w+)', text)}


def tables(hand):
    """the interface, the table of permissions and polkit's file agree"""
    expect(sorted(read_table()) == sorted(METHODS), 'each method has its row, and no other has')
    expect(sorted(set(read_table().values())) == sorted(read_actions()), read_actions())
    for action, active in read_actions().items():
        expect(active == ('yes' if action.endswith('.inspect') else 'auth_admin'), action)


def unasked(stage, method, flags=0):
    """Calls and expects that nothing has changed; returns the answer."""
    before = look_at(stage.computer)
    caller = stage.caller()
    answer = caller.call(method, flags=flags)
    caller.leave()
    expect(look_at(stage.computer) == before, f'{method} changed something')
    stage.expect_alive()
    return answer


def walk(hand):
    """every method, every way of not being allowed: no effect"""
    for mood, error in MOODS.items():
        patience = 100 if mood == 'hanging' else LONG
        with staged(hand, mood, polkit=patience, dialog=patience) as stage:
            for method in METHODS:
                for flags in (0, INTERACTIVE):
                    if stage.polkit.bus.is_closed():
                        stage.stop_polkit()
                        stage.start_polkit(mood)
                    name, words = unasked(stage, method, flags)
                    expect(name == error, (mood, method, name, words))
                    question = stage.polkit.asked[-1]
                    expect(question['action'] == read_table()[method], question)
                    expect(question['interactive'] == bool(flags), question)
                    expect(sum(f': {method}' in line and error in line
                               for line in stage.lines()) >= 1, stage.lines())
            expect(len(stage.lines()) == 2 * len(METHODS), stage.lines())
            if mood == 'hanging':
                expect(len(stage.polkit.cancelled) == 2 * len(METHODS), stage.polkit.cancelled)


def no_polkit(hand):
    """every method without a polkit: no effect"""
    with staged(hand, None) as stage:
        for method in METHODS:
            name, words = unasked(stage, method)
            expect(name == UNREACHABLE and 'polkit' in words, (method, name, words))


def allowed(hand):
    """who is allowed gets what the method does, and this is seen"""
    for method in METHODS:
        with staged(hand) as stage:
            before = look_at(stage.computer)
            name, words = stage.caller().call(method)
            expect(name == ALLOWED[method], (method, name, words))
            changed = look_at(stage.computer) != before
            if method in ('Bind', 'AddToBoot', 'Inspect', 'ListBoot'):
                expect(changed == (method in ('Bind', 'AddToBoot')), (method, changed))


def subject(hand):
    """polkit is told the name on the bus and numbers, nothing of the caller's process"""
    with staged(hand, 'denied') as stage:
        caller = stage.caller()
        for method, types in METHODS.items():
            caller.call(method)
            question = stage.polkit.asked[-1]
            expect(question['kind'] == 'system-bus-name', question)
            expect(question['subject'] == {'name': caller.name}, question)
            details = {}
            if types:
                details['address'] = '0000:00:04.0'
            if len(types) > 1:
                # As Debian's pci.ids has it.
                details['device'] = 'Intel Corporation 82574L Gigabit Network Connection'
            expect(question['details'] == details, question)
        expect(len(stage.polkit.asked) == len(METHODS), 'once each')


def ask(stage, method):
    """A caller whom polkit is being asked about."""
    asked = len(stage.polkit.asked)
    caller = stage.caller()
    caller.begin(method, flags=INTERACTIVE)
    wait_for(lambda: len(stage.polkit.asked) > asked, 'polkit is asked')
    return caller


def gone_while_asked(hand):
    """a caller who leaves while polkit asks gets nothing done, and the dialog is taken away"""
    with staged(hand, 'hanging') as stage:
        before = look_at(stage.computer)
        for told, method in enumerate(METHODS):
            ask(stage, method).leave()
            wait_for(lambda n=told: len(stage.lines()) > n, 'it is noticed')
            expect('has left' in stage.lines()[-1], stage.lines())
            wait_for(lambda n=told: len(stage.polkit.cancelled) > n, 'polkit hears of it')
        expect(look_at(stage.computer) == before, 'nothing is done')


def gone_with_yes(hand):
    """a caller who leaves just when polkit says yes: whichever comes first, all goes on"""
    for method in METHODS:
        with staged(hand, 'hanging') as stage:
            ask(stage, method).bus.close(None)
            stage.polkit.answer(True)
            stage.polkit.mood = 'allowed'
            expect(stage.caller().call('ReturnToHost', SPARE) == (None, ('e1000e',)), method)
            expect(stage.driver(CARD) in ('e1000e', 'vfio-pci'), stage.driver(CARD))


def gone_any_time(hand):
    """a caller who leaves at any moment leaves the device on its old driver or on the new one"""
    chance = random.Random(4)
    with staged(hand) as stage:
        drivers = set()
        for _ in range(60):
            caller = stage.caller()
            caller.begin('Bind', CARD, IDENTITY, VFIO)
            delay = chance.choice((0, 0, 0.001, 0.003, 0.01, 0.03)) * chance.random()
            pause(delay)
            caller.leave()
            # One after the other: what was begun has ended when this is answered.
            other = stage.caller()
            other.call('ReturnToHost', SPARE, (1, 2, 3, 4, 5, 6))
            drivers.add(stage.driver(CARD))
            name, words = other.call('ReturnToHost', CARD, IDENTITY)
            expect(name in (None, REFUSED), (name, words))
            expect(stage.driver(CARD) == 'e1000e', stage.driver(CARD))
            other.leave()
        # Some were in time and some were not.
        expect(drivers == {'e1000e', 'vfio-pci'}, drivers)
        stage.expect_alive()


def switched_off(hand):
    """with berth.disable=1 nothing is given away, and nobody is asked for a password"""
    with staged(hand) as stage:
        stage.put('proc/cmdline', 'quiet berth.disable=1\n')
        for method in ('Bind', 'SetPermissive', 'AddToBoot', 'ConfirmBoot'):
            name, words = unasked(stage, method, INTERACTIVE)
            expect(name == REFUSED and 'berth.disable=1' in words, (method, name, words))
        expect(not stage.polkit.asked, stage.polkit.asked)
        caller = stage.caller()
        expect(caller.call('ReturnToHost', SPARE)[0] is None, stage.lines())
        expect(stage.driver(SPARE) == 'e1000e', stage.driver(SPARE))
        for method in ('Inspect', 'ListBoot'):
            expect(caller.call(method)[0] is None, method)
        expect(caller.call('RemoveFromBoot')[0] == 'org.berth.Error.NotFound', NAME)


if __name__ == '__main__':
    main([tables, walk, no_polkit, allowed, subject, gone_while_asked, gone_with_yes,
          gone_any_time, switched_off])
