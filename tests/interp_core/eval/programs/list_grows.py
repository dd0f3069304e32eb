x = []
i = 0
while i < 100:
    x.append(i * i)
    i += 1
print(len(x), x[50], x[-1])

#> 100 2500 9801
