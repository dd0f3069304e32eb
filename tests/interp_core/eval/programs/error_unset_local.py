def f():
    print(q)
    q = 1
f()

#! NameError 2
