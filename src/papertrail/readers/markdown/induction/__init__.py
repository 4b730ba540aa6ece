"""Wrapper induction: one layout is inferred from all entries of a document, and each entry is read by it.

1. `atoms` cuts an entry into atoms with positions: links, images, code, emphasised, quoted and bracketed text, and text
   between separators or tags. A segment (`segments`) is one such atom, or several adjacent ones. What is around several
   atoms, such as emphasis or a link, is around one segment that has all of them, and each of its parts may be a field,
   too.
2. `weights` gives each segment candidate fields with weights, from what it looks like and how often its text recurs.
3. `layout` counts, over the best readings of all entries, how each field is written, what is before it, and which
   field it follows (hard EM over a segmental hidden Markov model). The counts are weights of the next reading.
4. `reader` reads the entries with the final counts, and returns their pieces.

An irregular entry is a deviation that costs weight, never an error. A new separator belongs into `atoms`, and a new
kind of piece into the fields of `weights`.

A record that keeps the verbatim text of its entry is compared without the other entries: `reader.read_as` reads the
text with the values of the record as the greatest weights, so that it finds them wherever the layout had found them.

A line with a key below an entry is one part of it (`segments` asks `nested_lines`). Cells of a table that may hold
several fields are entries, too, with a layout for each column (`cells`).
"""
