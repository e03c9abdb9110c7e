"""Reports on a dataset as a whole: what it covers, how far two codings of it agree, its codebook."""
