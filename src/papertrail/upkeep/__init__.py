"""The commands `links` and `update`: keep a list true after its papers were added.

May import from all layers below the command line.
"""
