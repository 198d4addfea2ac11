#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-bad-input.py HAND: whatever a caller sends, the answer is an error with a name, the log has
one line about it, nothing is done, and the next caller is served."""

import os
import re
import resource
import threading

from stage import (BRIDGE, CARD, IDENTITY, INTERACTIVE, KEYBOARD, METHODS, SPARE, VFIO,
                   Gio, GLib, arguments, expect, look_at, main, pause, staged, wait_for)

INVALID, REFUSED = 'org.berth.Error.Invalid', 'org.berth.Error.Refused'
CONFLICT, NOT_FOUND = 'org.berth.Error.Conflict', 'org.berth.Error.NotFound'
FAILED, STUCK = 'org.berth.Error.Failed', 'org.berth.Error.Stuck'
ARGS = 'org.freedesktop.DBus.Error.InvalidArgs'
UNKNOWN = 'org.freedesktop.DBus.Error.UnknownMethod'

WITH_ADDRESS = [method for method, types in METHODS.items() if types]
TAKES = ('Bind', 'AddToBoot')


def changed(value, place, other):
    """VALUE with OTHER at PLACE."""
    return value[:place] + (other,) + value[place + 1:]


# What a wildcard is in the kernel's own numbers, and what no address is.
ADDRESSES = [changed(CARD, 0, 0xffffffff), changed(CARD, 0, 0x1000000), changed(CARD, 2, 32),
             changed(CARD, 2, 255), changed(CARD, 3, 8), changed(CARD, 3, 255),
             (0xffffffff, 255, 255, 255)]
IDENTITIES = [changed(IDENTITY, 4, 0x1000000), changed(IDENTITY, 4, 0xffffffff),
              changed(IDENTITY, 0, 0xffff)]
OTHERS = [changed(IDENTITY, place, 1) for place in range(6)]
TARGETS = [0, 3, 128, 255]


def list_numbers():
    """(method, values, the error): numbers of the right types that are not what they must be."""
    for method in WITH_ADDRESS:
        types = METHODS[method]
        yield from ((method, (address,), INVALID) for address in ADDRESSES)
        if len(types) > 1:
            yield from ((method, (CARD, identity), INVALID) for identity in IDENTITIES)
            yield from ((method, (CARD, other), CONFLICT) for other in OTHERS)
            yield method, (BRIDGE, (0x8086, 1, 0, 0, 0x60400, 0)), CONFLICT
            yield method, ((0, 0, 9, 0),), NOT_FOUND
        if len(types) > 2:
            yield from ((method, (CARD, IDENTITY, target), INVALID) for target in TARGETS)


def one_line(stage, method, body, error, told):
    """Sends BODY; what came back, and what was logged for it."""
    caller = stage.caller()
    name, words = caller.send(caller.message(method, body))
    caller.leave()
    expect(name == error, (method, body and body.print_(False)[:200], name, words))
    wait_for(lambda: len(stage.lines()) > told, f'a line about {method}')
    expect(len(stage.lines()) == told + 1 and error in stage.lines()[-1], stage.lines()[told:])


def numbers(hand):
    """numbers out of their ranges, wildcards, other devices and bridges"""
    with staged(hand) as stage:
        before = look_at(stage.computer)
        for told, (method, values, error) in enumerate(list_numbers()):
            one_line(stage, method, arguments(method, *values), error, told)
        expect(look_at(stage.computer) == before, 'nothing is done')
        expect(stage.caller().call('ListBoot') == (None, ([],)), stage.lines())


def read_identity(stage, address):
    """Which device sits at ADDRESS, as anybody may read it."""
    place = '%s/sys/bus/pci/devices/%04x:%02x:%02x.%x' % (stage.computer, *address)
    with open(f'{place}/uevent', encoding='ascii') as file:
        said = dict(line.split('=', 1) for line in file.read().split())
    with open(f'{place}/revision', encoding='ascii') as file:
        revision = int(file.read(), 16)
    ids = f'{said["PCI_ID"]}:{said["PCI_SUBSYS_ID"]}'.split(':')
    return (*(int(number, 16) for number in ids), int(said['PCI_CLASS'], 16), revision)


def needed(hand):
    """the bridge, and the keyboard's controller, also to root with polkit's yes"""
    with staged(hand) as stage:
        before = look_at(stage.computer)
        for method in TAKES:
            for address in (BRIDGE, KEYBOARD):
                identity = read_identity(stage, address)
                name, words = stage.caller().call(method, address, identity, VFIO)
                expect(name == REFUSED, (method, address, name, words))
        expect(look_at(stage.computer) == before, 'nothing is done')


def list_bodies():
    """Bodies of other types, small and large."""
    yield GLib.Variant('(s)', ('0000:*:*.*\n\x1b[31m',))
    yield GLib.Variant('(v)', (GLib.Variant('(uyyy)', CARD),))
    yield GLib.Variant('((uuuu))', (CARD,))
    yield GLib.Variant('((uyyy)(qqqquy)s)', (CARD, IDENTITY, 'e1000e'))
    yield GLib.Variant('((uyyy)(qqqquy)yy)', (CARD, IDENTITY, VFIO, VFIO))
    yield GLib.Variant('(ay)', (list(b'/sys/bus/pci'),))
    yield GLib.Variant('(a(uyyy))', ([CARD] * 100000,))
    yield GLib.Variant('(as)', (['0000:00:04.0'] * 100000,))
    yield GLib.Variant('(s)', ('x' * (8 << 20),))


def types(hand):
    """arguments of other types, 100,000 of them, and eight megabytes of one"""
    with staged(hand) as stage:
        before = look_at(stage.computer)
        told = 0
        for body in list_bodies():
            for method in ('Bind', 'RemoveFromBoot', 'ListBoot'):
                one_line(stage, method, body, ARGS, told)
                told += 1
        for method in ('bind', 'BindAll', 'Get', 'x' * 255):
            one_line(stage, method, None, UNKNOWN, told)
            told += 1
        expect(not stage.polkit.asked, stage.polkit.asked)
        expect(look_at(stage.computer) == before, 'nothing is done')
        expect(stage.caller().call('Inspect')[0] is None, stage.lines())


def descriptors(hand):
    """file descriptors are not taken"""
    with staged(hand) as stage:
        caller = stage.caller()
        for told, method in enumerate(METHODS):
            message = caller.message(method, arguments(method))
            fds = Gio.UnixFDList.new()
            with open('/dev/null', 'rb') as file:
                for _ in range(8):
                    fds.append(file.fileno())
            message.set_unix_fd_list(fds)
            name, words = caller.send(message)
            expect(name == INVALID and 'descriptor' in words, (method, name, words))
            expect(len(stage.lines()) == told + 1, stage.lines())
        open_files = os.listdir(f'/proc/{stage.helper.pid}/fd')
        expect(len(open_files) < 20, open_files)
        expect(not stage.polkit.asked, stage.polkit.asked)


def too_many(hand):
    """nine calls at once, and two dialogs, of one caller; others are served"""
    with staged(hand, 'hanging') as stage:
        caller, answers = stage.caller(), []
        for number in range(8):
            caller.begin('ListBoot', answers=answers)
            wait_for(lambda n=number: len(stage.polkit.asked) > n, 'polkit is asked')
        name, words = caller.call('ListBoot')
        expect(name == FAILED and 'at once' in words, (name, words))
        stage.polkit.answer(True)
        wait_for(lambda: len(answers) == 8, answers)
        expect({answer[0] for answer in answers} == {None}, answers)

        caller.begin('Bind', flags=INTERACTIVE, answers=answers)
        wait_for(lambda: len(stage.polkit.asked) == 9, 'polkit is asked')
        name, words = caller.call('Bind', flags=INTERACTIVE)
        expect(name == FAILED and 'password' in words, (name, words))
        stage.caller().begin('ListBoot', flags=INTERACTIVE, answers=answers)
        wait_for(lambda: len(stage.polkit.asked) == 10, 'another caller may be asked')
        stage.polkit.answer(False)
        wait_for(lambda: len(answers) == 10, answers)
        expect(stage.driver(CARD) == 'e1000e', stage.driver(CARD))


def one_user(hand):
    """the connections of one user are told that it is too much before others are kept out"""
    with staged(hand, 'hanging') as stage:
        answers = []
        for number in range(60):
            stage.caller().begin('Bind', flags=INTERACTIVE, answers=answers)
            wait_for(lambda n=number: len(stage.polkit.asked) + len(answers) > n, 'it arrives')
        names = [name for name, _ in answers]
        expect(set(names) == {FAILED} and 30 < len(names) < 50, names)
        stage.polkit.answer(False)
        wait_for(lambda: len(answers) == 60, len(answers))
        expect(stage.driver(CARD) == 'e1000e', stage.driver(CARD))


def flood(hand):
    """200 callers with ten calls each: each call has an answer, and the next caller too"""
    resource.setrlimit(resource.RLIMIT_NOFILE,
                       (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with staged(hand) as stage:
        before = look_at(stage.computer)
        callers = [stage.caller() for _ in range(200)]
        answers, lock = [], threading.Lock()

        def answered(bus, result):
            try:
                reply = bus.send_message_with_reply_finish(result)
                name = reply.get_error_name()
            except GLib.Error as error:
                name = str(error)
            with lock:
                answers.append(name)

        context = GLib.MainContext.default()
        for number in range(10):
            for caller in callers:
                method = ('Inspect', 'ListBoot', 'ReturnToHost')[number % 3]
                caller.bus.send_message_with_reply(
                    caller.message(method, arguments(method)), Gio.DBusSendMessageFlags.NONE,
                    120000, None, answered)
        while len(answers) < 2000:
            context.iteration(True)
        expect(set(answers) <= {None, FAILED, REFUSED}, set(answers))
        expect(None in answers, 'some are served')
        for caller in callers:
            caller.leave()
        expect(stage.caller().call('ListBoot')[0] is None, stage.lines()[-5:])
        expect(look_at(stage.computer) == before, 'nothing is done')


def hostile_words(hand):
    """names of files and drivers with controls in them are logged and told as plain lines"""
    with staged(hand) as stage:
        hostile = 'a\n\x1b[31m\u202eb'
        stage.put(f'etc/berth/boot.d/{hostile}', 'x\x00\n\x1b[1m')
        os.chmod(f'{stage.computer}/etc/berth/boot.d', 0o755)
        name, words = stage.caller().call('ListBoot')
        expect(name is None or not re.search('[\x00-\x1f\u202e]', words), (name, words))
        link = f'{stage.computer}/sys/bus/pci/devices/0000:00:04.0/driver'
        os.unlink(link)
        os.symlink(f'../../../bus/pci/drivers/{hostile}', link)
        for method in ('SetPermissive', 'ReturnToHost', 'Bind'):
            name, words = stage.caller().call(method)
            expect(not re.search('[\x00-\x1f]', ''.join(words)), (method, name, words))
        expect(len(stage.lines()) > 3, 'lines() looks at each')


def stuck(hand):
    """a write that hangs: an error, marked as stuck, others are served, and the helper stays"""
    with staged(hand, hanging=2, idle=50) as stage:
        caller = stage.caller()
        name, words = caller.call('Bind')
        expect(name == STUCK, (name, words))
        seen = {row[0]: row[1] for row in caller.call('Inspect')[1][0]}
        expect(seen[CARD] & 8 and not seen[SPARE] & 8, seen)
        name, words = caller.call('ReturnToHost', SPARE)
        expect(name is None and words == ('e1000e',), (name, words))
        # Whoever reads this of such a device hangs too: the kernel holds its lock.
        override = f'{stage.computer}/sys/bus/pci/devices/0000:00:04.0/driver_override'
        os.unlink(override)
        os.mkfifo(override)
        for method in ('Bind', 'ReturnToHost', 'SetPermissive', 'AddToBoot'):
            name, words = caller.call(method)
            expect(name == STUCK, (method, name, words))
        # Much longer than it stays when idle.
        pause(0.5)
        stage.expect_alive()
        expect(caller.call('ListBoot')[0] is None, stage.lines())
        end_children(stage.helper.pid)
        expect(stage.helper.wait(30) == 0, 'it leaves when nothing is stuck any more')


def end_children(pid):
    """The kernel finishes at last what hung: the mock's writers."""
    with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
        for child in file.read().split():
            os.kill(int(child), 9)


if __name__ == '__main__':
    main([numbers, needed, types, descriptors, too_many, one_user, flood, hostile_words, stuck])
