# SPDX-License-Identifier: GPL-3.0-or-later
"""The test computer as its kernel, libvirt and Xen know it, and Berth as a person uses it."""

import contextlib
import json
import os
import re
import subprocess

from story import BrokenOff, START, wait_for

FUNCTIONS = '/sys/bus/pci/devices'
PCIBACK = '/sys/bus/pci/drivers/pciback'
URI = 'qemu:///system' if START['kind'] == 'kvm' else 'xen:///system'
# Long: libvirt and Xen work in emulation here.
LIMIT = 120
CONSOLES = '/var/log/guests'


class Answer:
    """What a command said: code, out, err."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.strip()
        self.err = done.stderr.strip()

    def __str__(self):
        return f'exit code {self.code}\n{self.out}\n{self.err}'

    @property
    def data(self):
        """Of --json: the array."""
        return json.loads(self.out) if self.out else []

    @property
    def errors(self):
        """Of --json: the errors and warnings."""
        return [json.loads(line) for line in self.err.splitlines() if line.startswith('{')]


def run(*words, user=None, feed=None):
    words = [str(word) for word in words]
    if user:
        words = ['runuser', '-u', user, '--'] + words
    try:
        return Answer(subprocess.run(words, input=feed, capture_output=True, text=True,
                                     errors='replace', timeout=LIMIT, check=False))
    except subprocess.TimeoutExpired as error:
        raise BrokenOff(f'{" ".join(words)} did not end') from error


def must(*words, feed=None):
    """Runs what has to succeed for the rest to make sense, and returns what it prints."""
    answer = run(*words, feed=feed)
    if answer.code != 0:
        raise BrokenOff(f'{" ".join(map(str, words))}: {answer}')
    return answer.out


def berthctl(*words, user=None):
    return run('berthctl', '--json', *words, user=user)


def virsh(*words):
    return run('virsh', '--connect', URI, *words)


def read(path):
    """The text of a file; empty when there is none."""
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read().strip()
    except OSError:
        return ''


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def driver(address):
    """The driver that the kernel says drives a function; empty when none does."""
    path = f'{FUNCTIONS}/{address}/driver'
    return os.path.basename(os.readlink(path)) if os.path.islink(path) else ''


def drivers():
    """Of every function, for a comparison of before and after."""
    return {address: driver(address) for address in sorted(os.listdir(FUNCTIONS))}


def ids(address):
    """vendor:device."""
    return ':'.join(read(f'{FUNCTIONS}/{address}/{name}')[2:] for name in ('vendor', 'device'))


def group(address):
    """The functions of its IOMMU group."""
    folder = f'{FUNCTIONS}/{address}/iommu_group/devices'
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def is_permissive(address):
    return address in read(f'{PCIBACK}/permissive').split()


def interface(address):
    """The network interface of a function, and its MAC address; ('', '') when it has none."""
    folder = f'{FUNCTIONS}/{address}/net'
    name = next(iter(os.listdir(folder)), '') if os.path.isdir(folder) else ''
    return (name, read(f'{folder}/{name}/address')) if name else ('', '')


@contextlib.contextmanager
def network(address):
    """The interface of a function, up and in QEMU's network for a while."""
    name = wait_for(lambda: interface(address)[0], 20)
    if not name:
        raise BrokenOff(f'{address} has no network interface')
    run('ip', 'address', 'add', '10.0.2.15/24', 'dev', name)
    run('ip', 'link', 'set', name, 'up')
    try:
        yield name
    finally:
        run('ip', 'address', 'flush', 'dev', name)
        run('ip', 'link', 'set', name, 'down')


@contextlib.contextmanager
def default_route(address):
    """The way out of the computer is through this function for a while."""
    with network(address) as name:
        must('ip', 'route', 'add', 'default', 'via', '10.0.2.2', 'dev', name)
        yield


def link_works(address):
    """Whether the gateway of QEMU's network answers through the host's own driver."""
    with network(address) as name:
        wait_for(lambda: read(f'/sys/class/net/{name}/carrier') == '1', 20)
        return wait_for(lambda: run('busybox', 'ping', '-c', '1', '-W', '3', '-I', name,
                                    '10.0.2.2').code == 0, 20)


class Known:
    """A VM that is defined; its guest says on its console what it sees (machine/guest-init)."""

    def __init__(self, name):
        self.name = name
        self.console = f'{CONSOLES}/{name}'
        self.listener = None

    def start(self):
        """Starts it; where a guest has nothing but a console of Xen's, somebody has to listen."""
        if os.path.exists(self.console):
            os.remove(self.console)
        answer = virsh('start', self.name)
        if answer.code == 0 and "<target type='xen'" in virsh('dumpxml', self.name).out:
            with open(self.console, 'wb') as file:
                # Its input stays open: without one the console closes at once.
                self.listener = subprocess.Popen(['xl', 'console', self.name],
                                                 stdin=subprocess.PIPE, stdout=file,
                                                 stderr=subprocess.STDOUT)
        return answer

    def says(self):
        return read(self.console)

    def lines(self, word):
        """The words behind GUEST-WORD, of each such line."""
        return [line.split() for line in
                re.findall(rf'GUEST-{word} ([^\r\n]*)', self.says())]

    def has_looked(self, limit=150):
        """Waits until the guest has said all that it sees."""
        return wait_for(lambda: 'GUEST-END' in self.says(), limit)

    def state(self):
        return virsh('domstate', self.name).out

    def has_ended(self, limit=90):
        return wait_for(lambda: self.state() == 'shut off', limit)

    def hostdevs(self):
        """Addresses of what its configuration has of the host's functions."""
        text = virsh('dumpxml', '--inactive', self.name).out
        found = re.findall(r"<hostdev .*?<source[^>]*>\s*<address domain='0x(\w+)' bus='0x(\w+)' "
                           r"slot='0x(\w+)' function='0x(\w)'", text, re.S)
        return sorted('{}:{}:{}.{}'.format(*parts) for parts in found)

    def remove(self):
        if self.listener:
            self.listener.terminate()
            self.listener.wait()
        virsh('destroy', self.name)
        virsh('undefine', self.name)


class Guest(Known):
    """A new VM."""

    def __init__(self, name, kind, stay=False):
        """@kind: kvm, xen-pv, xen-hvm. @stay: runs until it is asked to end."""
        super().__init__(name)
        words = 'quiet panic=-1 mitigations=off' + (' stay' if stay else '')
        boot = ('<kernel>/boot/vmlinuz</kernel><initrd>/boot/guest-initrd</initrd>'
                f'<cmdline>console={"hvc0" if kind == "xen-pv" else "ttyS0"} {words}</cmdline>')
        form, system, features, console = {
            'kvm': ('kvm', "<type arch='x86_64' machine='q35'>hvm</type>", '<acpi/>', 'serial'),
            'xen-pv': ('xen', "<type arch='x86_64' machine='xenpv'>linux</type>", '', 'console'),
            'xen-hvm': ('xen', "<type arch='x86_64' machine='xenfv'>hvm</type>", '<acpi/>',
                        'serial'),
        }[kind]
        where = {'serial': f"<serial type='file'><source path='{self.console}'/></serial>",
                 'console': "<console type='pty'><target type='xen' port='0'/></console>"}[console]
        os.makedirs(CONSOLES, exist_ok=True)
        must('virsh', '--connect', URI, 'define', '/dev/stdin', feed=f'''
            <domain type='{form}'><name>{name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
            <os>{system}{boot}</os><features>{features}</features>
            <devices>{where}</devices></domain>''')
