def one(): return 1
def two(): return 2
fs = [one, two]
print(fs[0](), fs[1](), fs[-1]())

#> 1 2 2
