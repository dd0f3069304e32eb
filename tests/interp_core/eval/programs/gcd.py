def gcd(a, b):
    while b != 0:
        t = a % b
        a = b
        b = t
    return a
print(gcd(48, 36), gcd(17, 5), gcd(0, 9))

#> 12 1 9
