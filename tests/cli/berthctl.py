# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real berthctl, each check in a home of its own, and reports as TAP."""

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KVM = 'demo:///kvm-laptop'
QUBES = 'demo:///qubes-laptop'

DONE, FAILED, USAGE, REFUSED, NOT_FOUND = range(5)


class Result:
    """What one run left behind."""

    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    @property
    def lines(self):
        return self.out.splitlines()

    @property
    def answer(self):
        return json.loads(self.out)

    @property
    def error(self):
        """The last error, as an object."""
        return json.loads(self.err.splitlines()[-1])

    def __repr__(self):
        return f'status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}\n---'


class World:
    """A user's home, and nothing of the real one."""

    def __init__(self, folder, program):
        self.folder = folder
        self.program = program
        self.env = {
            'PATH': os.environ['PATH'],
            'HOME': folder,
            'XDG_CONFIG_HOME': f'{folder}/config',
            'XDG_DATA_HOME': f'{folder}/data',
            'XDG_STATE_HOME': f'{folder}/state',
            'XDG_CACHE_HOME': f'{folder}/cache',
            'XDG_RUNTIME_DIR': f'{folder}/run',
            'LC_ALL': 'C.UTF-8',
            'TERM': 'xterm-256color',
            'G_DEBUG': 'fatal-warnings',
        }
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if name in os.environ:
                self.env[name] = os.environ[name]
        os.mkdir(f'{folder}/run', 0o700)

    def start(self, *words, **env):
        """Begins a run and does not wait for it."""
        return subprocess.Popen([self.program, *words], env=self.env | env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def finish(self, process):
        out, err = process.communicate(timeout=120)
        return Result(process.returncode, out.decode(), err.decode())

    def run(self, *words, **env):
        return self.finish(self.start(*words, **env))

    def kvm(self, *words):
        return self.run('--connect', KVM, *words)

    def qubes(self, *words):
        return self.run('--connect', QUBES, *words)

    def record(self, vms='', place='computer', **files):
        """Writes a recorded computer with @files and @vms; the words that open it."""
        folder = f'{self.folder}/{place}'
        os.makedirs(folder, exist_ok=True)
        plain = {'computer': '[computer]\nplatform=bare\niommu=true\n', 'pci': '', 'usb': '',
                 'uses': '', 'vms': vms}
        for name, text in (plain | files).items():
            with open(f'{folder}/{name}.ini', 'w', encoding='utf-8') as file:
                file.write(text)
        return ['-c', f'folder://{folder}']

    def on_terminal(self, *words, answer=None, columns=200, **env):
        """What a person sees who runs it on a terminal and answers what is asked with @answer."""
        main, side = pty.openpty()
        import fcntl
        import struct
        import termios
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack('HHHH', 50, columns, 0, 0))
        process = subprocess.Popen([self.program, *words], env=self.env | env, stdin=side,
                                   stdout=side, stderr=side, start_new_session=True)
        os.close(side)
        seen = b''
        while True:
            ready, _, _ = select.select([main], [], [], 120)
            if not ready:
                process.kill()
                raise AssertionError(f'nothing more came after {seen!r}')
            try:
                part = os.read(main, 65536)
            except OSError:  # the other end was closed
                break
            if not part:
                break
            seen += part
            if answer is not None and seen.rstrip().endswith(b'[y/N]'):
                os.write(main, answer.encode() + b'\n')
                answer = None
        os.close(main)
        return Result(process.wait(), seen.decode().replace('\r\n', '\n'), '')


def expect(condition, result):
    if not condition:
        raise AssertionError(repr(result))


def typed(line):
    """The words that a shell makes of @line, a command that was printed to be copied."""
    done = subprocess.run(['sh', '-c', f'printf "%s\\0" {line}'], cwd=TOP, check=True,
                          capture_output=True, timeout=60)
    return done.stdout.decode().split('\0')[:-1]


def recorded_vm(number, name, *devices):
    """One VM as the vms.ini of a recorded computer has it."""
    uuid = f'00000000-0000-0000-0000-0000000000{number:02x}'
    lines = [f'[{uuid}]', f'name={name}', f'[{uuid} configured]', *devices]
    return '\n'.join(lines) + '\n'


def recorded_pci(address, ids, kind, group, **more):
    """One function as its pci.ini has it; @ids is “8086:1521”."""
    vendor, device = ids.split(':')
    lines = [f'[{address}]', f'vendor={vendor}', f'device={device}', f'class={kind}',
             f'iommu-group={group}', *(f'{key}={value}' for key, value in more.items())]
    return '\n'.join(lines) + '\n'


def devices_of(result, name):
    """The addresses that the VM called @name has in an answer."""
    vm = next(vm for vm in result.answer if vm['name'] == name)
    return [device['address'] for device in vm['devices']]


def main(checks):
    """@checks: functions of a world, in order; their first line of documentation is their name."""
    program = os.path.realpath(sys.argv[1])
    failed = 0
    print(f'1..{len(checks)}', flush=True)
    for number, check in enumerate(checks, 1):
        complaint = ''
        with tempfile.TemporaryDirectory(prefix='berthctl-') as folder:
            try:
                check(World(folder, program))
            except Exception:  # pylint: disable=broad-except
                complaint = traceback.format_exc()
        failed += bool(complaint)
        print(f'{"not ok" if complaint else "ok"} {number} - {check.__doc__.splitlines()[0]}')
        for line in complaint.splitlines():
            print(f'# {line}')
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
