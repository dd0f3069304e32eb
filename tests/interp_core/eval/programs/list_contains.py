x = [1, 'a', None]
print(1 in x, 'a' in x, None in x, 2 in x, 2 not in x, 'a' not in x)

#> True True True False True False
