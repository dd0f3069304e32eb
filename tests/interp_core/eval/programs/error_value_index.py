print([1].index(2))

#! ValueError 1
