x = [3, 1, 2, 5, 4]
x.reverse()
print(x)
x.sort()
print(x)
y = ['b', 'a', 'c']
y.sort()
print(y)

#> [4, 5, 2, 1, 3]
#> [1, 2, 3, 4, 5]
#> ['a', 'b', 'c']
