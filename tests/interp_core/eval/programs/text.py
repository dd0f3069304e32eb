print('abc', "it's", '', len('abcd'), ['abc'])

#> abc it's  4 ['abc']
