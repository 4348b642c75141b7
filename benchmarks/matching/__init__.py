"""What the matcher's benchmarks share: data sets, samples of them, cached vectors, baselines."""
