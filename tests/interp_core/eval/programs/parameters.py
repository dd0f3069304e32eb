def f(a, b, c):
    a = a + b
    return a * c
print(f(1, 2, 3), f(0, 0, 9))

#> 9 0
