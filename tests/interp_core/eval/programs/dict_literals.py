print({}, {1: 2}, {'a': [1], 'b': {}}, {None: True})

#> {} {1: 2} {'a': [1], 'b': {}} {None: True}
