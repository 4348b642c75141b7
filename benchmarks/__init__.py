"""What the README's numbers come from.

A module here that has ``NAME`` and ``run() -> list[Row]`` is one table; ``python -m benchmarks``
prints all of them, ``python -m benchmarks edge`` one. Every row of a table has the same columns.
"""

Row = dict[str, str]
