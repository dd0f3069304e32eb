i = 0
while i < 3:
    print(i)
    i = i + 1
print('end', i)

#> 0
#> 1
#> 2
#> end 3
