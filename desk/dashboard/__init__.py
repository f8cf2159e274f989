"""What the secretariat sees first: whether every promise of the notice will be kept (`/admin/operations/`).

figures  the money: from the summary, which a duty writes, with the moment it is true for
charts   the same as pictures, drawn here as SVG
queues   what waits for people, with its age: asked now, by index
views    the page
"""
