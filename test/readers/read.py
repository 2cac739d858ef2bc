"""Reads what write.ts wrote, each form by those who read it, and compares cell by cell."""
import csv
import json
import sqlite3
import sys

import duckdb
import openpyxl
import pandas

folder = sys.argv[1]
compared = 0


def same(what, found, wanted):
    global compared
    for number, (a, b) in enumerate(zip(found, wanted, strict=True)):
        if list(a) != list(b):
            sys.exit(f'{what}, row {number}: {list(a)!r} is not {list(b)!r}')
        compared += len(b)


with open(f'{folder}/texts.json', encoding='utf8') as file:
    texts = json.load(file)
header, rows = texts['names'], texts['rows']
without_null = [[cell or '' for cell in row] for row in rows]
path = f'{folder}/texts.csv'

with open(path, encoding='utf8', newline='') as file:
    same("Python's csv", csv.reader(file), [header, *without_null])

frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
same('pandas', [list(frame.columns), *frame.values.tolist()], [header, *without_null])
frame = pandas.read_csv(path, dtype=str, keep_default_na=False, engine='python')
same("pandas, Python's engine", [list(frame.columns), *frame.values.tolist()], [header, *without_null])

# Not left to guess: a `#` among the cells is no comment, and a carriage return in a name, quoted or not, ends no line.
types = '{' + ', '.join(f"'c{number}': 'VARCHAR'" for number, _ in enumerate(header)) + '}'
options = f"auto_detect = false, header = true, columns = {types}, delim = ',', quote = '\"', escape = '\"', new_line = '\\n'"
read = duckdb.sql(f"SELECT * FROM read_csv('{path}', {options})")
# DuckDB takes an empty text in quotes for NULL unless it is told otherwise: empty is what both are compared as.
same('DuckDB', [[cell or '' for cell in row] for row in read.fetchall()], without_null)

with sqlite3.connect(f'{folder}/texts.sqlite') as db:
    same('SQLite', db.execute('SELECT * FROM answer').fetchall(), rows)

numbers = [
    ['5725767040000000011', 100 / 3, 12.5, '5725767040000000011'],
    ['5725767040000000012', 2, 9999999999.99, '7'],
]
sheet = openpyxl.load_workbook(f'{folder}/numbers.xlsx').active
same('openpyxl', list(sheet.values)[1:], numbers)
with sqlite3.connect(f'{folder}/numbers.sqlite') as db:
    same('SQLite', db.execute('SELECT * FROM answer').fetchall(), [[int(row[0]), *row[1:]] for row in numbers])
    for column in range(4):
        name = db.execute('SELECT * FROM answer').description[column][0].replace('"', '""')
        same('classes', db.execute(f'SELECT count(DISTINCT typeof("{name}")) FROM answer').fetchall(), [[1]])

print(f'{compared} cells are what they were')
