# a comment

x = 1  # and another

def f():
    # inside
    return x

print(f())

#> 1
