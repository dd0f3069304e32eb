x = [1, 2, 3, 4]
del x[1]
del x[-1]
print(x)

#> [1, 3]
