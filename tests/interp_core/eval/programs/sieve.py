def sieve(n):
    is_prime = []
    i = 0
    while i <= n:
        is_prime.append(True)
        i += 1
    i = 2
    while i * i <= n:
        if is_prime[i]:
            j = i * i
            while j <= n:
                is_prime[j] = False
                j += i
        i += 1
    count = 0
    i = 2
    while i <= n:
        if is_prime[i]: count += 1
        i += 1
    return count
print(sieve(100))

#> 25
