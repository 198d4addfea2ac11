# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as TAP, and the files that belong to the project."""

import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Tap:
    """One line per check; what was found stands below it."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def report(self, name, complaints):
        """@complaints: sentences, each with its place; none when all is well."""
        self.count += 1
        self.failed += bool(complaints)
        print(f'{"not ok" if complaints else "ok"} {self.count} - {name}')
        for complaint in complaints:
            print(f'# {complaint}')

    def skip(self, name, reason):
        self.count += 1
        print(f'ok {self.count} - {name} # SKIP {reason}')

    def done(self):
        print(f'1..{self.count}', flush=True)
        sys.exit(1 if self.failed else 0)


def list_files():
    """Paths of the project's own files, relative to its top. A tarball has no git: then all but
    what a build makes."""
    try:
        out = subprocess.run(
            ['git', '-c', f'safe.directory={TOP}', 'ls-files', '-z',
             '--cached', '--others', '--exclude-standard'],
            cwd=TOP, check=True, capture_output=True, text=True).stdout
        names = [name for name in out.split('\0') if name]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, subfolders, files in os.walk(TOP):
            subfolders[:] = [s for s in subfolders if s not in ('.git', '__pycache__', '_build')
                             and not os.path.exists(os.path.join(folder, s, 'meson-info'))]
            names += [os.path.relpath(os.path.join(folder, f), TOP) for f in files]
    return sorted(name for name in names if os.path.isfile(os.path.join(TOP, name)))


def read(name):
    """The text of a file, or None for a picture and the like."""
    try:
        with open(os.path.join(TOP, name), encoding='utf-8') as file:
            return file.read()
    except UnicodeDecodeError:
        return None
