print(len(5))

#! TypeError 1
