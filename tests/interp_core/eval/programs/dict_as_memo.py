memo = {}
def fib(n):
    if n in memo: return memo[n]
    r = n
    if n > 1: r = fib(n - 1) + fib(n - 2)
    memo[n] = r
    return r
print(fib(60), len(memo))

#> 1548008755920 61
