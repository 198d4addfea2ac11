#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The root helper: its first answer after the bus has started it, and its memory, against a service
that does nothing; and binding a device and giving it back, against the bare writes."""

import os
import statistics
import subprocess
import sys
import time

import clock

TESTS = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../../tests/helper')
sys.path.insert(0, TESTS)

from stage import (CARD, NAME, PATH, POLKIT, POLKIT_PATH, Gio, GLib, Stage, connect, expect,
                   wait_for)

BARE, BARE_PATH = 'org.example.Bare', '/org/example/Bare'
TURNS = 31
PAIRS = 40


def bus_call(bus, method, *names):
    values = GLib.Variant(f'({"s" * len(names)})', names) if names else None
    return bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                         method, values, None, 0, -1, None)


def write_service(stage, name, words):
    quoted = ' '.join(GLib.shell_quote(word) for word in words)
    with open(f'{stage.folder}/services/{name}.service', 'w', encoding='utf-8') as file:
        file.write(f'[D-BUS Service]\nName={name}\nExec=/usr/bin/env '
                   f'DBUS_SYSTEM_BUS_ADDRESS={stage.address} {quoted}\n')


def read_memory(pid):
    """Resident KiB: all of it, and what is the process's own."""
    with open(f'/proc/{pid}/status', encoding='ascii') as file:
        said = dict(line.split(':', 1) for line in file)
    return int(said['VmRSS'].split()[0]), int(said['RssAnon'].split()[0])


def first_answer(bus, name, path, method):
    """Milliseconds until a service that does not run has answered, and its memory then."""
    message = Gio.DBusMessage.new_method_call(name, path, name, method)
    begin = time.perf_counter()
    reply = bus.send_message_with_reply_sync(message, Gio.DBusSendMessageFlags.NONE, 30000,
                                             None)[0]
    seconds = time.perf_counter() - begin
    expect(reply.get_message_type() == Gio.DBusMessageType.METHOD_RETURN,
           reply.get_error_name() or '')
    pid = bus_call(bus, 'GetConnectionUnixProcessID', name).unpack()[0]
    memory = read_memory(pid)
    os.kill(pid, 15)
    wait_for(lambda: not bus_call(bus, 'NameHasOwner', name).unpack()[0], 'it leaves')
    return seconds, memory


def measure_start(build, stage):
    bare = f'{build}/tests/bench/bare-service'
    polkit = subprocess.Popen(
        [bare, POLKIT, POLKIT_PATH, 'org.freedesktop.PolicyKit1.Authority', 'CheckAuthorization',
         '((bba{ss}))', '((true, false, {}),)'], env=stage.environment(stage.address))
    write_service(stage, NAME, [f'{build}/src/helper/berth-helper'])
    write_service(stage, BARE, [bare, BARE, BARE_PATH, BARE, 'Do', '(as)', '([],)'])
    bus = connect(stage.address)
    bus_call(bus, 'ReloadConfig')
    wait_for(lambda: bus_call(bus, 'NameHasOwner', POLKIT).unpack()[0], 'polkit')
    seen = {NAME: [], BARE: []}
    for turn in range(TURNS + 1):
        for name, path, method in ((NAME, PATH, 'ListBoot'), (BARE, BARE_PATH, 'Do')):
            answer = first_answer(bus, name, path, method)
            if turn:
                seen[name].append(answer)
    ours, theirs = (statistics.median(seconds for seconds, _ in seen[name])
                    for name in (NAME, BARE))
    clock.row('first answer of the root helper, against a service that does nothing',
              ours / theirs, 'all ≤ 50 ms',
              f'{clock.milliseconds(ours)} against {clock.milliseconds(theirs)}')
    memory, own = (statistics.median(memory[i] for _, memory in seen[NAME]) for i in (0, 1))
    bare_memory = statistics.median(memory[0] for _, memory in seen[BARE])
    clock.row('memory of the root helper then, against the same service',
              memory / bare_memory, 'all ≤ 12 MiB',
              f'{memory / 1024:.1f} MiB against {bare_memory / 1024:.1f} MiB, '
              f'{own / 1024:.1f} MiB its own')
    return polkit


def measure_binding(stage):
    """Takes turns with a program that makes the same writes and nothing else."""
    stage.start()
    caller = stage.caller()
    ours, theirs = [], []
    for turn in range(PAIRS + 1):
        begin = time.perf_counter()
        expect(caller.call('Bind')[0] is None, stage.lines())
        expect(caller.call('ReturnToHost', CARD)[0] is None, stage.lines())
        seconds = time.perf_counter() - begin
        bare = float(subprocess.run([stage.hand, 'write', stage.computer], check=True,
                                    capture_output=True, text=True).stdout)
        if turn:
            ours.append(seconds / 2)
            theirs.append(bare / 2)
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    clock.row('binding or returning a device, against the writes alone', ours / theirs,
              '≤ 20 ms more',
              f'{clock.milliseconds(ours)} against {clock.milliseconds(theirs)}, '
              f'{clock.milliseconds(ours - theirs)} more')
    memory, own = read_memory(stage.helper.pid)
    clock.row('memory of the root helper after that', f'{memory / 1024:.1f} MiB', '≤ 12 MiB',
              f'{own / 1024:.1f} MiB its own')


def main(build):
    subprocess.run(['ninja', '-C', build, 'tests/bench/bare-service', 'tests/helper/helper-hand',
                    'src/helper/berth-helper'], check=True, stdout=subprocess.DEVNULL)
    stage = Stage(f'{build}/tests/helper/helper-hand')
    polkit = None
    try:
        polkit = measure_start(build, stage)
        measure_binding(stage)
    finally:
        stage.close()
        if polkit:
            polkit.kill()
            polkit.wait()


if __name__ == '__main__':
    main(sys.argv[1])
