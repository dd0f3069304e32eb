print(1 + 2 < 4, not 1 == 2, 1 < 2 and 2 < 3 or False, not 1 in [1], -2 * -3 + 1)

#> True True True False 7
