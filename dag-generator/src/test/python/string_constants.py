"""Prints every string constant of Python files as JSON, a list for each file, without the indentation of blocks."""

import ast
import json
import sys
import textwrap


def string_constants(path):
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [textwrap.dedent(constant).strip() for constant in constants]


json.dump([string_constants(path) for path in sys.argv[1:]], sys.stdout)
