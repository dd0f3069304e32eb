d = {1: 1, 2: 2, 3: 3}
del d[2]
d[2] = 4
print(d)
d.clear()
print(d, len(d))

#> {1: 1, 3: 3, 2: 4}
#> {} 0
