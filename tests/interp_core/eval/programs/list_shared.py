x = [1]
y = [x, x]
x.append(2)
print(y)
y[0].append(3)
print(x)

#> [[1, 2], [1, 2]]
#> [1, 2, 3]
