x = []
y = x
print(x is y, x is [], x is not y, None is None, 1 is not None)

#> True False False True True
