"""Gift of Giving: a book or voucher for every child, given by people who never learn for whom."""
