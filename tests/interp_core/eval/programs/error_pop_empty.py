x = []
x.pop()

#! IndexError 2
