def find(x, v):
    lo = 0
    hi = len(x)
    while lo < hi:
        mid = (lo + hi) // 2
        if x[mid] < v: lo = mid + 1
        else: hi = mid
    return lo
print(find([1, 3, 5, 7], 5), find([1, 3, 5, 7], 4), find([], 1))

#> 2 2 0
