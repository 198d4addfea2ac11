# SPDX-License-Identifier: GPL-3.0-or-later
"""What every measurement needs: run commands in turns, and print a row."""

import os
import statistics
import time


def run_once(command, environment=None):
    """Seconds from exec to exit; the output goes nowhere."""
    nowhere = [(os.POSIX_SPAWN_OPEN, fd, '/dev/null', os.O_WRONLY, 0) for fd in (1, 2)]
    begin = time.perf_counter()
    child = os.posix_spawnp(command[0], command, environment or os.environ, file_actions=nowhere)
    _, status = os.waitpid(child, 0)
    seconds = time.perf_counter() - begin
    if status != 0:
        raise RuntimeError(f'{command} failed: {os.waitstatus_to_exitcode(status)}')
    return seconds


def compare(commands, times):
    """The median seconds of each of COMMANDS, a dictionary of name and words. They take turns, so
    that whatever else the machine does hits all of them; the first turn only warms up."""
    seconds = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, command in commands.items():
            taken = run_once(command)
            if turn > 0:
                seconds[name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def row(what, ratio, target, numbers=''):
    """One line of the table. RATIO and TARGET are numbers or words; TARGET is the most allowed."""
    shown = f'{ratio:.2f}' if isinstance(ratio, float) else str(ratio)
    limit = f'≤ {target:g}' if isinstance(target, (int, float)) else str(target)
    print('\t'.join((what, shown, limit, numbers)), flush=True)


def milliseconds(seconds):
    return f'{seconds * 1000:.1f} ms'
