q = [[0, 'a']]
seen = {}
while len(q) > 0:
    at = q.pop(0)
    if at[0] in seen: continue
    seen[at[0]] = at[1]
    if at[0] < 5:
        q.append([at[0] + 1, 'b'])
        q.append([at[0] + 2, 'c'])
print(seen)

#> {0: 'a', 1: 'b', 2: 'c', 3: 'c', 4: 'c', 5: 'c', 6: 'c'}
