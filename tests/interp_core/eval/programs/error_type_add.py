print(1 + None)

#! TypeError 1
