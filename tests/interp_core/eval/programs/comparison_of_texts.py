print('a' < 'b', 'b' < 'a', 'a' <= 'a', 'b' > 'a', 'a' >= 'b', 'a' == 'a', 'a' != 'b', 'ab' < 'b')

#> True False True True False True True True
