x = [1, 2, 3]
x.insert(0, 0)
x.insert(100, 9)
x.insert(-1, 8)
x.remove(2)
print(x, x.index(3))

#> [0, 1, 3, 8, 9] 2
