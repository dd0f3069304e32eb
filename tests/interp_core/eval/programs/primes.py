def primes(limit):
    found = []
    n = 2
    while n < limit:
        i = 0
        is_prime = True
        while i < len(found):
            if n % found[i] == 0:
                is_prime = False
                break
            i += 1
        if is_prime: found.append(n)
        n += 1
    return found
print(primes(50))

#> [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
