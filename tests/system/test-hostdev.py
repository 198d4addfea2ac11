#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What libvirt lets pass and Berth does not, and what Berth writes into one hostdev, on a real
libvirtd with virsh as the independent eye: test-hostdev.py BERTHCTL HAND."""

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

TESTS = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
sys.path.insert(0, f'{TESTS}/cli')

from berthctl import DONE, FAILED, NOT_FOUND, REFUSED, expect, main
from hand import Hand, configuration, define, virsh

UUID = '11111111-2222-3333-4444-0000000000'
ROOT_PORT = '00:01.0'  # of the computer
WIFI = '03:00.0'
WIFI_IDENTITY = '8086-2723-8086-0001-028000'
GONE = '7e:00.0'
MEMORY = '<memory unit="MiB">64</memory>'
SCREEN = '<graphics type="vnc" port="-1" autoport="yes" passwd="s&lt;cret"/>'
WITHOUT_PCI = '<controller type="usb" model="none"/><memballoon model="none"/>'


def pci(address, inside='', managed='yes'):
    """The hostdev of "03:00.0" as a person writes it."""
    bus, slot, function = address[:2], address[3:5], address[6:]
    return f'''
    <hostdev mode="subsystem" type="pci" managed="{managed}">
      <source><address domain="0" bus="0x{bus}" slot="0x{slot}" function="0x{function}"/></source>
      {inside}</hostdev>'''


def alias(address, identity):
    return f'<alias name="ua-berth-0000-{address.replace(":", "-").replace(".", "-")}-{identity}"/>'


def vm(number, devices='', machine='q35', memory=MEMORY, screen=SCREEN):
    """Defines the VM called vmNUMBER; libvirt has to take it."""
    define(f'''<domain type="qemu">
  <name>vm{number}</name><uuid>{UUID}{number:02}</uuid>{memory}
  <metadata><x:keep xmlns:x="urn:x">  blanks &amp; all </x:keep></metadata>
  <os><type arch="x86_64" machine="{machine}">hvm</type></os>
  <devices>{devices}{screen}</devices>
</domain>''')
    return configuration(f'vm{number}')


def clean():
    for uuid in virsh('list', '--all', '--uuid').split():
        for verb in ('destroy', 'undefine'):
            subprocess.run(['virsh', '-c', 'qemu:///system', verb, uuid], check=False,
                           capture_output=True)


def changed_lines(before, after):
    """What went and what came, without the blanks before it."""
    lines = list(difflib.ndiff(before.split('\n'), after.split('\n')))
    return ([line[2:].strip() for line in lines if line.startswith('- ')],
            [line[2:].strip() for line in lines if line.startswith('+ ')])


def about(number):
    """What the backend says of the VM as a whole and of what others set on its devices."""
    HAND.ask(f'read {UUID}{number:02}')
    return HAND.ask('about')


def findings(world, *subject):
    """The findings of one subject: id → the finding."""
    answer, = world.run('--json', 'check', *subject).answer
    return {finding['id']: finding for finding in answer['findings']}


def device(world, name, address):
    answer, = world.run('--json', 'show', name).answer
    return next((found for found in answer['devices'] if found['address'].endswith(address)), None)


def stick():
    """The port of a USB device that nobody needs, and what means it: one of the twins."""
    found = {}
    for port in sorted(os.listdir('/sys/bus/usb/devices')):
        if '-' not in port or ':' in port:
            continue
        read = {name: open(f'/sys/bus/usb/devices/{port}/{name}', encoding='ascii').read().strip()
                for name in ('idVendor', 'idProduct', 'busnum', 'devnum')}
        if (read['idVendor'], read['idProduct']) in found:
            return port, (f'<vendor id="0x{read["idVendor"]}"/>'
                          f'<product id="0x{read["idProduct"]}"/>'
                          f'<address bus="{read["busnum"]}" device="{read["devnum"]}"/>')
        found[read['idVendor'], read['idProduct']] = port
    raise AssertionError('this computer has no twins')


def bridge(world):
    """a bridge: libvirt takes it into a configuration, Berth refuses it"""
    expect("bus='0x00' slot='0x01'" in vm(1, pci(ROOT_PORT)), 'virsh defines it')
    expect(findings(world, 'vm1')['bridge']['severity'] == 'refused', 'and Berth says so')
    vm(2)
    virsh('attach-device', 'vm2', '/dev/stdin', '--config', stdin=pci(ROOT_PORT))
    virsh('detach-device', 'vm2', '/dev/stdin', '--config', stdin=pci(ROOT_PORT))
    before = configuration('vm2')
    for words in ([], ['--yes'], ['--yes', f'--force=0000:{ROOT_PORT}']):
        result = world.run('assign', *words, 'vm2', ROOT_PORT)
        expect(result.status == REFUSED and 'bridge' in result.err, result)
        expect(configuration('vm2') == before, result)


def not_there(world):
    """a device that is not there: libvirt takes it, Berth says that it is missing"""
    vm(1, pci(GONE))
    found = findings(world, 'vm1')
    expect(found['missing']['stops_start'], found)
    expect(device(world, 'vm1', GONE)['identity'] == 'missing', found)
    before = vm(2)
    result = world.run('assign', '--yes', 'vm2', GONE)
    expect(result.status == NOT_FOUND and configuration('vm2') == before, result)
    result = world.run('take-back', 'vm1', GONE)
    expect(result.status == DONE and '<hostdev' not in configuration('vm1'), result)


def of_another(world):
    """another VM's device: libvirt says nothing, Berth does"""
    vm(1, pci(WIFI))
    vm(2, pci(WIFI))
    for name, other in (('vm1', 'vm2'), ('vm2', 'vm1')):
        found = findings(world, name)['claimed']
        expect(other in found['what'], found)
    vm(3)
    result = world.run('assign', 'vm3', WIFI)
    expect(result.status == DONE and '“vm1”' in result.err, result)


def of_a_running_one(world):
    """a device that a running VM is to have: libvirt gives it to another, Berth says who runs"""
    vm(1)
    virsh('start', 'vm1')
    virsh('attach-device', 'vm1', '/dev/stdin', '--config', stdin=pci(WIFI))
    vm(2, pci(WIFI))
    found = findings(world, 'vm2')['claimed']
    expect('vm1' in found['what'], found)
    expect(not device(world, 'vm1', WIFI)['live'], 'it has it from its next start on')


def no_pci(world):
    """machines without a PCI bus take nothing, and Berth says so before anything is tried"""
    for number, machine in ((1, 'isapc'), (2, 'microvm')):
        before = vm(number, WITHOUT_PCI, machine, screen='')
        expect('type=\'pci\'' not in before, before)
        result = world.run('assign', '--yes', f'vm{number}', WIFI)
        expect(result.status == REFUSED and 'PCI' in result.err, result)
        expect(configuration(f'vm{number}') == before, result)


def others_are_kept(world):
    """what virsh wrote is shown and kept to the byte when Berth changes something else"""
    port, means_it = stick()
    rom = '<driver name="vfio"/><boot order="2"/><rom file="/a b.rom"/>'
    before = vm(1, pci(WIFI, rom) + f'''
    <hostdev mode="subsystem" type="usb" managed="yes">
      <source startupPolicy="requisite" guestReset="off">{means_it}</source></hostdev>''')
    said = about(1)
    expect(f'[configured {WIFI}: ROM file /a b.rom, boot order 2, driver vfio]' in said, said)
    expect(f'[configured {port}: startup policy requisite, guest reset off]' in said, said)
    expect(device(world, 'vm1', WIFI)['others'] == 'ROM file /a b.rom, boot order 2, driver vfio',
           'berthctl says the same')
    expect('startup policy requisite, guest reset off' in world.run('show', 'vm1').out,
           'and to people')

    result = world.run('assign', '--rom-bar=off', '--yes', 'vm1', WIFI)
    expect(result.status == DONE, result)
    expect(configuration('vm1') == before.replace("<rom file='/a b.rom'/>",
                                                  "<rom bar='off' file='/a b.rom'/>"), result)
    expect('hide-rom' in device(world, 'vm1', WIFI)['options'], result)
    result = world.run('assign', '--rom-bar=on', 'vm1', WIFI)
    expect(result.status == DONE and configuration('vm1') == before, result)
    result = world.run('assign', '--unmanaged=yes', '--yes', 'vm1', WIFI)
    expect(configuration('vm1') == before.replace("type='pci' managed='yes'",
                                                  "type='pci' managed='no'"), result)
    world.run('assign', '--unmanaged=no', 'vm1', WIFI)

    # "requisite" is another tool's; asked for, it becomes Berth's, and nothing else does.
    result = world.run('assign', '--optional=yes', 'vm1', port)
    expect(configuration('vm1') == before.replace("'requisite'", "'optional'"), result)
    expect(device(world, 'vm1', port)['options'] == ['optional'], result)
    said = about(1)
    expect(f'[configured {port}: guest reset off]' in said, said)
    result = world.run('assign', '--optional=no', 'vm1', port)
    expect(configuration('vm1') == before.replace(" startupPolicy='requisite'", ''), result)


def stick_may_be_missing(world):
    """a USB device is given so that the VM starts without it, unless somebody says otherwise"""
    port, _ = stick()
    before = vm(1)
    result = world.run('assign', 'vm1', port)
    hostdev, = ET.fromstring(configuration('vm1')).findall('devices/hostdev')
    expect(hostdev.find('source').attrib == {'startupPolicy': 'optional'}, result)
    expect(device(world, 'vm1', port)['options'] == ['optional'], result)
    result = world.run('assign', '--optional=no', 'vm1', port)
    expect(result.status == DONE and 'startupPolicy' not in configuration('vm1'), result)
    result = world.run('take-back', 'vm1', port)
    expect(configuration('vm1') == before, result)


def rom_off(world):
    """a ROM that is off altogether cannot be hidden: libvirt refuses both, and Berth says why"""
    before = vm(1, pci(WIFI, '<rom enabled="no"/>'))
    expect('ROM disabled' in about(1), 'shown')
    result = world.run('assign', '--rom-bar=off', '--yes', 'vm1', WIFI)
    expect(result.status == FAILED and 'altogether' in result.err, result)
    expect(configuration('vm1') == before, result)


def pinned_anew(world):
    """a changed device that is right is one Apply: the alias of its hostdev and nothing else"""
    before = vm(1, pci(WIFI, alias(WIFI, '14e4-43ba-x-x-028000') + '<rom file="/x"/>')
                + pci('21:00.0', managed='no'))
    expect(device(world, 'vm1', WIFI)['identity'] == 'changed', before)
    expect('changed' in findings(world, 'vm1'), before)
    result = world.run('pin', 'vm1', WIFI)
    expect(result.status == DONE, result)
    expect(changed_lines(before, configuration('vm1')) == (
        ["<alias name='ua-berth-0000-03-00-0-14e4-43ba-x-x-028000'/>"],
        [f"<alias name='ua-berth-0000-03-00-0-{WIFI_IDENTITY}'/>"]), configuration('vm1'))
    expect(device(world, 'vm1', WIFI)['identity'] == 'same', result)


def moved(world):
    """a device that sits elsewhere now is one Apply, and its hostdev keeps all that is in it"""
    before = vm(1, pci(GONE, alias(GONE, WIFI_IDENTITY) + '<boot order="1"/><rom file="/x"/>'))
    expect(device(world, 'vm1', GONE)['identity'] == 'missing', before)
    result = world.run('move', 'vm1', GONE)
    expect(result.status == DONE, result)
    expect(changed_lines(before, configuration('vm1')) == (
        ["<address domain='0x0000' bus='0x7e' slot='0x00' function='0x0'/>",
         f"<alias name='ua-berth-0000-7e-00-0-{WIFI_IDENTITY}'/>"],
        ["<address domain='0x0000' bus='0x03' slot='0x00' function='0x0'/>",
         f"<alias name='ua-berth-0000-03-00-0-{WIFI_IDENTITY}'/>"]), configuration('vm1'))
    expect(device(world, 'vm1', WIFI)['identity'] == 'same', result)


def split(world):
    """a single function of a card: the others leave the computer with it, unseen by the guest"""
    vm(1)
    result = world.run('assign', '--function', '--yes', 'vm1', '01:00.0')
    expect(result.status == DONE, result)
    text = configuration('vm1')
    places = {hostdev.find('source/address').get('function'): hostdev.find('address').get('type')
              for hostdev in ET.fromstring(text).findall('devices/hostdev')}
    expect(places == {'0x0': 'pci', '0x1': 'unassigned', '0x2': 'unassigned',
                      '0x3': 'unassigned'}, text)
    result = world.run('take-back', 'vm1', '01:00.0')
    expect(result.status == DONE and '<hostdev' not in configuration('vm1'), result)


def figures(_world):
    """memory, balloon and free ports are what libvirt says"""
    kib = 64 * 1024
    vm(1)
    expect(about(1) == f'memory={kib} balloons=no ports=-1', about(1))
    vm(2, memory='<memory unit="MiB">64</memory><currentMemory unit="MiB">32</currentMemory>')
    expect(about(2) == f'memory={kib} balloons=yes ports=-1', about(2))
    virsh('start', 'vm2')
    live = ET.fromstring(virsh('dumpxml', 'vm2'))
    taken = {int(address.get('bus'), 16)
             for address in live.findall('devices/*/address[@type="pci"]')}
    free = [port for port in live.findall('devices/controller[@model="pcie-root-port"]')
            if int(port.get('index')) not in taken]
    expect(free and about(2).endswith(f'ports={len(free)}'), about(2))
    vm(3, machine='pc')
    virsh('start', 'vm3')
    expect(about(3).endswith('ports=-1'), about(3))


def cleaned(check):
    def run_check(world):
        try:
            check(world)
        finally:
            clean()
    run_check.__doc__ = check.__doc__
    return run_check


def outside(*programs):
    """Begins again beside a libvirtd of our own, on a synthetic computer."""
    rig = f'{TESTS}/rig'
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([f'{rig}/make-computer', '64', folder], check=True,
                       stdout=subprocess.DEVNULL)
        code = subprocess.run([f'{rig}/with-libvirtd', folder, sys.executable,
                               os.path.realpath(__file__), *programs],
                              env=os.environ | {'BESIDE_LIBVIRTD': '1'}, check=False).returncode
    if code == 77:
        print('1..0 # SKIP a libvirtd of our own cannot run here')
        code = 0
    return code


if __name__ == '__main__':
    if 'BESIDE_LIBVIRTD' not in os.environ:
        sys.exit(outside(*sys.argv[1:]))
    HAND = Hand(shutil.copy(sys.argv[2], '/run/libvirt/'))
    HAND.ask('open qemu:///system')
    main([cleaned(check) for check in (bridge, not_there, of_another, of_a_running_one, no_pci,
                                       others_are_kept, stick_may_be_missing, rom_off,
                                       pinned_anew, moved, split, figures)])
