print(0 or 5, 3 or 5, 0 and 5, 3 and 5, None or 'x', [] or {} or 7, 1 and 2 and 3)

#> 5 3 0 5 x 7 3
