n = 0
def more():
    global n
    n = n + 1
    return n
print(more(), more(), n)

#> 1 2 2
