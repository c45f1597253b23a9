"""The language server: the language service of `saql.service` for editors that speak LSP.

Needs the extra `lsp`; nothing else imports this package.
"""
