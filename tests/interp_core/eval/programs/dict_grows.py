d = {}
i = 0
while i < 50:
    d[i] = i * 2
    i += 1
print(len(d), d[0], d[49], 50 in d)

#> 50 0 98 False
