d = {}
def f():
    return d['a']
f()

#! KeyError 3
