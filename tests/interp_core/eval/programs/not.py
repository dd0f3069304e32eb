print(not 0, not 1, not None, not [], not [1], not 'x', not (1 == 2))

#> True False True True False False True
