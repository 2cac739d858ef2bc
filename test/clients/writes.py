# Writing through a gateway: psycopg 3 and 2, asyncpg, pg8000, SQLAlchemy (core and ORM) and pandas; prints a line per action, ends
# with 1 if one failed. PGPORT refuses writes between BEGIN and COMMIT, PGPORT_IMMEDIATE does them at once.
import asyncio, decimal, io, os, sys
import asyncpg, pandas as pd, pg8000.dbapi, psycopg, psycopg2, sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.ext.automap import automap_base
port, immediate = os.environ['PGPORT'], os.environ['PGPORT_IMMEDIATE']
def dsn(at=port): return f'host=127.0.0.1 port={at} dbname=zoho user=me'
ok = bad = 0
def t(name, f, expected):
    global ok, bad
    try: r = f()
    except Exception as e: r = f"{type(e).__name__} {getattr(e, 'sqlstate', None) or getattr(e, 'pgcode', None) or ''} {e}"
    right = expected(r) if callable(expected) else r == expected
    ok, bad = ok + right, bad + (not right)
    print('ok' if right else 'BAD', name, str(r)[:300].replace('\n', ' '))
insert = 'INSERT INTO "Leads" ("Last_Name", "Company", "Annual_Revenue") VALUES (%s, %s, %s)'
refused = lambda r: '25001' in str(r) and 'autocommit' in str(r) and 'transactions=immediate' in str(r)
stands = lambda r: '0A000' in str(r) and 'stands' in str(r)
def count(name, at=port):
    with psycopg.connect(dsn(at), autocommit=True) as c:
        return c.execute('SELECT count(*) FROM "Leads" WHERE "Last_Name" = %s', (name,)).fetchone()[0]

def p3():
    with psycopg.connect(dsn(), autocommit=True) as c:
        id = c.execute(insert + ' RETURNING id', ('p3', 'x', decimal.Decimal('10.5'))).fetchone()[0]
        u = c.execute('UPDATE "Leads" SET "City" = %s WHERE id = %s', ('Paris', id)).rowcount
        s = c.execute('SELECT "City" FROM "Leads" WHERE id = %s', (id,)).fetchone()[0]
        return u, s, c.execute('DELETE FROM "Leads" WHERE id = %s', (id,)).rowcount
t('psycopg 3', p3, (1, 'Paris', 1))
def p3binary():
    with psycopg.connect(dsn(), autocommit=True) as c:
        return c.cursor(binary=True).execute(insert + ' RETURNING "Annual_Revenue"', ('p3', 'x', decimal.Decimal('7.25'))).fetchone()[0]
t('psycopg 3 binary', p3binary, decimal.Decimal('7.25'))
def p3many():
    with psycopg.connect(dsn(), autocommit=True) as c:
        cur = c.cursor(); cur.executemany(insert + ' RETURNING id', [('p3', f'c{i}', i) for i in range(5)], returning=True)
        ids = set()
        while True:
            ids.add(cur.fetchone()[0])
            if not cur.nextset(): return len(ids)
t('psycopg 3 executemany', p3many, 5)
def p3copy():
    with psycopg.connect(dsn(), autocommit=True) as c:
        cur = c.cursor()
        with cur.copy('COPY "Leads" ("Last_Name", "Company", "City") FROM STDIN') as cp:
            for i in range(150): cp.write_row(('p3', f'tab\t{i}', None))
        return cur.rowcount, c.execute('SELECT count(*) FROM "Leads" WHERE "Company" LIKE %s', ('tab\t%',)).fetchone()[0]
t('psycopg 3 copy', p3copy, (150, 150))
def p3pipe():
    with psycopg.connect(dsn(), autocommit=True) as c:
        with c.pipeline(): a = c.execute(insert, ('p3', 'x', 1)); b = c.execute(insert, ('p3', 'y', 2))
        return a.rowcount, b.rowcount
t('psycopg 3 pipeline', p3pipe, (1, 1))
def p3block():
    with psycopg.connect(dsn()) as c: c.execute(insert, ('no', 'x', 1))
t('psycopg 3 in a block', p3block, refused)
def p3goes():
    with psycopg.connect(dsn()) as c:
        try: c.execute(insert, ('no', 'x', 1))
        except psycopg.errors.ActiveSqlTransaction: c.rollback()
        n = c.execute('SELECT count(*) FROM "Leads" WHERE "Last_Name" = %s', ('no',)).fetchone()[0]
        c.rollback(); c.autocommit = True
        return n, c.execute(insert, ('p3', 'after', 1)).rowcount
t('psycopg 3 goes on', p3goes, (0, 1))
def p3immediate():
    with psycopg.connect(dsn(immediate)) as c: return c.execute(insert, ('p3', 'x', 1)).rowcount
t('psycopg 3 immediate', p3immediate, 1)
def p3rollback():
    c = psycopg.connect(dsn(immediate)); c.execute(insert, ('p3', 'x', 1)); c.rollback()
t('psycopg 3 rollback', p3rollback, stands)
def p3nested():
    with psycopg.connect(dsn(immediate)) as c:
        with c.transaction(): c.execute(insert, ('p3', 'x', 1))
        with c.transaction(), c.transaction(): return c.execute('SELECT 1').fetchone()[0]
t('psycopg 3 savepoint', p3nested, 1)
def p3prepared():
    with psycopg.connect(dsn(), autocommit=True) as c:
        c.execute('PREPARE ins AS INSERT INTO "Leads" ("Last_Name", "Company", "Annual_Revenue", "Email_Opt_Out") VALUES ($1, $2, $3, $4)')
        return c.execute("EXECUTE ins ('p3', 'prepared', 1, true)").rowcount
t('PREPARE', p3prepared, 1)
def p2():
    c = psycopg2.connect(dsn()); c.autocommit = True; cur = c.cursor(); cur.execute(insert, ('p2', 'x', 3)); n = cur.rowcount
    from psycopg2.extras import execute_batch, execute_values
    execute_batch(cur, insert, [('p2', 'b', i) for i in range(3)])
    execute_values(cur, 'INSERT INTO "Leads" ("Last_Name", "Company") VALUES %s', [('p2', 'v1'), ('p2', 'v2')]); v = cur.rowcount
    cur.copy_expert('COPY "Leads" ("Last_Name", "Company") FROM STDIN CSV', io.StringIO('p2,"a,b"\np2,c\n'))
    return n, v, cur.rowcount
t('psycopg2', p2, (1, 2, 2))
def p2block():
    c = psycopg2.connect(dsn()); c.cursor().execute(insert, ('no', 'x', 3))
t('psycopg2 in a block', p2block, refused)
async def pg():
    c = await asyncpg.connect(host='127.0.0.1', port=int(port), database='zoho', user='me', ssl=False)
    try:
        tag = await c.execute('INSERT INTO "Leads" ("Last_Name", "Company", "Annual_Revenue") VALUES ($1, $2, $3)', 'apg', 'x', decimal.Decimal('1.5'))
        await c.executemany('INSERT INTO "Leads" ("Last_Name", "Company") VALUES ($1, $2)', [('apg', 'y'), ('apg', 'z')])
        return tag, await c.fetchval('SELECT count(*) FROM "Leads" WHERE "Last_Name" = $1', 'apg')
    finally: await c.close()
t('asyncpg', lambda: asyncio.run(pg()), ('INSERT 0 1', 3))
async def pgblock():
    c = await asyncpg.connect(host='127.0.0.1', port=int(port), database='zoho', user='me', ssl=False)
    try:
        async with c.transaction(): await c.execute('INSERT INTO "Leads" ("Last_Name") VALUES ($1)', 'no')
    finally: await c.close()
t('asyncpg in a block', lambda: asyncio.run(pgblock()), refused)
def p8():
    c = pg8000.dbapi.connect(user='me', host='127.0.0.1', port=int(port), database='zoho'); c.autocommit = True; cur = c.cursor()
    cur.execute(insert, ('p8', 'x', decimal.Decimal('2.5'))); return cur.rowcount
t('pg8000', p8, 1)

def engine(at=port, **k): return sa.create_engine(f'postgresql+psycopg://me@127.0.0.1:{at}/zoho', **k)
def core(driver):
    e = sa.create_engine(f'postgresql+{driver}://me@127.0.0.1:{port}/zoho', isolation_level='AUTOCOMMIT')
    leads = sa.Table('Leads', sa.MetaData(), schema='crm', autoload_with=e)
    with e.connect() as c:
        one = c.execute(sa.insert(leads).values(Last_Name='sa', Company='x')).inserted_primary_key[0]
        many = c.execute(sa.insert(leads), [{'Last_Name': 'sa', 'Company': f'm{i}'} for i in range(3)]).rowcount
        ids = c.execute(sa.insert(leads).returning(leads.c.id, leads.c.Company, sort_by_parameter_order=True), [{'Last_Name': 'sa', 'Company': f'r{i}'} for i in range(120)]).all()
        up = c.execute(sa.update(leads).where(leads.c.id == one).values(City='Rome', Annual_Revenue=decimal.Decimal('1.25'))).rowcount
        got = c.execute(sa.select(leads.c.City).where(leads.c.id == one)).scalar()
        return [row.Company for row in ids] == [f'r{i}' for i in range(120)], up, got, c.execute(sa.delete(leads).where(leads.c.Last_Name == 'sa')).rowcount
for driver in ('psycopg', 'psycopg2', 'pg8000'): t('SQLAlchemy ' + driver, lambda: core(driver), (True, 1, 'Rome', 124))
def orm(at, **k):
    e = engine(at, **k); base = automap_base(); base.prepare(autoload_with=e, schema='crm', reflection_options={'only': ['Leads']}); Lead = base.classes.Leads
    with Session(e) as s:
        one = Lead(Last_Name='orm', Company='x'); s.add(one); s.add_all([Lead(Last_Name='orm', Company=f'o{i}') for i in range(10)]); s.flush()
        assert one.id
        one.City = 'Oslo'; s.flush(); s.commit()
        n = s.scalars(sa.select(Lead).where(Lead.City == 'Oslo', Lead.Last_Name == 'orm')).all()
        for row in s.scalars(sa.select(Lead).where(Lead.Last_Name == 'orm')).all(): s.delete(row)
        s.commit(); return len(n)
t('SQLAlchemy ORM autocommit', lambda: orm(port, isolation_level='AUTOCOMMIT'), 1)
t('SQLAlchemy ORM immediate', lambda: orm(immediate), 1)
def block():
    with engine().begin() as c: c.execute(sa.text("INSERT INTO \"Leads\" (\"Last_Name\") VALUES ('no')"))
t('SQLAlchemy in a block', block, lambda r: 'autocommit' in str(r) and 'transactions=immediate' in str(r))
def to_sql(at, company, method=None, **k):
    frame = pd.DataFrame({'Last_Name': ['pd'] * 3, 'Company': [company] * 3, 'Annual_Revenue': [1.5, None, 3], 'Email_Opt_Out': [True, False, True]})
    e = engine(at, **k); frame.to_sql('Leads', e, schema='crm', if_exists='append', index=False, method=method)
    with e.connect() as c: return tuple(c.execute(sa.text('SELECT count(*)::int, sum("Annual_Revenue")::float FROM "Leads" WHERE "Company" = :c'), {'c': company}).one())
t('pandas to_sql', lambda: to_sql(port, 'pd1', isolation_level='AUTOCOMMIT'), (3, 4.5))
t('pandas to_sql in one statement', lambda: to_sql(port, 'pd2', 'multi', isolation_level='AUTOCOMMIT'), (3, 4.5))
t('pandas to_sql immediate', lambda: to_sql(immediate, 'pd3'), (3, 4.5))
t('pandas to_sql in a block', lambda: to_sql(port, 'pd4'), lambda r: 'transactions=immediate' in str(r))
t('nothing of what was refused', lambda: count('no'), 0)
with psycopg.connect(dsn(), autocommit=True) as c: c.execute("DELETE FROM \"Leads\" WHERE \"Last_Name\" IN ('p3','p2','p8','apg','pd','sa','orm')")
print(f'writing from Python: {ok} right, {bad} wrong'); sys.exit(bad > 0)
