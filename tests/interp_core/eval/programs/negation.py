x = 5
print(-x, --x, -(-x), -x * 2, 3 - -x, not x, not not x)

#> -5 5 5 -10 8 False True
