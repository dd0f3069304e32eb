def power(b, e):
    r = 1
    while e > 0:
        if e % 2 == 1: r *= b
        b = b * b
        e = e // 2
    return r
print(power(2, 10), power(3, 5), power(-2, 3), power(7, 0))

#> 1024 243 -8 1
