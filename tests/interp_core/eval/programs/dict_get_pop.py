d = {1: 'x', 2: 'y'}
print(d.get(1), d.get(3), d.get(3, 'z'), d.pop(1), d)

#> x None z x {2: 'y'}
