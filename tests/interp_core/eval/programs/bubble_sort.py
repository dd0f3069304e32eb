def sort(x):
    n = len(x)
    while n > 1:
        i = 1
        while i < n:
            if x[i] < x[i - 1]:
                t = x[i]
                x[i] = x[i - 1]
                x[i - 1] = t
            i += 1
        n -= 1
    return x
print(sort([5, 2, 9, 1, 5, 6]))

#> [1, 2, 5, 5, 6, 9]
