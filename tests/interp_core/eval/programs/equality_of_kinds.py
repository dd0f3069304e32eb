print(1 == '1', None == None, None == 0, True == 1, False == 0, 'a' == None, 2 == True)

#> False True False True True False False
