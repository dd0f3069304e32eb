"""Records what CPython's list, dict or set does when one thread calls it at random.

Usage: record.py list|dict|set SEED COUNT > recorded_KIND.jsonl

The recordings beside this file are what model_test.cpp holds the models against. They were made by
CPython 3.11; no operation in them behaves differently in later versions.
"""

import json
import random
import sys

kind, count = sys.argv[1], int(sys.argv[3])
rnd = random.Random(int(sys.argv[2]))


def number():
    return rnd.choice([rnd.randint(-5, 9), rnd.randint(0, 9) / 2, True])


def content():
    if rnd.random() < 0.5:
        return number()
    return rnd.choice([0, 1, 1.0, True, False, 2.5, "a", "b", "ab", None, [1], [1, "a"]])


def key():
    return rnd.choice(["a", "b", "c", 1, 2, True, 1.0, None])


def index():
    return rnd.randint(-6, 6)


def bound():
    return rnd.choice([None, rnd.randint(-8, 8)])


def step():
    return rnd.choice([None, -3, -2, -1, 0, 1, 2, 3, 20, -20])


# function, arguments, how to call it; the list is filled with numbers for a while, then with
# anything, so that sort() is seen to work and to raise.
LIST = [
    ("append", lambda: [draw()], lambda o, x: o.append(x)),
    ("append", lambda: [draw()], lambda o, x: o.append(x)),
    ("append", lambda: [draw()], lambda o, x: o.append(x)),
    ("extend", lambda: [[draw() for _ in range(rnd.randint(0, 3))]], lambda o, x: o.extend(x)),
    ("insert", lambda: [rnd.randint(-9, 9), draw()], lambda o, i, x: o.insert(i, x)),
    ("pop", lambda: [], lambda o: o.pop()),
    ("pop", lambda: [index()], lambda o, i: o.pop(i)),
    ("get", lambda: [index()], lambda o, i: o[i]),
    ("set", lambda: [index(), draw()], lambda o, i, x: o.__setitem__(i, x)),
    ("del", lambda: [index()], lambda o, i: o.__delitem__(i)),
    ("len", lambda: [], lambda o: len(o)),
    ("contains", lambda: [draw()], lambda o, x: x in o),
    ("index", lambda: [draw()], lambda o, x: o.index(x)),
    ("count", lambda: [draw()], lambda o, x: o.count(x)),
    ("remove", lambda: [draw()], lambda o, x: o.remove(x)),
    ("reverse", lambda: [], lambda o: o.reverse()),
    ("sort", lambda: [], lambda o: o.sort()),
    ("sort", lambda: [rnd.choice([True, False])], lambda o, down: o.sort(reverse=down)),
    ("copy", lambda: [], lambda o: o.copy()),
    ("slice", lambda: [bound(), bound()], lambda o, a, b: o[a:b]),
    ("slice", lambda: [bound(), bound(), step()], lambda o, a, b, c: o[a:b:c]),
]

DICT = [
    ("getitem", lambda: [key()], lambda o, k: o[k]),
    ("get", lambda: [key()], lambda o, k: o.get(k)),
    ("get", lambda: [key(), draw()], lambda o, k, x: o.get(k, x)),
    ("set", lambda: [key(), draw()], lambda o, k, x: o.__setitem__(k, x)),
    ("set", lambda: [key(), draw()], lambda o, k, x: o.__setitem__(k, x)),
    ("setdefault", lambda: [key()], lambda o, k: o.setdefault(k)),
    ("setdefault", lambda: [key(), draw()], lambda o, k, x: o.setdefault(k, x)),
    ("del", lambda: [key()], lambda o, k: o.__delitem__(k)),
    ("pop", lambda: [key()], lambda o, k: o.pop(k)),
    ("pop", lambda: [key(), draw()], lambda o, k, x: o.pop(k, x)),
    ("popitem", lambda: [], lambda o: o.popitem()),
    ("contains", lambda: [key()], lambda o, k: k in o),
    ("len", lambda: [], lambda o: len(o)),
    ("update", lambda: [[[key(), draw()] for _ in range(rnd.randint(0, 3))]], lambda o, x: o.update(x)),
    ("copy", lambda: [], lambda o: o.copy()),
    ("keys", lambda: [], lambda o: list(o.keys())),
    ("values", lambda: [], lambda o: list(o.values())),
    ("items", lambda: [], lambda o: list(o.items())),
]


# Without pop, which may take any element.
SET = [
    ("add", lambda: [key()], lambda o, x: o.add(x)),
    ("add", lambda: [key()], lambda o, x: o.add(x)),
    ("discard", lambda: [key()], lambda o, x: o.discard(x)),
    ("remove", lambda: [key()], lambda o, x: o.remove(x)),
    ("contains", lambda: [key()], lambda o, x: x in o),
    ("len", lambda: [], lambda o: len(o)),
    ("update", lambda: [keys()], lambda o, x: o.update(x)),
    ("intersection_update", lambda: [keys()], lambda o, x: o.intersection_update(x)),
    ("difference_update", lambda: [keys()], lambda o, x: o.difference_update(x)),
    ("copy", lambda: [], lambda o: list(o)),
]


def keys():
    return [key() for _ in range(rnd.randint(0, 6))]


def written(result):
    """JSON has no dict whose keys are not texts: those are written as pairs."""
    if isinstance(result, dict) and not all(isinstance(k, str) for k in result):
        return list(result.items())
    return result


target, table = {"list": ([], LIST), "dict": ({}, DICT), "set": (set(), SET)}[kind]
for i in range(count):
    draw = number if i % 100 < 60 else content
    if i % 100 == 0 and i > 0:
        function, arguments, call = "clear", [], lambda o: o.clear()
    else:
        function, make, call = rnd.choice(table)
        arguments = make()
    line = {"process": 0, "call": 2 * i, "return": 2 * i + 1, "function": function, "arguments": arguments}
    before = list(target)
    try:
        line["result"] = written(call(target, *arguments))
    except Exception as error:
        line["raises"] = type(error).__name__
        if function == "sort":
            target[:] = before  # the model's deviation: a sort that raises changes nothing
    print(json.dumps(line))
