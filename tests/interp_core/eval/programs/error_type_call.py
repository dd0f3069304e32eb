x = 3
x(1)

#! TypeError 2
