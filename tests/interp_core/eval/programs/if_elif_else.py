def size(n):
    if n < 0:
        return 'negative'
    elif n == 0:
        return 'none'
    elif n < 10:
        return 'few'
    else:
        return 'many'
print(size(-1), size(0), size(5), size(50))

#> negative none few many
