# SPDX-License-Identifier: GPL-3.0-or-later
"""Where text in C comes from and where it goes, followed through variables, fields and functions.

No compiler: functions are read as lists of assignments, calls and returns, without their order and
without conditions. What is lost: pointers to functions, signals and data of tasks. A variable is
what any of its assignments makes of it."""

import re

TOKEN = re.compile(
    r'(?P<string>"(?:\\.|[^"\\])*")|(?P<other>\'(?:\\.|[^\'\\])*\')|(?P<name>[A-Za-z_]\w*)'
    r'|(?P<number>\d[\w.]*)'
    r'|(?P<sign>->|\.\.\.|[=!<>+*/|&-]=|&&|\|\||<<|>>|\+\+|--|\S)')
# Of these types is what can hold words; an object or a number cannot.
TEXTS = {'char', 'gchar', 'xmlChar', 'GStrv', 'GString', 'GPtrArray', 'GArray', 'GStrvBuilder',
         'gpointer', 'gconstpointer', 'void', 'GList', 'GHashTable', 'GBytes', None}
# What a function is given to put words into.
FILLED = {'GString', 'GPtrArray', 'GStrvBuilder'}
OPENING = {'(': ')', '[': ']', '{': '}'}
QUALIFIERS = {'const', 'static', 'struct', 'inline', 'extern', 'volatile', 'unsigned',
              'G_GNUC_PRINTF', 'g_autofree'}
WORDLESS = {'return', 'sizeof', 'if', 'while', 'for', 'switch', 'case', 'else', 'do', 'NULL',
            'TRUE', 'FALSE', 'const', 'break', 'default'}
COMPARISONS = {'==', '!=', '<', '>', '<=', '>=', '&&', '||'}
BUILDERS = re.compile(r'g_(string_(ap|pre)pend\w*|string_(insert|assign|printf)\w*|'
                      r'ptr_array_(add|insert)|strv_builder_add\w*|array_append_val)$')


class Token(str):
    """A word of C that knows its line."""
    line = 0
    kind = ''


def tokenize(text):
    """@text without comments and preprocessor, as tokens."""
    blank = lambda match: match[0] if match[0][0] in '"\'' else re.sub(r'[^\n]', ' ', match[0])
    text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text,
                  flags=re.S)
    text = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', lambda m: '\n' * m[0].count('\n'), text,
                  flags=re.M)
    tokens, line, at = [], 1, 0
    for match in TOKEN.finditer(text):
        line += text.count('\n', at, match.start())
        at = match.start()
        token = Token(match[0])
        token.line, token.kind = line, match.lastgroup
        tokens.append(token)
    return tokens


def closing(tokens, begin):
    """The place of the bracket that closes the one at @begin."""
    depth = 0
    for i in range(begin, len(tokens)):
        if tokens[i] in OPENING:
            depth += 1
        elif tokens[i] in (')', ']', '}'):
            depth -= 1
            if depth == 0:
                return i
    return len(tokens)


def split(tokens, sign):
    """@tokens cut at each @sign that stands in no bracket."""
    parts, i = [[]], 0
    while i < len(tokens):
        if tokens[i] == sign:
            parts.append([])
        else:
            end = closing(tokens, i) if tokens[i] in OPENING else i
            parts[-1] += tokens[i:end + 1]
            i = end
        i += 1
    return parts


def find(tokens, signs):
    """The first of @signs that stands in no bracket, or None."""
    i = 0
    while i < len(tokens):
        if tokens[i] in signs:
            return i
        i = (closing(tokens, i) if tokens[i] in OPENING else i) + 1
    return None


class Call:
    def __init__(self, name, arguments, words):
        self.name, self.line = str(name), name.line
        self.arguments = [parse(argument) for argument in arguments]
        self.words = [' '.join(argument) for argument in arguments]
        self.inside = words


class Chain:
    """a->b.c: @base is a name, or what a call returns."""

    def __init__(self, base, fields, line):
        self.base, self.fields, self.line = base, fields, line


def parse(tokens):
    """The parts of an expression that its value may come from."""
    question = find(tokens, {'?'})
    if question is not None:
        depth, colon = 0, len(tokens)
        for i in range(question + 1, len(tokens)):
            depth += (tokens[i] == '?') - (tokens[i] == ':')
            if depth < 0:
                colon = i
                break
        return parse(tokens[question + 1:colon]) + parse(tokens[colon + 1:])
    if tokens[:1] == ['{']:
        return [part for element in split(tokens[1:closing(tokens, 0)], ',')
                if element[:1] != ['.'] for part in parse(element)]
    if find(tokens, COMPARISONS) is not None or tokens[:1] == ['!']:
        return []
    parts, i = [], 0
    while i < len(tokens):
        base, i = parse_base(tokens, i)
        fields = []
        while i < len(tokens) and tokens[i] in ('->', '.', '[', '('):
            if tokens[i] in OPENING:
                fields += ['()'] if tokens[i] == '(' else []
                i = closing(tokens, i) + 1
            else:
                fields.append(str(tokens[i + 1]))
                i += 2
        if base is not None:
            parts.append(Chain(base, fields, tokens[0].line) if fields or isinstance(base, str)
                         else base)
    return parts


def parse_base(tokens, i):
    token = tokens[i]
    if token.kind == 'name' and tokens[i + 1:i + 2] == ['(']:
        end = closing(tokens, i + 1)
        arguments = split(tokens[i + 2:end], ',')
        return (None if token in WORDLESS else Call(token, arguments, tokens[i:end + 1])), end + 1
    if token.kind == 'name':
        return (None if token in WORDLESS else str(token)), i + 1
    if token == '(':
        end = closing(tokens, i)
        inner = parse(tokens[i + 1:end])
        is_cast = all(t.kind == 'name' or t == '*' for t in tokens[i + 1:end]) \
            and end + 1 < len(tokens) and (tokens[end + 1].kind in ('name', 'string')
                                           or tokens[end + 1] in ('(', '&', '*'))
        return (None if is_cast else inner[0] if len(inner) == 1 else None), end + 1
    if token in OPENING:
        return None, closing(tokens, i) + 1
    return None, i + 1


def type_of(tokens):
    names = [t for t in tokens if t.kind == 'name' and t not in QUALIFIERS]
    return str(names[0]) if names else None


class Function:
    """One function: what it assigns, calls and returns."""

    def __init__(self, path, name, head, parameters, body):
        self.path, self.name, self.line = path, str(name), name.line
        self.is_static = 'static' in head
        self.type = type_of(head)
        self.parameters = [str([t for t in p if t.kind == 'name'][-1]) for p in parameters
                           if any(t.kind == 'name' for t in p) and p != ['void']]
        self.types = {name: type_of(p) for name, p in zip(self.parameters, parameters)}
        self.read_types(' '.join(body))
        self.calls = [parse_base(body, i)[0] for i in range(len(body) - 1)
                      if body[i].kind == 'name' and body[i + 1] == '(' and body[i] not in WORDLESS
                      and body[i - 1:i] != ['.'] and body[i - 1:i] != ['->']]
        self.returns = [parse(body[i + 1:i + 1 + (find(body[i + 1:], {';'}) or 0)])
                        for i in range(len(body)) if body[i] == 'return']
        self.assignments = []
        for i, token in enumerate(body):
            if token in ('=', '+='):
                rest = body[i + 1:]
                end = find(rest, {';', ',', ')', '}'})
                self.assignments.append((self.read_target(body, i), parse(rest[:end])))
        self.labels = {}

    def read_types(self, text):
        for match in re.finditer(r'(\w+) (?:\* )+(?:const )?(\w+) [=;,\[]', text):
            self.types.setdefault(match[2], match[1])
        for match in re.finditer(r'g_auto(?:ptr)? \( (\w+) \) (\w+)', text):
            self.types[match[2]] = match[1]
        plain = r'(?:^|[;{}(] )(?:const )?(?!return|else)(\w+) (\w+) [=;\[]'
        for match in re.finditer(plain, text):
            self.types.setdefault(match[2], match[1])

    @staticmethod
    def read_target(body, end):
        """What stands left of the = at @end."""
        i, fields = end - 1, []
        while True:
            while body[i] == ']':
                depth = 0
                while True:
                    depth += (body[i] == ']') - (body[i] == '[')
                    i -= 1
                    if depth == 0:
                        break
            if i >= 1 and body[i - 1] in ('->', '.'):
                fields.insert(0, str(body[i]))
                i -= 2
                continue
            break
        if body[i] in ('{', ',', ';', '}') or body[i] == '(':  # { .field = value }
            depth = 0
            while i > 1 and not (body[i] == '{' and depth == 0):
                depth += (body[i] == '}') - (body[i] == '{')
                i -= 1
            return Chain(str(body[i - 2]), fields, body[end].line)
        return Chain(str(body[i]), fields, body[end].line)


def read_functions(path, tokens):
    i = start = 0
    while i < len(tokens):
        if tokens[i] == '{' and i and tokens[i - 1] == ')':
            depth, j = 0, i - 1
            while True:
                depth += (tokens[j] == ')') - (tokens[j] == '(')
                if depth == 0:
                    break
                j -= 1
            end = closing(tokens, i)
            yield Function(path, tokens[j - 1], tokens[start:j - 1],
                           split(tokens[j + 1:i - 1], ','), tokens[i + 1:end])
            i = start = end + 1
            continue
        if tokens[i] in OPENING:
            i = closing(tokens, i)
        elif tokens[i] == ';':
            start = i + 1
        i += 1


def read_structs(tokens):
    """{name of a struct: {field: its type}}"""
    structs = {}
    for i, token in enumerate(tokens):
        if token != 'struct':
            continue
        begin = i + 1 if tokens[i + 1] == '{' else i + 2
        if tokens[begin:begin + 1] != ['{']:
            continue
        end = closing(tokens, begin)
        name = str(tokens[end + 1]) if begin == i + 1 else str(tokens[i + 1]).lstrip('_')
        fields = structs.setdefault(name, {})
        for statement in split(tokens[begin + 1:end], ';'):
            if '(' in statement:
                continue
            for part in split(statement, ','):
                names = [t for t in part if t.kind == 'name']
                if names:
                    fields[str(names[-1])] = type_of(statement)
    return structs


class Program:
    """All functions and structs together. @rules says what the names mean: see the caller."""

    def __init__(self, texts, rules):
        self.rules = rules
        self.structs, self.functions, self.fields = {}, {}, {}
        for path, text in texts.items():
            tokens = tokenize(text)
            for name, fields in read_structs(tokens).items():
                self.structs.setdefault(name, {}).update(fields)
            for function in read_functions(path, tokens):
                self.functions.setdefault(function.name, []).append(function)
        for functions in self.functions.values():
            for function in functions:
                function.result, function.shows, function.keeps, function.out = set(), {}, {}, {}
        self.settle()

    def settle(self):
        """Until nothing new is learned."""
        self.is_new = True
        while self.is_new:
            self.is_new = False
            for functions in self.functions.values():
                for function in functions:
                    self.learn(function)

    def add(self, table, key, labels):
        have = table.setdefault(key, set())
        if not labels <= have:
            have |= labels
            self.is_new = True

    def look_up(self, name, function):
        candidates = self.functions.get(name, [])
        for candidate in candidates:
            if candidate.path == function.path:
                return candidate
        return next((c for c in candidates if not c.is_static), None)

    def learn(self, function):
        for i, name in enumerate(function.parameters):
            if function.types.get(name) in TEXTS:
                self.add(function.labels, name, self.rules.of_parameter(function, i) or {i})
        for target, value in function.assignments:
            self.store(function, target, self.evaluate(function, value))
        for call in function.calls:
            self.pass_on(function, call)
        if function.type in TEXTS:
            for value in function.returns:
                labels = self.evaluate(function, value)
                if not labels <= function.result:
                    function.result |= labels
                    self.is_new = True

    def store(self, function, target, labels):
        """@labels are put into @target, a Chain."""
        if not isinstance(target.base, str) or not labels:
            return
        if not target.fields:
            if function.types.get(target.base) in TEXTS:
                self.add(function.labels, target.base, labels)
            if target.base in function.parameters:
                self.add(function.out, function.parameters.index(target.base), labels)
            return
        owner = self.type_of(function, target.base, target.fields[:-1])
        if owner in self.structs and self.structs[owner].get(target.fields[-1]) in TEXTS:
            key = (owner, target.fields[-1])
            self.add(self.fields, key, {label for label in labels if isinstance(label, tuple)})
            for label in labels:
                if isinstance(label, int):
                    self.add(function.keeps, label, {key})

    def pass_on(self, function, call):
        """What a call does with its arguments besides what it returns."""
        values = [self.evaluate(function, argument) for argument in call.arguments]
        if BUILDERS.match(call.name) and call.arguments[0]:
            labels = set().union(*values[1:])
            if isinstance(call.arguments[0][0], Chain):
                self.store(function, call.arguments[0][0], labels)
        callee = self.look_up(call.name, function)
        for i, labels in enumerate(values):
            sinks = set(self.rules.sinks(call, i))
            if callee is not None:
                sinks |= callee.shows.get(i, set())
                for owner, field in callee.keeps.get(i, ()):
                    self.add(self.fields, (owner, field), {x for x in labels
                                                           if isinstance(x, tuple)})
                    for label in labels:
                        if isinstance(label, int):
                            self.add(function.keeps, label, {(owner, field)})
                is_filled = call.words[i].startswith('&') or i < len(callee.parameters) \
                    and callee.types.get(callee.parameters[i]) in FILLED
                if i in callee.out and is_filled and call.arguments[i] \
                        and isinstance(call.arguments[i][0], Chain):
                    self.store(function, call.arguments[i][0],
                               self.resolve(callee.out[i], values))
            for label in labels:
                if isinstance(label, int) and sinks:
                    self.add(function.shows, label, sinks)

    @staticmethod
    def resolve(labels, values):
        """@labels of a function's result, its parameters replaced by what they were called with."""
        found = set()
        for label in labels:
            if not isinstance(label, int):
                found.add(label)
            elif label < len(values):
                found |= values[label]
        return found

    def type_of(self, function, base, fields):
        if isinstance(base, Call):
            if base.name == 'g_array_index' and len(base.words) > 1:
                kind = base.words[1].split(' ')[0]
            else:
                callee = self.look_up(base.name, function)
                kind = callee.type if callee is not None else None
        else:
            kind = function.types.get(base)
        for field in fields:
            kind = self.structs.get(kind, {}).get(field)
        return kind

    def evaluate(self, function, parts):
        labels = set()
        for part in parts:
            if isinstance(part, Call):
                labels |= self.evaluate_call(function, part)
            else:
                labels |= self.evaluate_chain(function, part)
        return labels

    def evaluate_chain(self, function, chain):
        if not chain.fields:
            return function.labels.get(chain.base, set())
        if chain.fields[-1] == '()':
            return set()
        owner = self.type_of(function, chain.base, chain.fields[:-1])
        field = chain.fields[-1]
        if owner in self.structs and self.structs[owner].get(field) not in TEXTS:
            return set()
        if owner in FILLED | {'GArray'}:
            whole = Chain(chain.base, chain.fields[:-1], chain.line)
            return self.evaluate_chain(function, whole) if field in ('str', 'pdata') else set()
        return self.rules.of_field(owner, field) | self.fields.get((owner, field), set())

    def evaluate_call(self, function, call):
        values = [self.evaluate(function, argument) for argument in call.arguments]
        known = self.rules.of_call(call, set().union(*values))
        if known is not None:
            return known
        callee = self.look_up(call.name, function)
        if callee is None:
            return set().union(*values)
        if callee.type not in TEXTS:
            return set()
        return self.rules.of_result(callee) | self.resolve(callee.result, values)

    def complaints(self):
        """(function, call, labels, sink): words that go where they must not."""
        for functions in self.functions.values():
            for function in functions:
                for call in function.calls:
                    callee = self.look_up(call.name, function)
                    for i, argument in enumerate(call.arguments):
                        sinks = set(self.rules.sinks(call, i))
                        sinks |= callee.shows.get(i, set()) if callee is not None else set()
                        labels = self.evaluate(function, argument) if sinks else ()
                        for sink in sinks:
                            bad = {x for x in labels if isinstance(x, tuple)
                                   and not self.rules.may(x, sink)}
                            if bad:
                                yield function, call, bad, sink
