# SPDX-License-Identifier: GPL-3.0-or-later
"""A bus of its own with a root helper on it, on a computer in a folder; callers; and a polkit that
behaves as polkit does, or as it must not."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # pylint: disable=wrong-import-position

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOP = os.path.dirname(TESTS)
NAME, PATH = 'org.berth.Helper1', '/org/berth/Helper1'
POLKIT, POLKIT_PATH = 'org.freedesktop.PolicyKit1', '/org/freedesktop/PolicyKit1/Authority'
LONG = 600000

INTERACTIVE = Gio.DBusMessageFlags.ALLOW_INTERACTIVE_AUTHORIZATION

# The network card on its host driver, the one on pciback, the root port, the keyboard's controller.
CARD, SPARE, BRIDGE, KEYBOARD = (0, 0, 4, 0), (0, 0, 5, 0), (0, 0, 1, 0), (0, 0, 0x14, 0)
IDENTITY = (0x8086, 0x10d3, 0x1043, 0x8680, 0x20000, 0xa1)
VFIO, PCIBACK = 1, 2

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
  {more}
  <limit name="max_completed_connections">1000</limit>
  <limit name="max_connections_per_user">1000</limit>
  <limit name="max_incoming_bytes">127000000</limit>
</busconfig>
'''

AUTHORITY = '''<node><interface name="org.freedesktop.PolicyKit1.Authority">
  <method name="CheckAuthorization">
    <arg type="(sa{sv})" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{ss}" direction="in"/><arg type="u" direction="in"/>
    <arg type="s" direction="in"/><arg type="(bba{ss})" direction="out"/>
  </method>
  <method name="CancelCheckAuthorization"><arg type="s" direction="in"/></method>
</interface></node>'''


def expect(condition, what=''):
    if not condition:
        raise AssertionError(repr(what))


def wait_for(condition, what, seconds=30):
    """Until CONDITION holds; for what has no event to wait for."""
    end = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < end, f'in vain: {what}')
        time.sleep(0.005)


def pause(seconds):
    """For who wants to come at a bad moment, not for who waits for something."""
    time.sleep(seconds)


def connect(address):
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


SYSTEMD, SYSTEMD_PATH = 'org.freedesktop.systemd1', '/org/freedesktop/systemd1'
MANAGER = '''<node><interface name="org.freedesktop.systemd1.Manager">
  <method name="StartUnit">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
  </method>
</interface></node>'''


class Service:
    """A service on the bus, in a thread: `called()` answers."""

    def __init__(self, address, name, path, description):
        self.address = address
        self.place = (name, path, description)
        self.ready = threading.Event()
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()
        expect(self.ready.wait(30), f'{name} serves')

    def serve(self):
        name, path, description = self.place
        self.context.push_thread_default()
        self.bus = connect(self.address)
        info = Gio.DBusNodeInfo.new_for_xml(description).interfaces[0]
        self.bus.register_object(path, info, self.called, None, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (name, 4)), None, 0, -1, None)
        self.ready.set()
        self.loop.run()
        self.context.pop_thread_default()

    def stop(self):
        self.loop.quit()
        self.thread.join(30)
        if not self.bus.is_closed():
            self.bus.close_sync(None)


class Systemd(Service):
    """Starts units by calling LOAD with their names, which are in `asked`."""

    def __init__(self, address, load):
        self.asked = []
        self.load = load
        super().__init__(address, SYSTEMD, SYSTEMD_PATH, MANAGER)

    def called(self, bus, sender, path, interface, method, parameters, invocation):
        unit = parameters.unpack()[0]
        self.asked.append(unit)
        self.load(unit)
        invocation.return_value(GLib.Variant('(o)', (f'{SYSTEMD_PATH}/job/1',)))


class Polkit(Service):
    """What it says is in `mood`: allowed, denied, challenge, dismissed, error, hanging, crashing.
    What it was asked is in `asked`."""

    def __init__(self, address):
        self.mood = 'allowed'
        self.asked = []
        self.cancelled = []
        self.pending = {}
        super().__init__(address, POLKIT, POLKIT_PATH, AUTHORITY)

    def called(self, bus, sender, path, interface, method, parameters, invocation):
        if method == 'CancelCheckAuthorization':
            self.cancel(parameters.unpack()[0])
            invocation.return_value(None)
            return
        (kind, subject), action, details, flags, token = parameters.unpack()
        self.asked.append({'kind': kind, 'subject': subject, 'action': action, 'details': details,
                           'interactive': flags == 1, 'sender': sender})
        if kind != 'system-bus-name' or list(subject) != ['name']:
            invocation.return_dbus_error(f'{POLKIT}.Error.Failed', 'of this nothing is told')
            return
        verdict = {'allowed': (True, False, {}), 'denied': (False, False, {}),
                   'challenge': (False, True, {}),
                   'dismissed': (False, True, {'polkit.dismissed': 'true'})}
        if self.mood in verdict:
            invocation.return_value(GLib.Variant('((bba{ss}))', (verdict[self.mood],)))
        elif self.mood == 'error':
            invocation.return_dbus_error(f'{POLKIT}.Error.Failed', 'broken\nin \x1b[31m two')
        elif self.mood == 'crashing':
            bus.close_sync(None)
        else:
            self.pending[token] = invocation

    def cancel(self, token):
        self.cancelled.append(token)
        invocation = self.pending.pop(token, None)
        if invocation:
            invocation.return_dbus_error(f'{POLKIT}.Error.Cancelled', 'cancelled')

    def answer(self, allowed):
        """All that it was asked and kept to itself while hanging."""
        for invocation in [self.pending.pop(token) for token in list(self.pending)]:
            invocation.return_value(GLib.Variant('((bba{ss}))', ((allowed, False, {}),)))


class Caller:
    """One program on the bus."""

    def __init__(self, address):
        self.bus = connect(address)

    @property
    def name(self):
        return self.bus.get_unique_name()

    def message(self, method, body=None, flags=0, interface=NAME):
        message = Gio.DBusMessage.new_method_call(NAME, PATH, interface, method)
        message.set_flags(flags)
        if body is not None:
            message.set_body(body)
        return message

    def send(self, message, timeout=LONG):
        """Waits for the answer: (None, its values) or (the error's name, its words)."""
        reply = self.bus.send_message_with_reply_sync(message, Gio.DBusSendMessageFlags.NONE,
                                                      timeout, None)[0]
        body = reply.get_body()
        if reply.get_message_type() == Gio.DBusMessageType.ERROR:
            return reply.get_error_name(), body.unpack()[0] if body else ''
        return None, body.unpack() if body else ()

    def call(self, method, *values, flags=0):
        return self.send(self.message(method, arguments(method, *values), flags))

    def begin(self, method, *values, flags=0, answers=None):
        """Calls and goes on; the answer is added to ANSWERS, if there is one."""
        message = self.message(method, arguments(method, *values), flags)
        if answers is None:
            self.bus.send_message(message, Gio.DBusSendMessageFlags.NONE)
            self.bus.flush_sync(None)
            return
        thread = threading.Thread(target=lambda: answers.append(self.send(message)), daemon=True)
        thread.start()

    def leave(self):
        self.bus.close_sync(None)


def read_methods():
    """{method: types of what goes in} as the description of the interface has it."""
    with open(f'{TOP}/src/dbus/org.berth.Helper1.xml', encoding='utf-8') as file:
        info = Gio.DBusNodeInfo.new_for_xml(file.read())
    return {method.name: [arg.signature for arg in method.in_args]
            for method in info.interfaces[0].methods}


METHODS = read_methods()


def arguments(method, *values):
    """What METHOD takes: VALUES, and for the rest what fits to CARD."""
    known = {'(uyyy)': CARD, '(qqqquy)': IDENTITY, 'y': VFIO}
    types = METHODS[method]
    whole = [*values, *(known[kind] for kind in types[len(values):])]
    return GLib.Variant(f'({"".join(types)})', whole) if types else None


def look_at(folder):
    """Every file and link below FOLDER with what is in it."""
    seen = {}
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            path = f'{place}/{name}'
            if os.path.islink(path):
                seen[path] = os.readlink(path)
            elif os.path.isfile(path):
                with open(path, 'rb') as file:
                    seen[path] = hashlib.sha256(file.read()).hexdigest()
            else:
                seen[path] = ''
    return seen


class Stage:
    """The bus, the computer and the helper. Not started: `start()`."""

    def __init__(self, hand, more=''):
        self.hand = hand
        # First, for nobody ends a bus when this fails.
        self.computer = subprocess.run([hand, 'make'], check=True, stdout=subprocess.PIPE,
                                       text=True).stdout.strip()
        # Nowhere else there is pciback.
        self.put('sys/hypervisor/type', 'xen\n')
        self.put('proc/xen/capabilities', 'control_d\n')
        self.folder = tempfile.mkdtemp(prefix='berth-bus-')
        self.helper = self.polkit = None
        os.mkdir(f'{self.folder}/services')
        with open(f'{self.folder}/bus.conf', 'w', encoding='utf-8') as file:
            file.write(BUS.format(folder=self.folder, more=more))
        self.daemon = subprocess.Popen(
            ['dbus-daemon', f'--config-file={self.folder}/bus.conf', '--nofork',
             '--print-address=1', '--nopidfile'], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=self.environment(''))
        self.address = self.daemon.stdout.readline().strip()
        self.log = f'{self.folder}/log'

    def environment(self, address):
        return {**os.environ, 'DBUS_SYSTEM_BUS_ADDRESS': address, 'G_DEBUG': 'fatal-warnings'}

    def words(self, idle=LONG, polkit=LONG, dialog=LONG, hanging=None):
        return [self.hand, 'serve', self.computer, str(idle), str(polkit), str(dialog),
                *([str(hanging)] if hanging is not None else [])]

    def start(self, **patience):
        with open(self.log, 'wb') as log:
            self.helper = subprocess.Popen(self.words(**patience), stdout=log, stderr=log,
                                           env=self.environment(self.address))
        probe = connect(self.address)
        wait_for(lambda: self.is_owned(probe), 'the helper serves')
        probe.close_sync(None)

    @staticmethod
    def is_owned(bus):
        return bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                             'org.freedesktop.DBus', 'NameHasOwner', GLib.Variant('(s)', (NAME,)),
                             None, 0, -1, None).unpack()[0]

    def start_polkit(self, mood='allowed'):
        self.polkit = Polkit(self.address)
        self.polkit.mood = mood
        return self.polkit

    def stop_polkit(self):
        if self.polkit:
            self.polkit.stop()
        self.polkit = None

    def caller(self):
        return Caller(self.address)

    def put(self, path, text):
        os.makedirs(os.path.dirname(f'{self.computer}/{path}'), exist_ok=True)
        with open(f'{self.computer}/{path}', 'w', encoding='utf-8') as file:
            file.write(text)

    def driver(self, address):
        name = '%04x:%02x:%02x.%x' % address
        path = f'{self.computer}/sys/bus/pci/devices/{name}/driver'
        return os.path.basename(os.readlink(path)) if os.path.islink(path) else None

    def lines(self):
        """What the helper logged."""
        with open(self.log, 'rb') as log:
            text = log.read().decode()
        expect(not re.search('[\x00-\x09\x0b-\x1f\x7f\x80-\x9f]', text), text)
        return text.splitlines()

    def expect_alive(self):
        expect(self.helper.poll() is None, (self.helper.poll(), self.lines()[-5:]))

    def close(self):
        self.stop_polkit()
        alive = self.helper is None or self.helper.poll() is None or self.helper.returncode == 0
        for process in (self.helper, self.daemon):
            if process and process.poll() is None:
                process.kill()
            if process:
                process.wait()
        text = ''
        if os.path.exists(self.log):
            with open(self.log, encoding='utf-8', errors='replace') as log:
                text = log.read()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.computer)
        expect(alive, f'the helper ended: {text[-2000:]}')


def main(checks):
    """CHECKS: functions of the program helper-hand, named by the first line of their
    documentation. One that cannot be done here returns why."""
    hand = os.path.realpath(sys.argv[1])
    failed = 0
    print(f'1..{len(checks)}', flush=True)
    for number, check in enumerate(checks, 1):
        complaint = reason = ''
        try:
            reason = check(hand)
        except Exception:  # pylint: disable=broad-except
            complaint = traceback.format_exc()
        failed += bool(complaint)
        skip = f' # SKIP {reason}' if reason else ''
        print(f'{"not ok" if complaint else "ok"} {number} - {check.__doc__.splitlines()[0]}{skip}')
        for line in complaint.splitlines():
            print(f'# {line}')
        sys.stdout.flush()
    sys.exit(1 if failed else 0)


class staged:  # pylint: disable=invalid-name
    """with staged(hand, …) as stage: a started Stage that is closed in the end."""

    def __init__(self, hand, mood='allowed', **patience):
        self.stage = Stage(hand)
        self.mood = mood
        self.patience = patience

    def __enter__(self):
        try:
            if self.mood:
                self.stage.start_polkit(self.mood)
            self.stage.start(**self.patience)
        except BaseException:
            self.stage.close()
            raise
        return self.stage

    def __exit__(self, kind, value, trace):
        self.stage.close()
