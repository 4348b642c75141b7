"""What a cut-over needs beside its rules: the outside, and the clock."""
