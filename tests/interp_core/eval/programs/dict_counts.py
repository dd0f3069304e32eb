words = ['a', 'b', 'a', 'c', 'a', 'b']
counts = {}
i = 0
while i < len(words):
    w = words[i]
    counts[w] = counts.get(w, 0) + 1
    i += 1
print(counts)

#> {'a': 3, 'b': 2, 'c': 1}
