#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-boot-faults.py HAND: at every system call that touches a file, the program that changes a
boot binding is killed, or the call fails. Afterwards the files are the old or the new ones and
nothing else, and a reader makes one of the two of them."""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))),
                                'source'))

from tap import Tap

HAND = os.path.realpath(sys.argv[1])
NAME = 'etc/berth/boot.d/0000-00-04.0'
DRIVER = 'sys/bus/pci/devices/0000:00:04.0/driver'
OVERRIDE = 'sys/bus/pci/devices/0000:00:04.0/driver_override'
# All that can change a file or hide one; to be killed between two others is to be killed here.
CALLS = ('openat,openat2,mkdirat,unlinkat,renameat,renameat2,symlinkat,linkat,read,pread64,write,'
         'pwrite64,fsync,fdatasync,fchmod,fchown,ftruncate,flock,close,fstat,newfstatat,'
         'getdents64,fcntl,faccessat,faccessat2,readlinkat,lseek')
FAULTS = ('signal=SIGKILL', 'error=EIO', 'error=ENOSPC', 'error=EINTR')
BEGIN = '/begin'
LIMIT = 60
# Where success means that the file is the new one; the others may find nothing to do.
CHANGES = ('add', 'change', 'remove')


def hand(root, command, check=True):
    return subprocess.run([HAND, root, command], check=check, capture_output=True, text=True,
                          timeout=LIMIT)


def trace(root, command, *options):
    return subprocess.run(['strace', '-qq', *options, HAND, root, command], capture_output=True,
                          text=True, timeout=LIMIT)


def read_text(root):
    try:
        with open(f'{root}/{NAME}', encoding='ascii') as file:
            return file.read()
    except FileNotFoundError:
        return None


def read(root):
    """What a reader makes of it, and what it complains about."""
    result = hand(root, 'read')
    return result.stdout, result.stderr


def list_calls(root, command):
    """Each call of the command itself, as its name and how often that was called before."""
    with tempfile.NamedTemporaryFile('r') as log:
        trace(root, command, '-e', f'trace={CALLS}', '-o', log.name)
        lines = log.read().split('\n')
    counts = {}
    calls = []
    begun = False
    for line in lines:
        name = re.match(r'(\w+)\(', line)
        if name is None:
            continue
        counts[name[1]] = counts.get(name[1], 0) + 1
        if begun:
            calls.append((name[1], counts[name[1]]))
        begun = begun or BEGIN in line
    return calls


class Case:
    """One command on one computer."""

    def __init__(self, command, before, may_be):
        self.command = command
        self.before = before
        self.may_be = may_be

    def check(self, root, old, killed):
        """@old: the file's text before. What is wrong, as sentences."""
        text = read_text(root)
        seen, complaint = read(root)
        wrong = []
        if text not in (old, *self.texts):
            wrong.append(f'the file is {text!r}')
        if complaint:
            wrong.append(f'the reader says {complaint!r}')
        if not re.fullmatch(self.may_be, seen):
            wrong.append(f'the reader sees {seen!r}')
        strangers = [name for name in os.listdir(f'{root}/etc/berth/boot.d')
                     if not name.startswith('.') and name != os.path.basename(NAME)] \
            if os.path.isdir(f'{root}/etc/berth/boot.d') else []
        if strangers:
            wrong.append(f'beside it lie {strangers}')
        return wrong + self.check_trial(root, text, killed)

    def check_trial(self, root, text, killed):
        """The kernel is asked for nothing before the trial is on the disk, and a start that was
        broken off is not repeated."""
        if self.command != 'run':
            return []
        wrong = []
        with open(f'{root}/{OVERRIDE}', encoding='ascii') as file:
            is_touched = os.path.islink(f'{root}/{DRIVER}') or 'vfio' in file.read()
        if is_touched and 'trial=tried' not in text:
            wrong.append('the kernel was asked before the trial was written')
        if killed and 'trial=tried' in text:
            shutil.rmtree(f'{root}/run/berth')
            hand(root, 'run')
            if read(root)[0] != 'vfio-pci tried not-confirmed\n':
                wrong.append(f'at the next start: {read(root)[0]!r}')
        return wrong

    def run(self, template, folder):
        """Returns how often something went wrong on purpose, and what did not hold."""
        start = f'{folder}/start-{self.command}'
        shutil.copytree(template, start, symlinks=True)
        for command in self.before:
            hand(start, command)
        end = f'{folder}/end-{self.command}'
        shutil.copytree(start, end, symlinks=True)
        calls = list_calls(end, self.command)
        self.texts = {read_text(end)}
        old = read_text(start)
        missed = []

        def go_wrong(job):
            number, (fault, (call, nth)) = job
            root = f'{folder}/{self.command}-{number}'
            shutil.copytree(start, root, symlinks=True)
            try:
                result = trace(root, self.command, '-e', f'trace={call}', '-o', f'{root}/trace',
                               '-e', f'inject={call}:{fault}:when={nth}')
            except subprocess.TimeoutExpired:
                return [f'{fault} at {call} {nth}: it hangs']
            killed = 'SIGKILL' in fault
            wrong = self.check(root, old, killed)
            if result.returncode == 0 and self.command in CHANGES and not wrong \
                    and read_text(root) not in self.texts:
                wrong.append('it says that it is done')
            with open(f'{root}/trace', encoding='utf-8', errors='replace') as file:
                if 'INJECTED' not in file.read() and not (killed and result.returncode < 0):
                    missed.append(f'{fault} at {call} {nth} did not come to pass')
            shutil.rmtree(root, ignore_errors=True)
            return [f'{fault} at {call} {nth}: {w}' for w in wrong]

        # A close() that fails has closed all the same, and one that strace lets fail has not.
        jobs = list(enumerate((fault, call) for fault in FAULTS for call in calls
                              if 'error' not in fault or call[0] != 'close'))
        with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
            wrong = [w for found in pool.map(go_wrong, jobs) for w in found]
        if not calls:
            wrong.append('not one call was seen')
        # How often threads wake each other is not the same each time; all others are.
        if len(missed) > (len(jobs) // 20 if self.command == 'run' else 0):
            wrong += missed
        return len(jobs), wrong


OUTCOME = '(none|bound|failed|changed|missing)'
CASES = (
    Case('add', (), r'(vfio-pci new none\n)?'),
    Case('change', ('add', 'run', 'confirm'),
         r'vfio-pci confirmed bound\n|pciback new none\n'),
    Case('remove', ('add', 'run', 'confirm'), r'(vfio-pci confirmed bound\n)?'),
    Case('run', ('add',), rf'vfio-pci (new|tried) {OUTCOME}\n'),
    Case('confirm', ('add', 'run'), r'vfio-pci (tried|confirmed) bound\n'),
)


def why_not():
    if shutil.which('strace') is None:
        return 'strace is not installed'
    result = subprocess.run(['strace', '-qq', '-o', '/dev/null', '-e', 'trace=none',
                             '-e', 'inject=getppid:error=EIO:when=1', 'true'],
                            capture_output=True, text=True)
    return f'strace is not let: {result.stderr.strip()}' if result.returncode else None


def main():
    reason = why_not()
    if reason is not None:
        print(f'1..0 # SKIP {reason}')
        return
    tap = Tap()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        template = subprocess.run([HAND, 'make'], check=True, capture_output=True,
                                  text=True).stdout.strip()
        try:
            for case in CASES:
                number, wrong = case.run(template, folder)
                tap.report(f'{case.command}: the old or the new after {number} faults', wrong)
        finally:
            shutil.rmtree(template)
    tap.done()


if __name__ == '__main__':
    main()
