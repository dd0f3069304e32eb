def len(x): return 42
print(len([]))

#> 42
