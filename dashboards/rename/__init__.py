"""Gives a field of a dataset another name wherever queries and dashboards name it.

Texts are parsed, and only the stretches that name the field are written anew. What a query makes of the field without
an alias of its own has the new name, too, and whoever reads that column of a step follows. What may mean the field and
can't be told for certain is left as it is and listed.

| module | does |
|---|---|
| `names` | the names that a field brings with it: its date parts |
| `saql` | a query, statement by statement |
| `compact` | which texts of a compact query are fields, and which are columns |
| `steps` | the queries of a dashboard, and which of their columns have other names then |
| `dashboard` | a dashboard: steps, bindings, widgets, filters, links; a lens |
| `views` | the saved views of a dashboard |
| `files` | the files of a workspace |
"""
