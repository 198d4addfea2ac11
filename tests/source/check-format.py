#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of the C code against .clang-format, which keeps the line breaks as they were made by
hand and looks at blanks, braces and indentation only."""

import difflib
import os
import re
import shutil
import subprocess
import sys

from tap import TOP, Tap, list_files


def normalise(text):
    """What clang-format cannot express: no blank after gettext's _, columns inside a table, and
    the second line of a string below the first."""
    lines = []
    for line in text.split('\n'):
        body = line.lstrip()
        indent = '' if body.startswith('"') else line[:len(line) - len(body)]
        body = re.sub(r'\b([CN]?_) \(', r'\1(', body)
        lines.append(indent + re.sub(r' {2,}', ' ', body))
    return lines


def check_file(name):
    path = os.path.join(TOP, name)
    with open(path, encoding='utf-8') as file:
        is_now = normalise(file.read())
    out = subprocess.run(['clang-format', '--style=file', path], check=True, capture_output=True,
                         text=True).stdout
    found = []
    for line in list(difflib.unified_diff(is_now, normalise(out), n=0, lineterm=''))[2:]:
        if line.startswith('@@'):
            found.append(f'{name}:{re.search("-([0-9]+)", line)[1]}: should be laid out')
        elif line.startswith('+'):
            found.append('    ' + line[1:])
    return found


def main():
    tap = Tap()
    if not shutil.which('clang-format'):
        tap.skip('clang-format', 'clang-format is not installed (package clang-format)')
        tap.done()
    names = [name for name in list_files() if re.match(r'(src|tests)/.*\.[ch]$', name)]
    for folder in sorted({os.path.dirname(name) for name in names}):
        mine = [name for name in names if os.path.dirname(name) == folder]
        tap.report(f'{folder}/ is laid out as .clang-format says',
                   [line for name in mine for line in check_file(name)])
    tap.done()


if __name__ == '__main__':
    sys.exit(main())
