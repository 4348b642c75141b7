"""Messages of an audit, made of it and nothing else."""
