print([] < 1)

#! TypeError 1
