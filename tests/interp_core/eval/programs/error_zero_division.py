def f(n): return 1 // n
print(f(1))
print(f(0))

#> 1
#! ZeroDivisionError 1
