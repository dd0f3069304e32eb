def t(x):
    if x: return 'yes'
    return 'no'
print(t(0), t(1), t(-1), t(None), t(True), t(False), t(''), t('a'), t([]), t([0]), t({}), t({1: 2}))

#> no yes yes no yes no no yes no yes no yes
