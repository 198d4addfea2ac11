#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of the C code against .clang-format, in two parts: the blanks between words, and the
indentation of statements. Where a line is broken is a matter of reading and left to the hand."""

import concurrent.futures
import difflib
import os
import re
import shutil
import subprocess
import sys

from tap import TOP, Tap, list_files


def squeeze(line):
    """One line without indentation; no blank after gettext's _, which clang-format cannot know."""
    line = re.sub(r'\s*\\$', '', line.strip())
    return re.sub(r'\s+', ' ', re.sub(r'\b([CN]?_) \(', r'\1(', line))


def words(text):
    """The text as (line number, word)."""
    return [(number, word) for number, line in enumerate(text.split('\n'), 1)
            for word in squeeze(line).split(' ') if word]


def statements(text):
    """(line number, indentation, statement) of each line that begins one."""
    found = []
    before = ';'
    for number, line in enumerate(text.split('\n'), 1):
        body = squeeze(line)
        if before.endswith((';', '{', '}')) and body and not body.startswith(('#', '/', '*')):
            found.append((number, len(line) - len(line.lstrip()), body))
        if body:
            before = body
    return found


def compare(text, laid_out):
    if laid_out == text:
        return
    is_now, wanted = words(text), words(laid_out)
    matcher = difflib.SequenceMatcher(None, [w for _, w in is_now], [w for _, w in wanted], False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != 'equal' and ''.join(w for _, w in is_now[a:b]) == ''.join(
                w for _, w in wanted[c:d]):
            yield is_now[a][0], '“{}” should be “{}”'.format(
                ' '.join(w for _, w in is_now[a:b]), ' '.join(w for _, w in wanted[c:d]))

    is_now, wanted = statements(text), statements(laid_out)
    matcher = difflib.SequenceMatcher(None, [s for _, _, s in is_now], [s for _, _, s in wanted],
                                      False)
    for kind, a, b, c, _ in matcher.get_opcodes():
        for (line, has, body), (_, wants, _) in zip(is_now[a:b], wanted[c:] if kind == 'equal'
                                                    else []):
            if has != wants:
                yield line, f'indented by {has}, should be {wants}: {body[:50]}'


def lay_out(text):
    out = subprocess.run(['clang-format', '--style=file', '--assume-filename=src/x.c'], cwd=TOP,
                         input=text, check=True, capture_output=True, text=True).stdout
    return re.sub(r'\)\s+\[', ')[', out)  # it parts the index from a macro that gives an array


def check_itself():
    """A blank too few and an indentation of its own are found."""
    good = 'static int\nf (int *a)\n{\n  if (a)\n    return g (*a);\n  return 0;\n}\n'
    found = [f'nothing is found in {bad!r}'
             for bad in (good.replace('g (', 'g('), good.replace('  return 0', '   return 0'))
             if not list(compare(bad, lay_out(bad)))]
    return found + [what for _, what in compare(good, lay_out(good))]


def check_file(name):
    with open(os.path.join(TOP, name), encoding='utf-8') as file:
        text = file.read()
    return [f'{name}:{line}: {what}' for line, what in compare(text, lay_out(text))]


def main():
    tap = Tap()
    if not shutil.which('clang-format'):
        tap.skip('clang-format', 'clang-format is not installed (package clang-format)')
        tap.done()
    tap.report('the check sees', check_itself())
    names = [name for name in list_files() if re.match(r'(src|tests)/.*\.[ch]$', name)]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        found = dict(zip(names, pool.map(check_file, names)))
    for folder in sorted({os.path.dirname(name) for name in names}):
        tap.report(f'{folder}/ is laid out as .clang-format says',
                   [line for name in names if os.path.dirname(name) == folder
                    for line in found[name]])
    tap.done()


if __name__ == '__main__':
    sys.exit(main())
