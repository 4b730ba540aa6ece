"""What the readers of data share: fields still to be taken, links, venues."""
