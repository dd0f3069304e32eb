print(1 in 2)

#! TypeError 1
