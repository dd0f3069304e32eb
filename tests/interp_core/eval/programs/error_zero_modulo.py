print(1 % 0)

#! ZeroDivisionError 1
