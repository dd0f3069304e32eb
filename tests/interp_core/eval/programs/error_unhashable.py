d = {}
d[[]] = 1

#! TypeError 2
