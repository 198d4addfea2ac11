#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule has its file, its table of cases and its row in docs/safety.md, and no row speaks of a
rule that there is not. The severities in the row are those that the rule can give."""

import re

from tap import Tap, list_files, read

TABLE = 'src/rules/berth-ruleset.c'
DOCUMENT = 'docs/safety.md'
SEVERITIES = ['note', 'caution', 'danger', 'refused']


def list_rules():
    """Pairs of an id and its file, in the order of the table."""
    for name in re.findall(r'^ *ROW \(berth_rule_(\w+)\)', read(TABLE), re.M):
        stem = name.replace('_', '-')
        yield stem, f'src/rules/berth-rule-{stem}.c'


def list_rows():
    """id → severities as the document has them: "a, b" or "a to b"."""
    section = read(DOCUMENT).split('## The rules')[1].split('\n## ')[0]
    return dict(re.findall(r'^\| `([\w-]+)` \| ([^|]+?) \|', section, re.M))


def spread(words):
    first, to, last = words.partition(' to ')
    if not to:
        return {word.strip() for word in words.split(',')}
    begin, end = sorted((SEVERITIES.index(first), SEVERITIES.index(last)))
    return set(SEVERITIES[begin:end + 1])


def complain(identifier, path, rows):
    """What is wrong with one rule."""
    if path not in list_files():
        return [f'the table has {identifier}, but there is no {path}']
    text = read(path)
    wrong = []
    if f'.id = "{identifier}"' not in text:
        wrong.append(f'{path}: its id is not “{identifier}”, as the name of the file says')
    test = f'tests/unit/rules/test-rule-{identifier}.c'
    if test not in list_files():
        wrong.append(f'{path}: there is no {test}')
    if identifier not in rows:
        return wrong + [f'{DOCUMENT}: there is no row for `{identifier}`']
    given = {word.lower() for word in re.findall(r'BERTH_SEVERITY_(\w+)', text)}
    told = spread(rows[identifier])
    # A range may leave out a step that the rule does not take.
    if not given <= told or not {min(told, key=SEVERITIES.index),
                                 max(told, key=SEVERITIES.index)} <= given:
        wrong.append(f'{DOCUMENT}: `{identifier}` is {", ".join(sorted(told))} there, and '
                     f'{", ".join(sorted(given))} in {path}')
    for link in re.findall(r'\.link\s*=\s*"([^"]+)"', text):
        if not link.startswith('https://'):
            wrong.append(f'{path}: {link} is no https:// address')
    return wrong


def main():
    tap = Tap()
    rules = list(list_rules())
    rows = list_rows()
    tap.report('the table of rules can be read', [] if len(rows) > 5 and len(rules) > 5 else
              [f'{len(rules)} rules and {len(rows)} rows were found'])
    for identifier, path in rules:
        tap.report(f'{identifier} has its file, its test and its row',
                  complain(identifier, path, rows))
    tap.report('no row without a rule',
              [f'{DOCUMENT}: there is no rule `{row}`' for row in rows
               if row not in dict(rules)])
    # A check that finds nothing wrong with a rule that is not there would find nothing at all.
    tap.report('a rule that is not there is noticed',
              [] if complain('no-such-rule', 'src/rules/berth-rule-no-such-rule.c', rows) else
              ['it was not'])
    tap.done()


if __name__ == '__main__':
    main()
