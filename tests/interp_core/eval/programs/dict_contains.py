d = {1: 0, 'k': None}
print(1 in d, 'k' in d, 0 in d, 'q' not in d)

#> True True False True
