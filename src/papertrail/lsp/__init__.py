"""`papertrail lsp`: a language server for editors. Only `server` and `session` import pygls, an optional dependency."""
