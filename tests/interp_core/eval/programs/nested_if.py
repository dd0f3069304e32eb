def f(a, b):
    if a:
        if b: return 'both'
        else: return 'a'
    else:
        if b: return 'b'
    return 'neither'
print(f(1, 1), f(1, 0), f(0, 1), f(0, 0))

#> both a b neither
