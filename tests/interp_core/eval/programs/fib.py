def fib(n):
    if n < 2: return 1
    return fib(n-1) + fib(n-2)
print(fib(0), fib(1), fib(2), fib(10), fib(15))

#> 1 1 2 89 987
