print(1)
print(y)

#> 1
#! NameError 2
