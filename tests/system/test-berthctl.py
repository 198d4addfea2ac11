#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""berthctl on a real libvirtd, with virsh as the independent eye: test-berthctl.py BERTHCTL."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

TESTS = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
sys.path.insert(0, f'{TESTS}/cli')

from berthctl import DONE, FAILED, NOT_FOUND, REFUSED, USAGE, devices_of, expect, main

SYSTEM = 'qemu:///system'
UUID = '11111111-2222-3333-4444-0000000000'


def virsh(*words, text=None):
    done = subprocess.run(['virsh', '-c', SYSTEM, *words], input=text, capture_output=True,
                          text=True, timeout=60, check=False)
    assert done.returncode == 0, f'virsh {words}: {done.stderr}'
    return done.stdout


def define(number, devices=''):
    """A VM called vmNUMBER with a password and metadata that must survive."""
    virsh('define', '/dev/stdin', text=f'''
<domain type="qemu">
  <name>vm{number}</name><uuid>{UUID}{number:02}</uuid>
  <metadata><x:keep xmlns:x="urn:x">  blanks &amp; all </x:keep></metadata>
  <memory unit="MiB">64</memory>
  <os><type arch="x86_64" machine="q35">hvm</type></os>
  <devices>{devices}<graphics type="vnc" port="-1" autoport="yes" passwd="s&lt;cret"/></devices>
</domain>''')


def configuration(number):
    return virsh('dumpxml', '--inactive', '--security-info', f'vm{number}')


def hostdevs(number):
    """The addresses of the VM's host devices, as libvirt has them."""
    found = []
    for address in ET.fromstring(configuration(number)).findall('devices/hostdev/source/address'):
        found.append('{}:{}:{}.{}'.format(*(address.get(part)[2:] for part in
                                            ('domain', 'bus', 'slot', 'function'))))
    return sorted(found)


def clean():
    for name in virsh('list', '--all', '--name').split():
        if virsh('domstate', name).strip() != 'shut off':
            virsh('destroy', name)
        virsh('undefine', name)


def across(world):
    """a device goes across and back, and nothing else changes"""
    define(1)
    before = configuration(1)
    result = world.run('assign', 'vm1', '01:00.0')
    # In a container nobody can tell where "/" is; that is a note, and there are only notes.
    said = [line for line in result.err.splitlines() if not line.startswith(' ')]
    expect(result.status == DONE and all(line.startswith('Note: ') for line in said), result)
    expect(hostdevs(1) == [f'0000:01:00.{i}' for i in range(4)], result)
    expect('passwd=\'s&lt;cret\'' in configuration(1) and '  blanks &amp; all ' in before, before)
    result = world.run('unassign', f'{UUID}01', 'pci_0000_01_00_3')
    expect(result.status == DONE and not hostdevs(1), result)
    left = re.sub(r" *<controller type='pci' index='4'.*?</controller>\n", '', configuration(1),
                  flags=re.S)
    expect(left == before, left)


def commands(world):
    """the commands that are said to do the same do the same"""
    define(1)
    define(2)
    for words in (['assign', '03:00.0'], ['assign', '01:00.0'], ['take-back', '03:00.0']):
        plan = world.run(words[0], '--dry-run', 'vm2', words[1])
        text = plan.out.split('do the same:\n')[1]
        done = subprocess.run(['bash', '-e'], input=text, capture_output=True, text=True,
                              check=False)
        expect(done.returncode == 0, f'{text}\n{done.stderr}')
        result = world.run(words[0], 'vm1', words[1])
        expect(result.status == DONE and hostdevs(1) == hostdevs(2), result)
    expect(hostdevs(1) == [f'0000:01:00.{i}' for i in range(4)], hostdevs(1))


def claims(world):
    """every claim is seen, whatever its form, and only host devices are changed"""
    define(1, '''<interface type="hostdev" managed="yes"><mac address="52:54:00:11:22:33"/><source>
<address type="pci" domain="0" bus="3" slot="0" function="0"/></source></interface>''')
    result = world.run('--json', 'devices', '03:00.0')
    expect(result.answer[0]['assigned_to'] == ['vm1'], result)
    result = world.run('--json', 'show', 'vm1')
    expect(result.answer[0]['devices'][0]['form'] == 'interface', result)
    before = configuration(1)
    expect(world.run('take-back', 'vm1', '03:00.0').status == REFUSED, result)
    expect(configuration(1) == before, before)


def foreign(world):
    """what virsh assigned is shown as not pinned and can be taken back"""
    define(1, '''<hostdev mode="subsystem" type="pci" managed="yes"><source>
<address domain="0" bus="3" slot="0" function="0"/></source></hostdev>''')
    result = world.run('--json', 'show', 'vm1')
    expect(devices_of(result, 'vm1') == ['0000:03:00.0'], result)
    expect(result.answer[0]['devices'][0]['identity'] == 'not-pinned', result)
    result = world.run('take-back', 'vm1', '03:00.0')
    expect(result.status == DONE and not hostdevs(1), result)


def refused(world):
    """what this computer needs stays, whatever libvirt would allow"""
    define(1)
    before = configuration(1)
    result = world.run('assign', '--yes', 'vm1', '02:00.0')
    expect(result.status == REFUSED and 'disk' in result.err, result)
    expect(configuration(1) == before, before)


def running(world):
    """a running VM is told to restart, and its configuration is changed"""
    define(1)
    virsh('start', 'vm1')
    result = world.run('assign', 'vm1', '03:00.0')
    expect(result.status == DONE and 'start it again' in result.out, result)
    device = world.run('--json', 'show', 'vm1').answer[0]['devices'][0]
    expect(device['configured'] and not device['live'], device)
    expect('<hostdev' not in virsh('dumpxml', 'vm1'), result)


def one_computer(world):
    """several connections to this computer are one computer"""
    result = world.run('--json', '-c', SYSTEM, '-c', 'none', 'devices')
    expect(result.status == DONE and {device['computer'] for device in result.answer}
           == {'localhost'}, result)
    addresses = [device['address'] for device in result.answer]
    expect(len(addresses) == len(set(addresses)), result)


def nobody(world):
    """a user who may only read may look, and nothing more"""
    define(1)
    user = pwd.getpwnam('nobody')
    # The build folder may be closed to others; here, everything may be looked at.
    here = tempfile.mkdtemp(dir='/run/libvirt')
    os.chmod(here, 0o755)
    modules = os.path.join(os.path.dirname(world.program), '../backend/libvirt')
    for path in (world.program, f'{modules}/libberth-backend-libvirt.so'):
        shutil.copy(path, here)

    def as_nobody(*words):
        done = subprocess.run([f'{here}/berthctl', *words], capture_output=True, text=True,
                              check=False, cwd='/', user=user.pw_uid, group=user.pw_gid,
                              extra_groups=[], env=world.env | {'LD_LIBRARY_PATH': here})
        return done.returncode, done.stdout, done.stderr

    status, out, err = as_nobody('vms')
    assert status == DONE and 'vm1' in out, (status, out, err)
    status, out, err = as_nobody('assign', 'vm1', '03:00.0')
    assert status == FAILED and 'reading only' in err and not out, (status, out, err)
    assert not hostdevs(1)


def mistakes(world):
    """wrong names, connections and addresses are told apart"""
    define(1)
    for status, words in ((NOT_FOUND, ['show', 'vm2']), (NOT_FOUND, ['assign', 'vm1', '7f:00.0']),
                          (USAGE, ['assign', 'vm1', '7f']),
                          (NOT_FOUND, ['take-back', 'vm1', '03:00.0']),
                          (FAILED, ['assign', '--permissive', '--yes', 'vm1', '03:00.0'])):
        result = world.run(*words)
        expect(result.status == status and result.err.startswith('berthctl: '), result)
    for uri in ('teapot:///system', 'qemu+tcp://127.0.0.1:1/system',
                'qemu+ssh://nobody@127.0.0.1:1/system'):
        result = world.run('-c', uri, 'vms')
        expect(result.status in (FAILED, NOT_FOUND) and not result.out, result)
    expect(not hostdevs(1), 'nothing was assigned')


def several_at_once(world):
    """two runs at once lose nothing"""
    for _ in range(5):
        define(1)
        processes = [world.start('assign', 'vm1', address)
                     for address in ('01:00.0', '03:00.0', '21:00.0', '22:00.0')]
        for result in [world.finish(process) for process in processes]:
            expect(result.status == DONE, result)
        expect(len(hostdevs(1)) == 9, hostdevs(1))
        clean()


def killed(world):
    """without libvirtd the devices are shown and the rest is said"""
    with open('/run/libvirt/berth.pid', encoding='ascii') as file:
        os.kill(int(file.read()), signal.SIGKILL)
    for words in (['vms'], ['show', 'vm1'], ['assign', 'vm1', '03:00.0']):
        result = world.run(*words)
        expect(result.status == FAILED and not result.out, result)
        expect(len(result.err.splitlines()) == 1, result)
    result = world.run('devices')
    expect(result.status == FAILED and len(result.lines) > 60, result)


def cleaned(check):
    def run_check(world):
        try:
            check(world)
        finally:
            if check is not killed:
                clean()
    run_check.__doc__ = check.__doc__
    return run_check


def outside(program):
    """Begins again beside a libvirtd of our own, on a synthetic computer."""
    rig = f'{TESTS}/rig'
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([f'{rig}/make-computer', '64', folder], check=True,
                       stdout=subprocess.DEVNULL)
        code = subprocess.run([f'{rig}/with-libvirtd', folder, sys.executable,
                               os.path.realpath(__file__), program],
                              env=os.environ | {'BESIDE_LIBVIRTD': '1'}, check=False).returncode
    if code == 77:
        print('1..0 # SKIP a libvirtd of our own cannot run here')
        code = 0
    return code


if __name__ == '__main__':
    if 'BESIDE_LIBVIRTD' not in os.environ:
        sys.exit(outside(sys.argv[1]))
    main([cleaned(check) for check in (across, commands, claims, foreign, refused, running,
                                       one_computer, nobody, mistakes, several_at_once, killed)])
