d = {'a': 1}
d['b'] = 2
d['a'] = 3
print(d, d['a'], d['b'], len(d))

#> {'a': 3, 'b': 2} 3 2 2
