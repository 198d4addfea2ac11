#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every #include in src/ against the layer table in src/README.md, which is the only place where
that table stands."""

import re
import sys

from tap import Tap, list_files, read

TABLE = 'src/README.md'

LARGEST_KNOT = 3

# Which word of the column "may link" allows a foreign header. Headers that are not here belong to
# the C library or to GLib and GIO, which every layer may use.
LIBRARIES = {
    'adwaita.h': 'libadwaita',
    'gdk/': 'GTK 4',
    'gtk/': 'GTK 4',
    'graphene.h': 'GTK 4',
    'gsk/': 'GTK 4',
    'gudev/': 'libgudev',
    'json-glib/': 'json-glib',
    'libvirt/': 'libvirt',
    'libxml/': 'libxml2',
    'pci/': 'libpci',
    'polkit/': 'polkit',
}


def parse_table(text):
    """Folder → (folders it may include, words it may link)."""
    layers = {}
    for line in text.split('\n'):
        if not line.startswith('| `'):
            continue
        cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
        if len(cells) != 5:
            continue
        includes = re.findall(r'`([a-z/*]+?)/?`', cells[2])
        for folder in re.findall(r'`([a-z/]+?)/?`', cells[0]):
            layers[folder] = (includes, cells[3])
    return layers


def layer_of(path, layers):
    """The longest row that @path (relative to src/) lies under; None when there is none."""
    return max((folder for folder in layers if path.startswith(folder + '/')),
               key=len, default=None)


def allows(layers, layer, other):
    for allowed in [layer] + layers[layer][0]:
        if other == allowed or allowed.endswith('/*') and other.startswith(allowed[:-1]):
            return True
    return False


def check_include(layers, path, target):
    """One #include "target" in the file @path; returns what is wrong with it or None."""
    layer = layer_of(path, layers)
    if layer is None:
        return f'{path} lies in no layer; give its folder a row in {TABLE} first'
    if '/' not in target:
        return f'#include "{target}" does not name its layer; write "{layer}/{target}"'
    other = layer_of(target, layers)
    if other is None:
        return f'#include "{target}": there is no such layer in {TABLE}'
    if not allows(layers, layer, other):
        allowed = ', '.join(f'{name}/' for name in layers[layer][0]) or 'nothing but itself'
        return (f'{layer}/ may not include {other}/ ("{target}"); it may include {allowed}. '
                f'Hand the value in from above, or move the noun down')
    return None


def check_library(layers, path, target):
    """One #include <target>."""
    layer = layer_of(path, layers)
    for prefix, word in LIBRARIES.items():
        if layer and target.startswith(prefix) and word not in layers[layer][1]:
            return (f'{layer}/ may not use {word} (<{target}>); it may link '
                    f'{layers[layer][1]}. Put the code that needs it into a layer that may')
    return None


def check_file(layers, name, text):
    found = []
    for number, line in enumerate(text.split('\n'), 1):
        own = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        foreign = re.match(r'\s*#\s*include\s+<([^>]+)>', line)
        path = name.removeprefix('src/')
        wrong = None
        if own and own[1] != 'config.h':
            wrong = check_include(layers, path, own[1])
        elif foreign:
            wrong = check_library(layers, path, foreign[1])
        if wrong:
            found.append(f'{name}:{number}: {wrong}')
    return found


def check_itself(layers):
    """The table is read as it is meant: what it forbids is found, what it allows is not."""
    wrong = []
    for path, line, bad in [
            ('model/x.c', '#include "rules/berth-ruleset.h"', True),
            ('rules/x.c', '#include "model/berth-device.h"', False),
            ('base/x.c', '#include "model/berth-device.h"', True),
            ('backend/demo/x.c', '#include "backend/libvirt/x.h"', True),
            ('backend/x.c', '#include "backend/demo/x.h"', True),
            ('backend/demo/x.c', '#include "backend/berth-backend.h"', False),
            ('session/x.c', '#include "backend/demo/x.h"', False),
            ('app/x.c', '#include "host/berth-host.h"', True),
            ('model/x.c', '#include "berth-device.h"', True),
            ('model/x.c', '#include "nowhere/x.h"', True),
            ('nowhere/x.c', '#include "base/berth-text.h"', True),
            ('session/x.c', '#include <gtk/gtk.h>', True),
            ('app/x.c', '#include <adwaita.h>', False),
            ('cli/x.c', '#include <libvirt/libvirt.h>', True),
            ('host/x.c', '#include <pci/pci.h>', False)]:
        if bool(check_file(layers, 'src/' + path, line)) != bad:
            wrong.append(f'{TABLE}: {line} in {path} should {"" if bad else "not "}be refused')
    return wrong


def check_names(text, names):
    """The README names only what is there."""
    stems = {name.rsplit('/', 1)[-1].split('.')[0] for name in names}
    return [f'{TABLE}: there is no {word}.c or .h any more; say what stands there now'
            for word in sorted(set(re.findall(r'\bberth-[a-z0-9-]+[a-z0-9]\b', text)))
            if word not in stems]


def list_knots(edges):
    """The sets of modules that reach each other in a circle (Tarjan)."""
    index, low, stack, knots = {}, {}, [], []

    def visit(module):
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in edges[module]:
            if other in edges and other not in index:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == index[module]:
            knot = stack[stack.index(module):]
            del stack[stack.index(module):]
            if len(knot) > 1:
                knots.append(sorted(knot))

    for module in edges:
        if module not in index:
            visit(module)
    return knots


def check_knots(sources):
    """A .c and its .h are one module. The parts of one class may know each other; a file that
    cannot be understood without ten others is what this keeps away."""
    edges = {}
    for name in sources:
        found = edges.setdefault(name[4:].rsplit('.', 1)[0], set())
        found.update(target.rsplit('.', 1)[0] for target in
                     re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(name), re.M))
    wrong = [] if list_knots({'a': {'b'}, 'b': {'c'}, 'c': {'a'}}) == [['a', 'b', 'c']] \
        else ['list_knots does not see a circle any more']
    return wrong + [f'{", ".join(knot)} include each other in a circle; at most {LARGEST_KNOT} may'
                    for knot in list_knots(edges) if len(knot) > LARGEST_KNOT]


def main():
    tap = Tap()
    table = read(TABLE)
    layers = parse_table(table)
    if not layers:
        tap.report('the layer table', [f'{TABLE} has no rows that begin with "| `folder/` |"'])
        tap.done()
    tap.report('the table says what is meant', check_itself(layers))
    names = [name for name in list_files() if name.startswith('src/')]
    sources = [name for name in names if name.endswith(('.c', '.h'))]
    for layer in sorted({layer_of(name[4:], layers) or name.split('/')[1] for name in sources}):
        mine = [name for name in sources
                if (layer_of(name[4:], layers) or name.split('/')[1]) == layer]
        tap.report(f'{layer}/ includes only what it may',
                   [line for name in mine for line in check_file(layers, name, read(name))])
    tap.report('no knots of includes', check_knots(sources))
    tap.report('the rooms exist', check_names(table, names))
    tap.done()


if __name__ == '__main__':
    sys.exit(main())
