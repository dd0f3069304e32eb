def say(x, r):
    print(x)
    return r
print(say('a', False) and say('b', True))
print(say('c', True) or say('d', True))

#> a
#> False
#> c
#> True
