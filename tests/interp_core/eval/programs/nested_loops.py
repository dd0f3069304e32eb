i = 0
while i < 3:
    j = 0
    while True:
        if j > i: break
        print(i, j)
        j += 1
    i += 1

#> 0 0
#> 1 0
#> 1 1
#> 2 0
#> 2 1
#> 2 2
