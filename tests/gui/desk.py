# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk of one's own: a screen, a window manager, a session bus and an empty home, with a pointer
and a keyboard. Programs are looked at through AT-SPI, as a screen reader does, and used by real
input (XTEST). Nothing of the desk outside is read or touched, and nothing is left behind.

Everything here waits for a state with a limit and never for time; what stands on the bus may vanish
between two calls, so every question is asked again until it is answered."""

import ctypes
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# Where everything is slow, as in emulation, who starts it says how long is too long.
LIMIT = float(os.environ.get('BERTH_TEST_LIMIT', '20'))
# Set by meson; elsewhere pictures of failures go where the command was given.
PICTURES = os.environ.get('BERTH_TEST_PICTURES', '.')
PR_SET_CHILD_SUBREAPER = 36


class Failure(AssertionError):
    """What was waited for did not come."""


def run(*words):
    """What a command prints."""
    return subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          check=False).stdout.strip()


def read(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()


@functools.cache
def accessibility():
    """pyatspi, which connects when it is imported; without its complaints about programs that end
    while it looks at them."""
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import GLib
    GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)
    import pyatspi
    return pyatspi


def wait_for(question, what, limit=LIMIT):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + limit
    while True:
        try:
            answer = question()
            if answer:
                return answer
        except Exception as error:  # pylint: disable=broad-except
            # Any D-Bus call may fail because the thing it asks has just gone.
            if isinstance(error, (Failure, NameError, TypeError)):
                raise
        if time.monotonic() > end:
            raise Failure(f'timed out waiting for {what}')
        time.sleep(0.02)


def stays_false(question, seconds=0.5):
    """Whether it stays false for a while: for what must not happen, which no event announces."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if question():
            return False
        time.sleep(0.02)
    return True


def geometry(number):
    """(x, y, width, height) of an X window."""
    found = dict(line.split('=') for line in
                 run('xdotool', 'getwindowgeometry', '--shell', number).split() if '=' in line)
    return tuple(int(found[key]) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))


class Thing:
    """Something on the screen: a window, a button, a row."""

    def __init__(self, desk, accessible, child=None):
        self.desk = desk
        self.accessible = accessible
        self.child = child  # the program, when this is all that it shows

    def __eq__(self, other):
        return isinstance(other, Thing) and self.accessible == other.accessible

    __hash__ = None

    @property
    def name(self):
        return self.accessible.name

    @property
    def role(self):
        return self.accessible.getRoleName()

    def has(self, state):
        pyatspi = accessibility()
        return self.accessible.getState().contains(getattr(pyatspi, 'STATE_' + state.upper()))

    def children(self):
        found = (self.accessible.getChildAtIndex(i) for i in range(self.accessible.childCount))
        return [Thing(self.desk, child) for child in found if child is not None]

    def walk(self):
        """This and all below it, in the order of the screen; hidden branches are left out."""
        yield self
        for child in self.children():
            if child.has('visible'):
                yield from child.walk()

    def look(self, role, name=None, state=None):
        """All of @role below this that are called @name, or else whose names contain it, now."""
        found = [thing for thing in self.walk()
                 if thing.role == role and (name is None or name in thing.name)
                 and (state is None or thing.has(state)) and thing.is_drawn()]
        return [thing for thing in found if thing.name == name] or found

    def find(self, role, name=None, state=None, limit=LIMIT):
        what = f'{role} “{name}” {state or ""}'
        return wait_for(lambda: (self.look(role, name, state) or [None])[0], what, limit)

    def gone(self, role, name=None):
        """Waits until there is no such thing; a program that has ended has nothing."""
        wait_for(lambda: self.has_ended() or not self.look(role, name),
                 f'no {role} “{name}” any more')

    def has_ended(self):
        return self.child is not None and self.child.poll() is not None

    def wait(self, state, wanted=True):
        wait_for(lambda: self.has(state) == wanted,
                 f'{self.role} “{self.name}” to be {"" if wanted else "not "}{state}')
        return self

    def surface(self):
        """What it is drawn on: (its popover or else its window, whether it is a popover)."""
        thing = self.accessible
        while thing.parent.getRoleName() != 'application':
            if thing.name == 'GtkPopoverContent':
                return Thing(self.desk, thing.parent), True
            thing = thing.parent
        return Thing(self.desk, thing), False

    def text(self):
        """What is written in this and below it, one line each."""
        return '\n'.join(thing.name for thing in self.walk() if thing.name)

    def extents(self):
        pyatspi = accessibility()
        return self.accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)

    def is_drawn(self):
        """Whether it has a place on the screen; a row may be waiting to be scrolled to."""
        if self.role not in ('push button', 'check box', 'entry', 'combo box'):
            return True
        mine = self.extents()
        return mine.width > 0 and mine.height > 0

    def view(self):
        """The list around this, which may have to be scrolled to show it; or None."""
        thing = self.accessible
        while thing.getRoleName() not in ('list', 'application'):
            thing = thing.parent
        return Thing(self.desk, thing) if thing.getRoleName() == 'list' else None

    def is_in_view(self):
        view = self.view()
        if view is None or view == self:
            return True
        mine, whole = self.extents(), view.extents()
        return mine.height > 0 and whole.y <= mine.y + mine.height // 2 < whole.y + whole.height

    def middle(self):
        """Where the pointer has to go, once the window stands still there."""
        if not self.is_in_view():
            self.desk.scroll_to(self)
        last = []

        def ask():
            last.append(self.desk.place(self))
            return len(last) > 2 and last[-1] and last[-1] == last[-2] == last[-3]
        wait_for(ask, f'{self.role} “{self.name}” to stand still')
        return last[-1]


class Desk:
    """with Desk() as desk: …"""

    def __init__(self, width=1280, height=900, environment=None, window_manager=True):
        self.size = f'{width}x{height}x24'
        self.window_manager = window_manager
        self.environment = environment or {}
        self.children = []
        self.home = None
        self.before = None

    # The desk itself

    def __enter__(self):
        # What our children leave behind becomes ours, so that it can be ended too.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.before = dict(os.environ)
        self.home = tempfile.mkdtemp(prefix='berth-desk-')
        try:
            self.furnish()
        except BaseException:
            self.clear()
            raise
        return self

    def __exit__(self, kind, error, trace):
        self.clear()

    def furnish(self):
        self.write('.config/gtk-4.0/settings.ini',
                   '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n')
        run_dir = os.path.join(self.home, 'run')
        os.mkdir(run_dir, 0o700)
        for name in ('WAYLAND_DISPLAY', 'AT_SPI_BUS_ADDRESS', 'LANGUAGE', 'GTK_A11Y', 'G_DEBUG',
                     'GTK_THEME', 'NO_AT_BRIDGE', 'DESKTOP_STARTUP_ID'):
            os.environ.pop(name, None)
        os.environ.update(
            HOME=self.home, XDG_RUNTIME_DIR=run_dir,
            XDG_CONFIG_HOME=f'{self.home}/.config', XDG_DATA_HOME=f'{self.home}/.local/share',
            XDG_STATE_HOME=f'{self.home}/.local/state', XDG_CACHE_HOME=f'{self.home}/.cache',
            GDK_BACKEND='x11', GSK_RENDERER='cairo', GDK_DEBUG='gl-disable',
            GSETTINGS_BACKEND='memory', LC_ALL='C.UTF-8')
        os.environ.update(self.environment)
        # With -noreset: a server that resets when its last client leaves kills whoever comes in
        # that moment. With -displayfd: parallel tests cannot take each other's number.
        os.environ['DISPLAY'] = ':' + self.start_service(
            'Xvfb', '-displayfd', '{fd}', '-screen', '0', self.size, '-nolisten', 'tcp',
            '-noreset')
        os.environ['DBUS_SESSION_BUS_ADDRESS'] = self.start_service(
            'dbus-daemon', '--session', '--nofork', '--print-address={fd}')
        if self.window_manager:
            self.start_window_manager()

    def start_window_manager(self):
        # Inside the bus: a window manager from elsewhere would announce another accessibility bus.
        self.start('openbox', '--sm-disable')
        # A window that is mapped while the window manager takes over may never be shown.
        # It says who it is at once, and writes down its clients only when it has taken over.
        wait_for(lambda: 'window id' in run('xprop', '-root', '_NET_SUPPORTING_WM_CHECK')
                 and '_NET_CLIENT_LIST(WINDOW)' in run('xprop', '-root', '_NET_CLIENT_LIST'),
                 'the window manager')

    def start_service(self, *words):
        """Starts what writes its address to a file descriptor when it is ready."""
        reader, writer = os.pipe()
        words = [word.replace('{fd}', str(writer)) for word in words]
        with open(os.path.join(self.home, words[0] + '.log'), 'wb') as log:
            child = subprocess.Popen(words, pass_fds=[writer], stdin=subprocess.DEVNULL,
                                     stdout=log, stderr=log)
        self.children.append(child)
        os.close(writer)
        with os.fdopen(reader, 'rb') as file:
            address = file.readline().decode().strip()
        if not address:
            raise Failure(f'{words[0]} did not start')
        return address

    def clear(self):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
            child.wait()
        self.end_orphans()
        os.environ.clear()
        os.environ.update(self.before)
        shutil.rmtree(self.home, ignore_errors=True)

    def end_orphans(self):
        """Ends the accessibility bus and what else was started by something that we started."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            with open(f'/proc/self/task/{os.getpid()}/children', encoding='ascii') as file:
                orphans = [int(pid) for pid in file.read().split()]
            if not orphans:
                return
            for pid in orphans:
                os.kill(pid, signal.SIGTERM)
                os.waitpid(pid, 0)

    def write(self, name, text):
        path = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    # Programs

    def start(self, *words, environment=None):
        """Starts a program; it is ended with the desk."""
        log = os.path.join(self.home, f'{os.path.basename(words[0])}-{len(self.children)}.log')
        with open(log, 'wb') as file:
            child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                     env={**os.environ, **(environment or {})})
        child.log = log
        self.children.append(child)
        return child

    def program(self, child):
        """The root of what @child shows."""
        pyatspi = accessibility()

        def ask():
            if child.poll() is not None:
                raise Failure(f'{child.args[0]} ended with {child.returncode}: {read(child.log)}')
            for accessible in pyatspi.Registry.getDesktop(0):
                if accessible is not None and accessible.get_process_id() == child.pid \
                        and accessible.childCount > 0:
                    return Thing(self, accessible, child)
            return None
        return wait_for(ask, f'{child.args[0]} on the accessibility bus')

    def check_logs(self):
        """A program that complains is broken, even when it works."""
        for child in self.children:
            for line in read(getattr(child, 'log', os.devnull)).split('\n'):
                if re.search(r'-(WARNING|CRITICAL|ERROR) \*\*', line):
                    raise Failure(f'{child.args[0]} complains: {line}')

    # Pointer and keys

    def x_window(self, window):
        """The X window that shows @window, the uppermost when there are several."""
        found = run('xdotool', 'search', '--onlyvisible', '--name',
                    '^' + re.escape(window.name) + '$').split()
        return found[-1] if found else None

    def x_popover(self, popover):
        """The X window of a popover: it has one of its own, without a name."""
        whole = popover.extents()
        process = popover.accessible.get_process_id()
        for number in reversed(run('xdotool', 'search', '--onlyvisible', '--pid', process,
                                   '.').split()):
            box = geometry(number)
            if 'Override Redirect State: yes' in run('xwininfo', '-id', number) \
                    and abs(box[2] - whole.width) <= 12 and abs(box[3] - whole.height) <= 12:
                return number
        return None

    def place(self, thing):
        """The middle of @thing on the screen now, or None while it is not there."""
        surface, is_popover = thing.surface()
        number = self.x_popover(surface) if is_popover else self.x_window(surface)
        inside, whole = thing.extents(), surface.extents()
        if number is None or inside.width <= 0 or inside.height <= 0:
            return None
        x, y, width, height = geometry(number)
        frame = [int(n) for n in re.findall(
            r'\d+', run('xprop', '-id', number, '_GTK_FRAME_EXTENTS').partition('=')[2])]
        left, right, top, bottom = frame if len(frame) == 4 else (0, 0, 0, 0)
        # What AT-SPI calls the window begins inside its shadow. In a popover everything is told
        # from where the popover's widget is, which need not be where its window is.
        x += left + (width - left - right - whole.width) // 2
        y += top + (height - top - bottom - whole.height) // 2
        if is_popover:
            x, y = x - whole.x, y - whole.y
        return x + inside.x + inside.width // 2, y + inside.y + inside.height // 2

    def scroll_to(self, thing):
        """Turns the wheel over the list until @thing is to be seen: down to the end, then up."""
        view = thing.view()
        # While a list is drawn again it has no place for a moment.
        run('xdotool', 'mousemove', *wait_for(lambda: self.place(view), 'the list'))
        turns = iter([5] * 60 + [4] * 60)

        def ask():
            if thing.is_in_view():
                return True
            run('xdotool', 'click', next(turns))
            return False
        wait_for(ask, f'{thing.role} “{thing.name}” to come into view')

    def turn_wheel(self, thing, turns):
        """Turns the wheel over @thing, down."""
        run('xdotool', 'mousemove', *thing.middle(), 'click', '--repeat', turns, '--delay', 20, 5)

    def click(self, thing, button=1, times=1, hold=None):
        """Clicks in the middle of @thing, with the key @hold pressed."""
        x, y = thing.middle()
        words = ['xdotool', 'mousemove', x, y]
        if hold:
            words += ['keydown', hold]
        words += ['click', '--repeat', times, '--delay', 60, button]
        if hold:
            words += ['keyup', hold]
        run(*words)

    def double_click(self, thing):
        self.click(thing, times=2)

    def right_click(self, thing):
        self.click(thing, button=3)

    def run_away(self):
        """Takes the pointer out of everybody's way, so that nothing is lit up by it."""
        run('xdotool', 'mousemove', 0, 0)

    def press(self, *keys):
        """Presses keys one after the other: 'Tab', 'shift+F10', 'ctrl+f'."""
        run('xdotool', 'key', '--delay', 20, *keys)

    def type(self, text):
        run('xdotool', 'type', '--delay', 15, text)

    def press_until(self, key, question, what, limit=LIMIT):
        """Presses @key as often as it takes, looking in between."""
        def ask():
            if question():
                return True
            self.press(key)
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                if question():
                    return True
                time.sleep(0.02)
            return False
        return wait_for(ask, what, limit)

    def resize(self, window, width, height):
        number = wait_for(lambda: self.x_window(window), f'X window of “{window.name}”')
        run('xdotool', 'windowsize', number, width, height)

    # Evidence

    def picture(self, path, window=None):
        """A PNG of the screen, or of one window."""
        number = self.x_window(window) if window else 'root'
        run('import', '-silent', '-window', number or 'root', path)
        return path

    def describe(self):
        """What stands on the accessibility bus, as indented lines."""
        pyatspi = accessibility()
        lines = []

        def add(thing, depth):
            words = [s for s in ('focused', 'selected', 'sensitive', 'visible', 'active')
                     if thing.has(s)]
            lines.append('  ' * depth + f'{thing.role} “{thing.name}” {" ".join(words)}')
            for child in thing.children():
                add(child, depth + 1)
        for accessible in pyatspi.Registry.getDesktop(0):
            try:
                add(Thing(self, accessible), 0)
            except Exception as error:  # pylint: disable=broad-except
                lines.append(f'… gone meanwhile: {error}')
        return '\n'.join(lines)


class Stories:
    """The stories of one file as TAP, each told on a desk of its own. Each has its own process:
    pyatspi remembers the first bus that it saw."""

    def __init__(self):
        self.stories = []

    def story(self, title, **options):
        """Marks a function (desk) as a story; @options are those of Desk."""
        def add(function):
            self.stories.append((title, options, function))
            return function
        return add

    def tell(self):
        """Tells all, or those whose functions the command line names."""
        only = sys.argv[1:]
        chosen = [s for s in self.stories if not only or s[2].__name__ in only]
        failed = 0
        print(f'1..{len(chosen)}', flush=True)
        for number, (title, options, function) in enumerate(chosen, 1):
            process = os.fork()
            if process == 0:
                os._exit(self.tell_one(number, title, options, function))
            failed += os.waitpid(process, 0)[1] != 0
        sys.exit(1 if failed else 0)

    def tell_one(self, number, title, options, function):
        try:
            with Desk(**options) as desk:
                try:
                    function(desk)
                    desk.check_logs()
                except BaseException as error:
                    self.keep_evidence(desk, function.__name__, error)
                    raise
            print(f'ok {number} - {title}', flush=True)
            return 0
        except BaseException as error:  # pylint: disable=broad-except
            sentence = str(error).replace('\n', ' ')
            print(f'not ok {number} - {title}\n# {type(error).__name__}: {sentence}', flush=True)
            return 1

    @staticmethod
    def keep_evidence(desk, name, error):
        import traceback
        base = os.path.join(PICTURES, name)
        desk.picture(base + '.png')
        with open(base + '.txt', 'w', encoding='utf-8') as file:
            file.write(''.join(traceback.format_exception(error)) + '\n' + desk.describe() + '\n')
            for child in desk.children:
                file.write(f'\n== {child.args}\n{read(getattr(child, "log", os.devnull))}')
        print(f'# picture: {base}.png, what stood there: {base}.txt', flush=True)
