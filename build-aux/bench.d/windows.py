#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From exec until a window looks as it will, against a bare window of libadwaita; and what a
keystroke in the search costs the thread that draws.

Berth is measured from outside, as it ships: the screen is watched (tests/bench/first-frame.c), and
the kernel says what the thread has used. There is no window manager, so that nobody but the program
changes its window, and nothing moves or blinks. Where we may, all of it goes before whatever else
the machine does: a start waits for three processes in turns, and other work falls on each wait."""

import os
import statistics
import subprocess
import sys
import time

import clock

TESTS = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../../tests')
sys.path.insert(0, f'{TESTS}/gui')

from desk import Desk, run, wait_for  # pylint: disable=wrong-import-position

ROUNDS = 15
PRIORITY = 20
TARGETS = {64: 1.4, 1024: 1.8}
KEY_TARGET = '≤ 8 ms'

VM = 'bench'
UUID = '00000000-0000-4000-8000-000000000000'
BARE = 'bare'
LIST = 'list'
SETTINGS = ('[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n'
            'gtk-cursor-blink=false\n')
TYPED = 'network intel'

# The search waits for 150 ms before it begins (GtkSearchEntry); a list that moves comes after it.
QUIET = 0.4


def go_first():
    """Real-time priority for us and all that we start, where we may have it."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
    except PermissionError:
        print('windows: without priority; other work on this machine shows in the times',
              file=sys.stderr)


def record(desk, functions):
    """The URI of a recorded computer with so many functions."""
    folder = f'{desk.home}/computer-{functions}'
    subprocess.run([f'{TESTS}/rig/make-recorded', str(functions), folder], check=True,
                   stdout=subprocess.DEVNULL)
    return f'folder://{folder}'


def first_frame(build, words):
    """Milliseconds from exec to the first frame with content."""
    done = subprocess.run([f'{build}/tests/bench/first-frame', *words], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return float(done.stdout)


def measure_starts(build, computers):
    berth = f'{build}/src/app/berth'
    kinds = {BARE: [f'{build}/tests/bench/bare-window'], LIST: [berth, '--demo']}
    for functions, uri in computers.items():
        kinds[functions, 'name'] = [berth, '--connect', uri, '--vm', VM]
        kinds[functions, 'UUID'] = [berth, '--connect', uri, '--vm', UUID]

    times = {kind: [] for kind in kinds}
    for turn in range(ROUNDS + 1):
        for kind, words in kinds.items():
            taken = first_frame(build, words)
            if turn > 0:
                times[kind].append(taken)
    return times


def used(pid):
    """Milliseconds of processor time that the main thread of @pid has used."""
    with open(f'/proc/{pid}/task/{pid}/schedstat', encoding='ascii') as file:
        return int(file.read().split()[0]) / 1e6


def settle(pid):
    """Waits until the main thread rests; what it has used then."""
    last, since = used(pid), time.monotonic()
    while time.monotonic() - since < QUIET:
        time.sleep(0.02)
        if used(pid) != last:
            last, since = used(pid), time.monotonic()
    return last


def measure_keys(desk, build, uri):
    """Milliseconds of the main thread for each keystroke, painting included."""
    child = desk.start(f'{build}/src/app/berth', '--connect', uri, '--vm', VM)
    number = wait_for(lambda: run('xdotool', 'search', '--onlyvisible', '--name', VM),
                      'the window')
    settle(child.pid)
    # Without a window manager the keyboard belongs to the window below the pointer.
    run('xdotool', 'mousemove', '--window', number.split()[-1], 200, 80, 'click', 1)
    settle(child.pid)
    costs = []
    for key in [*TYPED, *['BackSpace'] * len(TYPED)]:
        before = settle(child.pid)
        run('xdotool', 'key', 'space' if key == ' ' else key)
        costs.append(settle(child.pid) - before)
    return costs


def show_start(what, target, times, bare):
    median, bare_median = statistics.median(times), statistics.median(bare)
    clock.row(f'{what} against a bare window', median / bare_median, target,
              f'{median:.0f} ms against {bare_median:.0f} ms; '
              f'best {min(times):.0f} against {min(bare):.0f}')


def main():
    build = os.path.realpath(sys.argv[1])
    subprocess.run(['ninja', '-C', build, 'tests/bench/first-frame', 'tests/bench/bare-window'],
                   check=True, stdout=subprocess.DEVNULL)
    go_first()
    with Desk(window_manager=False) as desk:
        desk.write('.config/gtk-4.0/settings.ini', SETTINGS)
        computers = {functions: record(desk, functions) for functions in TARGETS}
        times = measure_starts(build, computers)
        keys = measure_keys(desk, build, computers[1024])

    for functions, target in TARGETS.items():
        for way in ('name', 'UUID'):
            show_start(f'settings of a VM by its {way}, {functions:,} functions,', target,
                       times[functions, way], times[BARE])
    show_start('the VM list of the demo', '–', times[LIST], times[BARE])
    clock.row('a keystroke in the search, 1,024 functions', f'{statistics.median(keys):.1f} ms',
              KEY_TARGET, f'of the main thread with painting; worst {max(keys):.1f} ms')


if __name__ == '__main__':
    main()
