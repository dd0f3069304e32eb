x = [1]
print('before')
x[1]()

#> before
#! IndexError 3
