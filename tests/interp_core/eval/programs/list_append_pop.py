x = []
x.append(1)
x.append(2)
x.append(3)
print(x.pop(), x.pop(0), x, len(x))

#> 3 1 [2] 1
