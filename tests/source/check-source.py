#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the compiler cannot see in the project's own files: sizes, names, words, habits.

Each rule is a function from (path, text) to (line number, what is wrong and the way out). With the
rule stands an example that it must find, so that a rule which has gone blind fails too."""

import os
import re
import subprocess
import sys

from tap import Tap, list_files, read

C = r'\.[ch]$'
SCRIPT = r'\.py$|^build-aux/(?!packages$)|^\.ci/|\.sh$'
UI = r'^ui/.*\.ui$'
RULES = []
NAMES = list_files()


def rule(title, files, path, example):
    def add(function):
        RULES.append((title, files, path, example, function))
        return function
    return add


def strip_c(text):
    """C without the inside of comments, strings and characters; lines stay where they are."""
    def blank(match):
        kept = match[0]
        if kept[0] in '"\'':
            return kept[0] * 2
        return re.sub(r'[^\n]', ' ', kept)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text,
                  flags=re.S)


def grep(pattern, text, message, flags=0):
    return [(number, message.format(*match.groups()))
            for number, line in enumerate(text.split('\n'), 1)
            for match in re.finditer(pattern, line, flags)]


def functions(text):
    """(first line, lines of code) of each C function: braces at the left edge are its ends."""
    begin = None
    lines = strip_c(text).split('\n')
    for number, line in enumerate(lines, 1):
        if line.startswith('{') and not re.match(r'^(typedef )?(struct|enum|union)\b',
                                                 lines[number - 2] if number > 1 else ''):
            begin = number
        elif line.startswith('}') and begin:
            yield begin, lines[begin:number - 1]
            begin = None


@rule('files of at most 600 lines', C + '|' + SCRIPT, 'src/base/x.c', 'x\n' * 601)
def check_length(path, text):
    length = text.count('\n')
    if length > 600:
        yield 600, f'{length} lines, 600 are allowed: which second noun lives in this file?'


@rule('.ui files of at most 300 lines', UI, 'ui/x.ui', 'x\n' * 301)
def check_ui_length(path, text):
    length = text.count('\n')
    if length > 300:
        yield 300, f'{length} lines, 300 are allowed: make a template of a part of it'


@rule('functions of at most 60 lines', C, 'src/base/x.c', 'f (void)\n{\n' + 'x;\n' * 61 + '}\n')
def check_function_length(path, text):
    for begin, lines in functions(text):
        if len(lines) > 60:
            yield begin, f'a function of {len(lines)} lines, 60 are allowed: name its steps'


@rule('blocks nested at most 4 deep', C, 'src/base/x.c',
      'f (void)\n{\n' + '  if (x)\n  {\n' * 5 + '  }\n' * 5 + '}\n')
def check_nesting(path, text):
    for begin, lines in functions(text):
        depth = 0
        for number, line in enumerate(lines, begin + 1):
            depth += line.count('{') - line.count('}')
            if depth > 4:
                yield number, 'nested deeper than 4: return early, or name the inner part'
                break


@rule('no goto', C, 'src/base/x.c', '  goto out;\n')
def check_goto(path, text):
    return grep(r'\bgoto\b', strip_c(text), 'goto: g_autoptr cleans up, so return where it ends')


@rule('numbers are read without errno', r'^src/.*\.c$', 'src/base/x.c',
      '  if (!g_ascii_string_to_signed (text, 10, 0, 9, &number, NULL))\n')
def check_numbers(path, text):
    return grep(r'\b(g_ascii_string_to_(?:un)?signed)\b', strip_c(text),
                '{} fails by chance in threads: take berth_number_parse()')


@rule('the licence stands first', C + '|' + SCRIPT, 'src/base/x.c', '#pragma once\n')
def check_licence(path, text):
    lines = text.split('\n')
    first = lines[1] if lines[0].startswith('#!') else lines[0]
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in first:
        yield 1, 'begin with "SPDX-License-Identifier: GPL-3.0-or-later" in a comment'


@rule('headers say #pragma once', r'\.h$', 'src/base/x.h', 'int x;\n')
def check_pragma(path, text):
    if '#pragma once' not in text:
        yield 2, 'write #pragma once below the licence'


@rule('no tabs, no trailing blanks, at most 100 columns', C + '|' + SCRIPT, 'src/base/x.c', 'x \n')
def check_layout(path, text):
    for number, line in enumerate(text.split('\n'), 1):
        if line != line.rstrip() or '\t' in line:
            yield number, 'a tab or a blank at the end of the line'
        if len(line) > 100:
            yield number, f'{len(line)} columns, 100 are allowed'
    if text and not text.endswith('\n'):
        yield text.count('\n') + 1, 'end the last line'


@rule('nothing is left for later', C + '|' + SCRIPT + '|' + UI, 'src/base/x.c', '/* TO' 'DO */\n')
def check_later(path, text):
    # One of these words is also half the name of a driver of the kernel, pci-….
    words = '|'.join(['TO' 'DO', 'FIX' 'ME', 'XX' 'X', 'HA' 'CK', 'not imple' 'mented',
                      '(?<!pci-)st' 'ub'])
    return grep(rf'\b({words})\b', text, '“{}”: do it now, or leave the thing out')


@rule('file names say what is inside', r'^(src|ui|tests)/', 'src/base/berth-' 'utils.c', '')
def check_name(path, text):
    words = 'util|utils|common|misc|manager|engine|info|helpers'
    found = re.search(rf'(^|[-_./])({words})([-_.]|$)', os.path.basename(path))
    if found:
        yield 1, f'“{found[2]}” in a file name says nothing: name the noun that is in it'


@rule('no word is read as markup', C, 'src/app/x.c', '  gtk_label_set_markup (label, name);\n')
def check_markup(path, text):
    yield from grep(r'\b\w*(?:set_markup|tooltip_markup|set_use_markup \([^;]*TRUE|'
                    r'(?:heading|body)_use_markup \([^;]*TRUE)',
                    strip_c(text), 'markup: set text and a style class instead')
    yield from grep(r'"(?:\w+-)?use-markup", TRUE|"(?:tooltip-)?markup"', text,
                    'markup: set text and a style class instead')


@rule('no word of a template is read as markup', UI, 'ui/x.ui',
      '<property name="use-markup">true</property>\n')
def check_ui_markup(path, text):
    return grep(r'name="(?:[a-z]+-)?(?:use-markup">\s*(?:true|True|1|yes)|tooltip-markup|'
                r'markup")', text, 'markup: set text and a style class instead')


# Of these libadwaita 1.2 always reads the second argument as markup.
ALWAYS_MARKUP = (r'\b(adw_toast_new|adw_toast_set_title|adw_status_page_set_description|'
                 r'adw_preferences_group_set_title|'
                 r'adw_preferences_group_set_description) \((.*)')


@rule('what is always markup gets only our words', C, 'src/app/x.c',
      '  adw_toast_set_title (toast, name);\n')
def check_always_markup(path, text):
    joined = text.replace(',\n', ', \n')
    for number, line in enumerate(joined.split('\n'), 1):
        found = re.search(ALWAYS_MARKUP, line)
        if not found:
            continue
        rest = found[2]
        if rest.rstrip().endswith(','):
            rest += ' ' + joined.split('\n')[number].strip()
        value = rest if found[1] == 'adw_toast_new' else rest.partition(', ')[2].strip()
        if not re.match(r'(_\(?"|_ ?\("|""|NULL|\w*markup\b|berth_text_dup_markup)', value):
            yield number, (f'{found[1]} reads markup: give it a string of ours, or what '
                           'berth_text_dup_markup() made, in a variable called markup')


@rule('rows show foreign words as they are', C, 'src/app/x.c',
      '  adw_action_row_set_subtitle (row, name);\n')
def check_rows(path, text):
    if 'use_markup (' in text and 'FALSE' in text or '"use-markup", FALSE' in text:
        return []
    return grep(r'\b(adw_preferences_row_set_title|adw_action_row_set_subtitle) \(', text,
                '{}: switch markup off first, adw_preferences_row_set_use_markup (row, FALSE)')


@rule('signal handlers are called …_cb', r'^src/.*\.c$', 'src/app/x.c', 'G_CALLBACK (clicked)')
def check_callbacks(path, text):
    return grep(r'G_CALLBACK \((?!berth_|g_|gtk_|adw_)(\w+(?<!_cb))\)', strip_c(text),
                '{}: a handler is called …_cb')


@rule('a task names its source', r'^src/.*\.c$', 'src/app/x.c',
      'f (void)\n{\n  task = g_task_new (self, NULL, NULL, NULL);\n}\n')
def check_tasks(path, text):
    for begin, lines in functions(text):
        body = '\n'.join(lines)
        if body.count('g_task_new (') > body.count('g_task_set_source_tag ('):
            yield begin, 'g_task_set_source_tag (task, FUNCTION_async) makes a hang readable'


@rule('work in threads is called …_in_thread', r'^src/.*\.c$', 'src/app/x.c',
      '  g_task_run_in_thread (task, work);\n')
def check_threads(path, text):
    return grep(r'g_task_run_in_thread \(\w+, (\w+(?<!_in_thread))\)', strip_c(text),
                '{}: what runs in a thread is called …_in_thread')


@rule('the windows never wait', r'^src/app/.*\.c$', 'src/app/x.c', '  x_load_sync (f);')
def check_blocking(path, text):
    return grep(r'\b(\w+_sync|g_usleep|g_spawn_sync|g_main_context_iteration|sleep) \(',
                strip_c(text), '{} blocks the main thread: use the …_async form')


@rule('tests wait for what they test, not for time', r'^tests/.*\.(c|py)$', 'tests/unit/x.c',
      '  g_us' 'leep (1000);\n')
def check_sleep(path, text):
    # These poll; nothing else may.
    if path in ('tests/gui/desk.py', 'tests/helper/stage.py', 'tests/appliance/inside/story.py'):
        return []
    return grep(r'\b(g_usleep|usleep|time\.sleep|sleep) ?\(', text,
                '{}: wait for the event, or poll for the state with a limit')


@rule('public functions are explained', r'^src/.*\.h$', 'src/base/x.h',
      'int berth_x_get (void);\n')
def check_documented(path, text):
    folder = os.path.dirname(path)
    body = ''.join(read(name) for name in NAMES
                   if name.endswith('.c') and os.path.dirname(name) == folder)
    for number, line in enumerate(strip_c(text).split('\n'), 1):
        found = re.match(r'(?!#|\s|G_|typedef).*?\b(berth_\w+) \(', line)
        if not found or found[1].endswith(('_get_type', '_ref', '_unref', '_copy', '_free')):
            continue
        begin = found[1].removesuffix('_finish')  # explained together with its beginning
        if not re.search(rf'^ \* ({found[1]}|{begin}_async):', text + body, re.M):
            yield number, (f'write “/** {found[1]}: … */” above its code: what it does, who owns '
                           'what, which errors')


def mirror_hosts():
    """Where this machine's packages come from; that is nobody else's business."""
    try:
        out = subprocess.run(['apt-get', 'indextargets', '--format', '$(REPO_URI)'],
                             capture_output=True, text=True, check=False).stdout
    except OSError:
        return set()
    return set(re.findall(r'://([^/\s]+)', out))


NO_MIRROR = '.'.join(['mirror', 'example', 'invalid'])
MIRRORS = mirror_hosts() | {NO_MIRROR}


@rule('no package mirror is named', r'.', 'build-aux/x', NO_MIRROR)
def check_mirrors(path, text):
    for host in MIRRORS:
        if host in text:
            yield text[:text.index(host)].count('\n') + 1, 'names a package mirror: leave it to apt'


def check_potfiles(names):
    """Every file with words for the user is given to the translators, and no other."""
    if 'po/POTFILES' not in names:
        return ['po/POTFILES is not there: list every file with words for the user in it']
    listed = [line for line in read('po/POTFILES').split('\n') if line and line[0] != '#']
    found = [f'po/POTFILES: there is no {name} any more; take the line out'
             for name in listed if name not in names]
    for name in names:
        if not re.match(r'(src/.*\.c|ui/.*\.ui|data/.*\.(desktop|xml)\.in)$', name):
            continue
        text = read(name)
        if re.search(r'\b(_|N_|C_|NC_|ngettext|g_dngettext) ?\((NULL, )?"|translatable="', text) \
                and name not in listed:
            found.append(f'{name} has words for the user; add a line for it to po/POTFILES')
    if listed != sorted(listed):
        found.append('po/POTFILES is not sorted: LC_ALL=C sort -o po/POTFILES po/POTFILES')
    return found


def main():
    tap = Tap()
    texts = {name: read(name) for name in NAMES}
    for title, files, path, example, check in RULES:
        found = []
        if not re.search(files, path) or not list(check(path, example)):
            found.append(f'{check.__name__} does not find its own example any more')
        for name, text in texts.items():
            if text is not None and re.search(files, name):
                found += [f'{name}:{line}: {what}' for line, what in check(name, text)]
        tap.report(title, found)
    tap.report('the translators get every file', check_potfiles(NAMES))
    tap.done()


if __name__ == '__main__':
    sys.exit(main())
