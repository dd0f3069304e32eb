def count(n):
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total
print(count(0), count(4), count(100))

#> 0 10 5050
