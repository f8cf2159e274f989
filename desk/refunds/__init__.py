"""Bank refunds: batches, lines, two persons, files, results, who pays."""
