#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The libvirt backend on a real libvirtd, with virsh as the independent eye.

test-libvirt.py HAND BERTHCTL: HAND is the program of hand.c."""

import difflib
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import xml.etree.ElementTree as ET

from hand import Hand, configuration, define, virsh

TESTS = []
UUID = '11111111-2222-3333-4444-0000000000'
WORK = UUID + '01'
NIC = '04:00.0=8086-1533-8086-0001-020000'
GPU = ['01:00.0=10de-1e84-1043-8680-030000', '01:00.1=10de-10f8-1043-8680-040300',
       '01:00.2=10de-1ad8-1043-8680-0c0330', '01:00.3=10de-1ad9-1043-8680-0c8000']

SECRETS = '''
  <title>Wörk &lt;b&gt; &amp; \u202e</title>
  <metadata>
    <x:thing xmlns:x="urn:somebody" deep="a &lt; b">
      <x:more>  blanks   and &amp; signs </x:more><x:empty/>
    </x:thing>
  </metadata>'''
SCREEN = '''
    <graphics type="vnc" port="-1" autoport="yes" passwd="s&lt;cret&quot;"/>'''


def test(function):
    TESTS.append(function)
    return function


def domain(uuid, name, devices='', machine='q35', kind='qemu', outside=SECRETS, behind=''):
    return f'''<domain type="{kind}" xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">
  <name>{name}</name><uuid>{uuid}</uuid>{outside}
  <memory unit="MiB">64</memory>
  <os><type arch="x86_64" machine="{machine}">hvm</type></os>
  <devices>{devices}{SCREEN}
  </devices>{behind}
</domain>'''


def hostdevs(text):
    return ET.fromstring(text).findall('devices/hostdev')


def guest_places(text):
    """Where the guest sees each hostdev: host function → (bus, slot, function, multifunction)."""
    places = {}
    for hostdev in hostdevs(text):
        source, place = hostdev.find('source/address'), hostdev.find('address')
        places[source.get('bus') + source.get('function')] = (
            place.get('type'), place.get('bus'), place.get('slot'), place.get('function'),
            place.get('multifunction'))
    return places


def ports(text):
    return text.count("model='pcie-root-port'")


def assert_only_ports_added(before, after):
    """Not a byte of @before is missing in @after, and all that came is empty ports."""
    extra = []
    for line in difflib.ndiff(before.split('\n'), after.split('\n')):
        assert not line.startswith('- '), f'lost or changed: {line}'
        if line.startswith('+ '):
            extra.append(line[2:])
    if extra:
        for element in ET.fromstring('<x>' + '\n'.join(extra) + '</x>'):
            assert element.tag == 'controller', ET.tostring(element)
            assert element.get('model') == 'pcie-root-port', ET.tostring(element)


def claims(*words):
    return ' '.join(words)


@test
def across_and_back(hand):
    """a device goes across and back, and nothing else changes"""
    define(domain(WORK, 'work'))
    before = configuration('work')
    assert 's&lt;cret' in before and 'x:thing' in before

    assert hand.ask(f'read {WORK}') == ''
    assert hand.ask(f'apply {WORK} 04:00.0+m{NIC[7:]}') == f'04:00.0+m{NIC[7:]}'
    there = configuration('work')
    found, = hostdevs(there)
    assert found.attrib == {'mode': 'subsystem', 'type': 'pci', 'managed': 'yes'}, found.attrib
    assert found.find('source').attrib == {}
    assert found.find('source/address').attrib == {
        'domain': '0x0000', 'bus': '0x04', 'slot': '0x00', 'function': '0x0'}
    assert found.find('alias').attrib == {
        'name': 'ua-berth-0000-04-00-0-8086-1533-8086-0001-020000'}
    assert sorted(child.tag for child in found) == ['address', 'alias', 'source']

    assert hand.ask(f'apply {WORK} ') == ''
    after = configuration('work')
    assert not hostdevs(after)
    assert_only_ports_added(before, after)


@test
def card_on_one_slot(hand):
    """the functions of a card share a slot of the guest, and ports do not pile up"""
    define(domain(WORK, 'work'))
    before = configuration('work')
    hand.ask(f'read {WORK}')
    hand.ask(f'apply {WORK} {claims(*GPU)}')
    places = guest_places(configuration('work'))
    buses = {place[1] for place in places.values()}
    assert len(buses) == 1, places
    assert [places[f'0x010x{n}'][2:4] for n in range(4)] == [
        ('0x00', f'0x{n}') for n in range(4)], places
    assert places['0x010x0'][4] == 'on', places

    hand.ask(f'apply {WORK} ')
    assert_only_ports_added(before, configuration('work'))
    n_ports = ports(configuration('work'))
    for _ in range(3):
        hand.ask(f'apply {WORK} {claims(*GPU)}')
        hand.ask(f'apply {WORK} ')
    assert ports(configuration('work')) <= n_ports + 1

    # Without its first function the guest would not look for the others.
    hand.ask(f'apply {WORK} {claims(*GPU)}')
    hand.ask(f'apply {WORK} {claims(*GPU[1:])}')
    places = guest_places(configuration('work'))
    assert places['0x010x1'][3] == '0x0' and places['0x010x2'][3] == '0x2', places
    # and what comes later joins them
    hand.ask(f'apply {WORK} {claims(*GPU)}')
    hand.ask(f'apply {WORK} ')


@test
def card_on_i440fx(hand):
    """the same on the one bus of i440FX"""
    define(domain(WORK, 'work', machine='pc'))
    before = configuration('work')
    hand.ask(f'read {WORK}')
    hand.ask(f'apply {WORK} {claims(*GPU)}')
    places = guest_places(configuration('work'))
    assert len({place[1:3] for place in places.values()}) == 1, places
    hand.ask(f'apply {WORK} ')
    assert configuration('work') == before


@test
def companions(hand):
    """companions leave the host unseen by the guest, and change their role"""
    define(domain(WORK, 'work'))
    before = configuration('work')
    hand.ask(f'read {WORK}')
    hand.ask(f'apply {WORK} 01:00.0+m 01:00.1+mc')
    there = {h.find('source/address').get('function'): h for h in hostdevs(configuration('work'))}
    assert there['0x1'].find('address').attrib == {'type': 'unassigned'}
    assert there['0x0'].find('address').get('type') == 'pci'
    assert hand.ask(f'apply {WORK} 01:00.0+mc 01:00.1+m') == '01:00.0+mc 01:00.1+m'
    assert hand.ask(f'apply {WORK} ') == ''
    assert_only_ports_added(before, configuration('work'))


@test
def somebody_elses_parts(hand):
    """what Berth does not know in a hostdev survives a change of its options"""
    define(domain(WORK, 'work', '''
    <hostdev mode="subsystem" type="pci" managed="no">
      <driver name="vfio"/>
      <source><address domain="0" bus="4" slot="0" function="0"/></source>
      <boot order="7"/><rom bar="off" file="/tmp/a&amp;b"/>
      <alias name="ua-mine"/>
    </hostdev>'''))
    before = configuration('work')
    assert hand.ask(f'read {WORK}') == '04:00.0+r'
    hand.ask(f'apply {WORK} 04:00.0+mr')
    assert configuration('work') == before.replace("type='pci' managed='no'",
                                                   "type='pci' managed='yes'")
    hand.ask(f'apply {WORK} 04:00.0')
    assert configuration('work') == before.replace("<rom bar='off' ", '<rom ')
    hand.ask(f'apply {WORK} 04:00.0+r')
    assert configuration('work') == before


@test
def merged(hand):
    """what somebody else changes elsewhere meanwhile is kept"""
    define(domain(WORK, 'work'))
    hand.ask(f'read {WORK}')
    virsh('setmaxmem', 'work', '99MiB', '--config')
    virsh('attach-device', 'work', '/dev/stdin', '--config', stdin='''
      <hostdev mode="subsystem" type="pci" managed="no">
        <source><address domain="0" bus="3" slot="0" function="0"/></source></hostdev>''')
    assert hand.ask(f'apply {WORK} 04:00.0+m') == '03:00.0 04:00.0+m'
    text = configuration('work')
    assert "<memory unit='KiB'>101376</memory>" in text and len(hostdevs(text)) == 2


@test
def conflicts(hand):
    """the same device changed meanwhile: nothing is written"""
    nic = '''<hostdev mode="subsystem" type="pci" managed="{}">
        <source><address domain="0" bus="4" slot="0" function="0"/></source></hostdev>'''
    for there, meanwhile, wanted in (
            ('no', ('attach-device', 'yes'), ''),
            ('no', None, '04:00.0+m'),
            (None, ('attach-device', 'no'), '04:00.0+m')):
        define(domain(WORK, 'work', nic.format(there) if there else ''))
        hand.ask(f'read {WORK}')
        if there:
            virsh('detach-device', 'work', '/dev/stdin', '--config', stdin=nic.format('no'))
        if meanwhile:
            virsh(meanwhile[0], 'work', '/dev/stdin', '--config', stdin=nic.format(meanwhile[1]))
        before = configuration('work')
        assert hand.refusal(f'apply {WORK} {wanted}') == 'CONFLICT'
        assert configuration('work') == before


@test
def deleted(hand):
    """a VM that was deleted meanwhile does not come back"""
    define(domain(WORK, 'work'))
    hand.ask(f'read {WORK}')
    virsh('undefine', 'work')
    assert hand.refusal(f'apply {WORK} 04:00.0') == 'NOT_FOUND'
    assert hand.refusal(f'read {WORK}') == 'NOT_FOUND'
    assert hand.refusal('read nonsense') == 'NOT_FOUND'
    virsh('dominfo', 'work', fails=True)


@test
def not_known_here(hand):
    """options that this hypervisor does not know are refused before anything is written"""
    define(domain(WORK, 'work'))
    before = configuration('work')
    hand.ask(f'read {WORK}')
    assert hand.refusal(f'apply {WORK} 04:00.0+p') == 'NOT_SUPPORTED'
    assert hand.refusal(f'apply {WORK} 04:00.0+n') == 'NOT_SUPPORTED'
    assert configuration('work') == before


@test
def every_claim(hand):
    """every way to have a host device is seen"""
    virtual = sorted(path.split('/')[5] for path in glob.glob('/sys/bus/pci/devices/*/physfn'))[0]
    bus, slot, number = (int(part, 16) for part in re.split('[:.]', virtual)[1:])
    virsh('net-define', '/dev/stdin', stdin=f'''<network><name>pool</name>
      <forward mode="hostdev" managed="yes"><address type="pci" domain="0" bus="{bus}"
      slot="{slot}" function="{number}"/></forward></network>''')
    define(domain(WORK, 'work', '''
    <hostdev mode="subsystem" type="pci" managed="yes">
      <source><address domain="0" bus="4" slot="0" function="0"/></source></hostdev>
    <interface type="hostdev" managed="yes">
      <source><address type="pci" domain="0" bus="9" slot="16" function="0"/></source></interface>
    <interface type="network"><source network="pool"/></interface>
    <disk type="nvme" device="disk"><driver name="qemu" type="raw"/>
      <source type="pci" managed="yes" namespace="1">
        <address domain="0" bus="2" slot="0" function="0"/></source>
      <target dev="vda" bus="virtio"/></disk>
    <hostdev mode="subsystem" type="scsi"><source><adapter name="scsi_host0"/>
      <address bus="0" target="0" unit="0"/></source></hostdev>''', behind='''
  <qemu:commandline><qemu:arg value="-device"/><qemu:arg value="vfio-pci,host=03:00.0"/>
  </qemu:commandline>'''))
    listed = hand.ask('list')
    for word in ('04:00.0+m', '09:10.0/interface+m', f'{virtual[5:]}/network', '02:00.0/disk+m',
                 '03:00.0/other'):
        assert word in listed, listed
    assert listed.endswith(':1]'), listed
    before = configuration('work')
    hand.ask(f'read {WORK}')
    rest = listed.split(':halted:')[1].split('::')[0].split(' ')
    for word in (w for w in rest if '/' in w):
        wanted = claims(*(w for w in rest if w != word))
        assert hand.refusal(f'apply {WORK} {wanted}') == 'REFUSED', word
    assert configuration('work') == before
    virsh('net-undefine', 'pool')


@test
def usb(hand):
    """USB devices go by their ids, and of two alike the right one"""
    sticks = {}
    for name in sorted(os.listdir('/sys/bus/usb/devices')):
        folder = f'/sys/bus/usb/devices/{name}/'
        if '-' not in name or ':' in name:
            continue
        read = {key: open(folder + key, encoding='ascii').read().strip()
                for key in ('idVendor', 'idProduct', 'busnum', 'devnum')}
        sticks.setdefault((read['idVendor'], read['idProduct']), []).append((name, read))
    twins = next(found for found in sticks.values() if len(found) == 2)
    single, = next(found for found in sticks.values() if len(found) == 1)

    define(domain(WORK, 'work'))
    before = configuration('work')
    hand.ask(f'read {WORK}')
    for name, read in (single, twins[0], twins[1]):
        identity = f'{read["idVendor"]}-{read["idProduct"]}-x-x-000000'
        assert hand.ask(f'apply {WORK} {name}={identity}') == f'{name}={identity}'
        found, = hostdevs(configuration('work'))
        assert found.find('source').get('startupPolicy') is None
        word = f'{name}+o={identity}'
        assert hand.ask(f'apply {WORK} {word}') == word
        found, = hostdevs(configuration('work'))
        assert found.find('source').get('startupPolicy') == 'optional'
        assert found.find('source/vendor').get('id') == '0x' + read['idVendor']
        place = found.find('source/address')
        assert (place is not None) == ((name, read) in twins)
        if place is not None:
            assert place.attrib == {'bus': read['busnum'], 'device': read['devnum']}
        assert hand.ask(f'apply {WORK} ') == ''
        assert_only_ports_added(before, configuration('work'))


@test
def typed_commands(hand):
    """what Berth says one could type does the same"""
    define(domain(WORK, 'work'))
    hand.ask(f'read {WORK}')
    for wanted in ('04:00.0+m' + NIC[7:] + ' 03:00.0', '04:00.0+m' + NIC[7:] + ' 03:00.0+mc',
                   '03:00.0+mc', ''):
        commands = hand.ask(f'commands {WORK} {wanted}').replace('|', '\n')
        subprocess.run(['sh', '-e', '-c', commands], check=True, stdout=subprocess.DEVNULL)
        assert set(hand.ask(f'read {WORK}').split()) == set(wanted.split()), commands


@test
def running(hand):
    """a running VM is told apart from its configuration, and only that is changed"""
    define(domain(WORK, 'work'))
    while not hand.events.empty():
        hand.event()
    hand.ask(f'start {WORK}')
    assert hand.event() == 'changed'
    assert ':running:::0]' in hand.ask('list')
    hand.ask(f'read {WORK}')
    assert hand.ask(f'apply {WORK} 04:00.0+m') == '04:00.0+m'
    assert 'hostdev' not in virsh('dumpxml', 'work')
    assert ':running:04:00.0+m::0]' in hand.ask('list')
    virsh('destroy', 'work')
    while ':halted:' not in hand.ask('list'):
        assert hand.event() == 'changed'
    # There is no kernel behind this computer that could hand the device over.
    assert hand.refusal(f'start {WORK}') in ('FAILED', 'NOT_SUPPORTED')
    assert hand.refusal(f'stop {WORK}') == 'FAILED'


@test
def transient(hand):
    """a VM without a configuration is shown and not changed"""
    virsh('create', '/dev/stdin', stdin=domain(WORK, 'work'))
    assert 'work:running,transient:' in hand.ask('list')
    hand.ask(f'read {WORK}')
    assert hand.refusal(f'apply {WORK} 04:00.0') == 'NOT_SUPPORTED'


@test
def names(hand):
    """names are text, whatever is in them"""
    name = '&lt;b&gt;\u202egnp.exe&amp;amp; $(id) `id` \u00e4\U0001f600'
    define(domain(WORK, name))
    assert '[<b>\u202egnp.exe&amp; $(id) `id` \u00e4\U0001f600:halted:' in hand.ask('list')
    hand.ask(f'read {WORK}')
    commands = hand.ask(f'commands {WORK} 04:00.0').replace('|', '\n')
    assert WORK in commands and '$(' not in commands
    hand.ask(f'apply {WORK} 04:00.0')


@test
def many(hand):
    """many VMs are listed in the order of their names"""
    for number in range(30):
        define(domain(f'{UUID}{number + 10}', f'vm{29 - number:02}'))
    listed = [word.split(':')[0] for word in hand.ask('list').split('[')[1:]]
    assert listed == [f'vm{number:02}' for number in range(30)], listed


@test
def only_looking(hand):
    """who may only read sees all and changes nothing"""
    define(domain(WORK, 'work'))
    before = configuration('work')
    nobody = Hand(hand.program, wrapper=['setpriv', '--reuid=65534', '--regid=65534',
                                         '--clear-groups'], environment={'HOME': '/nonexistent'})
    features = nobody.ask('open qemu:///system').split()
    assert 'write' not in features and 'power' not in features and 'local' in features, features
    assert nobody.ask(f'read {WORK}') == ''
    assert nobody.refusal(f'apply {WORK} 04:00.0') == 'READ_ONLY'
    assert configuration('work') == before
    nobody.close()


@test
def no_such_connection(hand):
    """what cannot be opened is refused with what to do"""
    other = Hand(hand.program)
    assert other.refusal('open qemu+unix:///system?socket=/nowhere/sock') == 'UNREACHABLE'
    assert other.refusal('list') == 'UNREACHABLE'
    assert other.refusal(f'read {WORK}') == 'UNREACHABLE'
    assert other.refusal('facts') == 'UNREACHABLE'
    assert other.refusal('open teapot:///system') == 'NOT_FOUND'
    assert other.refusal('open qemu://[/system') == 'INVALID'
    assert other.refusal('open qemu+ssh://nobody@127.0.0.1:1/system') == 'UNREACHABLE'
    other.close()


@test
def berthctl(hand):
    """the program does the same: it loads the backend, and the whole card goes across and back"""
    def run(*arguments):
        done = subprocess.run([hand.berthctl, '--connect', 'qemu:///system', *arguments],
                              check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    define(domain(WORK, 'work'))
    before = configuration('work')
    run('assign', 'work', '01:00.0')
    places = guest_places(configuration('work'))
    assert sorted(places) == [f'0x010x{n}' for n in range(4)], places
    assert len({place[1:3] for place in places.values()}) == 1, places
    for hostdev in hostdevs(configuration('work')):
        assert hostdev.find('alias').get('name').startswith('ua-berth-0000-01-00-')
        assert hostdev.get('managed') == 'yes'
    run('take-back', 'work', '01:00.0')
    assert not hostdevs(configuration('work'))
    assert_only_ports_added(before, configuration('work'))


@test
def node_devices(hand):
    """a server's node devices say the same as its kernel"""
    texts = []
    for name in virsh('nodedev-list').split():
        text = virsh('nodedev-dumpxml', name)
        if name == 'computer' and '<uuid>' not in text:
            text = text.replace('</hardware>', f'<uuid>{WORK}</uuid></hardware>').replace(
                '<hardware/>', f'<hardware><uuid>{WORK}</uuid></hardware>')
        if name == 'computer' or name.startswith(('pci_', 'usb_')):
            texts.append(text)
    with open('/run/libvirt/node.xml', 'w', encoding='utf-8') as file:
        file.write(f'<node>{"".join(texts)}</node>')

    def read(path, default=''):
        if not os.path.exists(path):
            return default
        with open(path, encoding='ascii') as file:
            return file.read().strip()

    def link(path):
        return os.path.basename(os.readlink(path)) if os.path.islink(path) else ''

    expected = set()
    for path in glob.glob('/sys/bus/pci/devices/*'):
        expected.add(':'.join((
            os.path.basename(path)[5:], read(f'{path}/vendor')[2:], read(f'{path}/device')[2:],
            read(f'{path}/class')[2:], link(f'{path}/iommu_group') or '-1',
            link(f'{path}/driver'))))
    for path in glob.glob('/sys/bus/usb/devices/*-*'):
        if ':' not in path:
            expected.add(':'.join((os.path.basename(path), read(f'{path}/idVendor'),
                                   read(f'{path}/idProduct'), read(f'{path}/devnum'))))

    other = Hand(hand.program)
    features = other.ask('open test:///run/libvirt/node.xml').split()
    assert 'facts' in features and 'local' not in features, features
    found = set(other.ask('facts').split())
    # The test driver reads no driver out of its file (up to 11.3).
    assert found == {re.sub('^([^ ]*:[^:]*:[^:]*:[^:]*:[^:]*:).*', r'\1', word)
                     for word in expected}, found ^ expected
    other.close()


@test
def hanging(hand):
    """a libvirtd that hangs holds up nothing but its own calls"""
    define(domain(WORK, 'work'))
    other = Hand(hand.program)
    other.ask('open qemu:///system')
    os.kill(hand.daemon, signal.SIGSTOP)
    try:
        hand.tell('list')
        hand.tell(f'read {WORK}')
        assert hand.ask('ping') == 'pong'
        hand.tell('cancel')
        for _ in range(2):
            try:
                raise AssertionError(hand.hear())
            except Exception as refused:  # pylint: disable=broad-except
                assert str(refused).startswith('CANCELLED'), refused
        # leaving does not wait either
        other.tell('list')
        other.close()
    finally:
        os.kill(hand.daemon, signal.SIGCONT)
    assert 'work:' in hand.ask('list')


@test
def daemon_dies(hand):
    """a connection that breaks says so, once"""
    define(domain(WORK, 'work'))
    while not hand.events.empty():
        hand.event()
    os.kill(hand.daemon, signal.SIGKILL)
    event = hand.event()
    while event == 'changed':
        event = hand.event()
    assert event.startswith('closed '), event
    assert hand.refusal('list') == 'UNREACHABLE'
    assert hand.refusal('open qemu:///system') == 'UNREACHABLE'


def clean():
    """Nothing is left to the next test, whatever this one came to."""
    for uuid in virsh('list', '--all', '--uuid').split():
        for verb in ('destroy', 'undefine'):
            subprocess.run(['virsh', '--connect', 'qemu:///system', verb, uuid], check=False,
                           capture_output=True)


def run_inside(program, berthctl_program):
    # Where nobody may come along, a build folder of root's is closed.
    program = shutil.copy(program, '/run/libvirt/')
    hand = Hand(program)
    hand.program = program
    hand.berthctl = berthctl_program
    with open('/run/libvirt/berth.pid', encoding='ascii') as file:
        hand.daemon = int(file.read())
    features = hand.ask('open qemu:///system').split()
    assert features == ['write', 'local', 'companions', 'managed', 'usb', 'power', 'rom',
                        'optional', 'bind'], features

    print(f'1..{len(TESTS)}', flush=True)
    failed = 0
    for number, function in enumerate(TESTS, 1):
        try:
            clean()
            function(hand)
            print(f'ok {number} - {function.__doc__}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            traceback.print_exc()
            print(f'not ok {number} - {function.__doc__}', flush=True)
    hand.close()
    return 1 if failed else 0


def run(*programs):
    rig = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), 'rig')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([f'{rig}/make-computer', '64', folder], check=True,
                       stdout=subprocess.DEVNULL)
        code = subprocess.run([f'{rig}/with-libvirtd', folder, sys.executable,
                               os.path.realpath(__file__), '--inside', *programs],
                              check=False).returncode
    if code == 77:
        print('1..0 # SKIP a libvirtd of our own cannot run here')
    return 0 if code == 77 else code


if __name__ == '__main__':
    sys.exit(run_inside(*sys.argv[2:]) if sys.argv[1] == '--inside' else run(*sys.argv[1:]))
