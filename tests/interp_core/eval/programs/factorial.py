def factorial(n):
    if n == 0: return 1
    return n * factorial(n - 1)
print(factorial(0), factorial(5), factorial(20))

#> 1 120 2432902008176640000
