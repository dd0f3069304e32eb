x = [1, 2]
y = x
x.clear()
print(x, y, x is y)

#> [] [] True
