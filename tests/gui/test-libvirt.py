#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A device goes across on a real libvirtd, by pointer and by keyboard alone; virsh is the
independent eye. Runs itself once more inside tests/rig/with-libvirtd."""

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from desk import Stories
from windows import start_list, start_settings

SYSTEM = 'qemu:///system'
CARD = 'AX200'
stories = Stories()


def virsh(*words, text=None):
    return subprocess.run(['virsh', '--connect', SYSTEM, *words], input=text, check=True,
                          capture_output=True, text=True, timeout=60).stdout


def define():
    """A VM with much in it that is none of our business."""
    if 'guest' in virsh('list', '--all', '--name').split():
        virsh('undefine', 'guest')
    virsh('define', '/dev/stdin', text='''
<domain type="qemu">
  <name>guest</name>
  <metadata>
    <x:thing xmlns:x="urn:somebody" deep="a &lt; b"><x:more>  blanks &amp; signs </x:more></x:thing>
  </metadata>
  <memory unit="MiB">64</memory>
  <os><type arch="x86_64" machine="q35">hvm</type></os>
  <devices><graphics type="vnc" port="-1" autoport="yes" passwd="s&lt;cret&quot;"/></devices>
</domain>''')
    return configuration()


def configuration():
    return virsh('dumpxml', '--inactive', '--security-info', 'guest')


def elements(text, name):
    """Each <name …>…</name> below <devices>, as libvirt prints it, with its line break."""
    return re.findall(rf'    <{name} (?:[^>]*/>|.*?\n    </{name}>)\n', text, re.S)


def without_ours(after, before):
    """@after without host devices, and without the free ports that libvirt put there for them."""
    for hostdev in elements(after, 'hostdev'):
        after = after.replace(hostdev, '', 1)
    for controller in elements(after, 'controller'):
        if controller not in before and "model='pcie-root-port'" in controller:
            after = after.replace(controller, '', 1)
    return after


def check_assigned(before):
    after = configuration()
    hostdev, = ET.fromstring(after).findall('devices/hostdev')
    assert hostdev.attrib == {'mode': 'subsystem', 'type': 'pci', 'managed': 'yes'}, after
    assert hostdev.find('source/address').attrib == {
        'domain': '0x0000', 'bus': '0x03', 'slot': '0x00', 'function': '0x0'}, after
    assert sorted(child.tag for child in hostdev) == ['address', 'alias', 'source'], after
    assert without_ours(after, before) == before, after


def check_taken_back(before):
    after = configuration()
    assert not elements(after, 'hostdev'), after
    assert without_ours(after, before) == before, after


@stories.story('by pointer, from the VM list: virsh has exactly that device more, and back')
def by_pointer(desk):
    before = define()
    settings = start_list(desk, '--connect', SYSTEM).open('guest')
    settings.assign(CARD)
    assert configuration() == before, 'nothing is written before Apply'
    settings.apply()
    check_assigned(before)
    settings.take_back(CARD)
    settings.apply()
    check_taken_back(before)


@stories.story('by keyboard alone: virsh has exactly that device more, and back')
def by_keyboard(desk):
    before = define()
    settings = start_settings(desk, SYSTEM, 'guest')
    settings.carry_by_keys('Available', CARD, 'Assign')
    settings.press_by_keys('Apply')
    settings.settled()
    check_assigned(before)
    settings.carry_by_keys('Assigned', CARD, 'Take Back')
    settings.press_by_keys('Apply')
    settings.settled()
    check_taken_back(before)


@stories.story('what virsh does meanwhile is kept, and a change of the same device is asked about')
def meanwhile(desk):
    define()
    settings = start_settings(desk, SYSTEM, 'guest')
    settings.assign(CARD)
    virsh('define', '/dev/stdin', text=configuration().replace(
        '</metadata>', '<y:more xmlns:y="urn:y">new</y:more></metadata>'))
    settings.apply()
    after = configuration()
    assert '>new</y:more>' in after and len(elements(after, 'hostdev')) == 1, after


def run():
    rig = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), 'rig')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([f'{rig}/make-computer', '64', folder], check=True,
                       stdout=subprocess.DEVNULL)
        code = subprocess.run([f'{rig}/with-libvirtd', folder, sys.executable,
                               os.path.realpath(__file__), *sys.argv[1:]],
                              env={**os.environ, 'BERTH_TEST_INSIDE': '1'}, check=False).returncode
    if code == 77:
        print('1..0 # SKIP a libvirtd of our own cannot run here')
    return 0 if code == 77 else code


if __name__ == '__main__':
    if os.environ.get('BERTH_TEST_INSIDE'):
        stories.tell()
    sys.exit(run())
