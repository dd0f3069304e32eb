def add(a, b): return a + b
def mul(a, b): return a * b
def apply(f, x, y): return f(x, y)
print(apply(add, 3, 4), apply(mul, 3, 4))
g = add
print(g(1, 1))

#> 7 12
#> 2
