def f():
    pass
print(f())
def g(): return
print(g())

#> None
#> None
