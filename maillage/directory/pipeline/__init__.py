"""The stages of an import that need no database: clean → read (map, normalise) → compare.

Each is a pure function of what it is given; `import_actions` reads and writes around them.
"""
