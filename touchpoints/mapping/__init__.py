"""A journey's map as a document: pure, without rows; what pages, exports, imports and comparisons work on.

`document` holds it and its own JSON; `matrix` and `mermaid` write and read it as CSV and Mermaid; `difference` compares
two; `curve` places feelings and figures on one height; `tables` and `drawing` put it into words and into a picture.
"""
