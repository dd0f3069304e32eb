def steps(n):
    k = 0
    while n != 1:
        if n % 2 == 0: n = n // 2
        else: n = 3 * n + 1
        k += 1
    return k
print(steps(1), steps(6), steps(27))

#> 0 8 111
