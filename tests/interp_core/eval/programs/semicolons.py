x = 1; y = 2; print(x + y)
def f(): a = 1; return a
print(f())

#> 3
#> 1
