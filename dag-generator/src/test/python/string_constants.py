"""Prints every string constant of a Python file as JSON, without the indentation of blocks."""

import ast
import json
import sys
import textwrap

with open(sys.argv[1], encoding="utf-8") as file:
    tree = ast.parse(file.read())
constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
json.dump([textwrap.dedent(constant).strip() for constant in constants], sys.stdout)
