# Readers of whole tables into data frames: ADBC (binary COPY), connectorx (binary, CSV, cursor; by ranges of ids),
# polars and pandas. A line per action; ends with 1 if one failed.
import os, sys
import adbc_driver_postgresql.dbapi as adbc, connectorx as cx, pandas as pd, polars as pl, sqlalchemy as sa
url=f'postgresql://me@127.0.0.1:{os.environ["PGPORT"]}/zoho'
ok=bad=0
def t(n,f):
    global ok,bad
    try: r=f(); ok+=1; print('ok',n,str(r)[:100].replace('\n',' '))
    except BaseException as e: bad+=1; print('BAD',n,type(e).__name__,str(e)[:300])
def equal(a,b):
    assert a == b, f'{a} instead of {b}'
    return a
engine=sa.create_engine(url)
with engine.connect() as c: leads=c.execute(sa.text('select count(*) from "Leads"')).scalar()
deals='select id, "Deal_Name", "Amount", "Closing_Date", "Created_Time", "Probability" from "Deals"'
def from_adbc(sql,**k):
    with adbc.connect(url) as c, c.cursor() as cur:
        cur.execute(sql,**k); return cur.fetch_arrow_table()
t('ADBC table',lambda: equal(from_adbc('select * from "Leads"').num_rows,leads))
t('ADBC types',lambda: [str(f.type) for f in from_adbc(deals).schema])
t('ADBC parameters',lambda: from_adbc('select id from "Deals" where "Amount" > $1 and "Stage" = $2',parameters=(100.5,'Closed Won')).num_rows)
def objects():
    with adbc.connect(url) as c:
        found=c.adbc_get_objects(catalog_filter='zoho',db_schema_filter='crm',table_name_filter='Deals').read_all().to_pylist()
        table=found[0]['catalog_db_schemas'][0]['db_schema_tables'][0]
        return len(table['table_columns']),len(table['table_constraints'])
t('ADBC objects',objects)
def adbc_schema():
    with adbc.connect(url) as c: return len(c.adbc_get_table_schema('Deals',db_schema_filter='crm'))
t('ADBC table schema',adbc_schema)
for protocol in ('binary','csv','cursor','simple'):
    t(f'connectorx {protocol}',lambda: equal(len(cx.read_sql(url,'select id, "Last_Name", "Created_Time", "Annual_Revenue"::float8 as r from "Leads"',protocol=protocol)),leads))
    t(f'connectorx {protocol} by ranges',lambda: equal(len(cx.read_sql(url,'select id, "Last_Name" from "Leads"',protocol=protocol,partition_on='id',partition_num=4)),leads))
t('connectorx arrow',lambda: cx.read_sql(url,deals,return_type='arrow').num_rows)
t('polars connectorx',lambda: equal(pl.read_database_uri('select * from "Leads"',url).height,leads))
t('polars adbc',lambda: equal(pl.read_database_uri('select * from "Leads"',url,engine='adbc').height,leads))
t('pandas',lambda: equal(len(pd.read_sql('select * from "Leads"',engine)),leads))
t('pandas table',lambda: equal(len(pd.read_sql_table('Leads',engine,schema='crm')),leads))
t('pandas chunks',lambda: equal(sum(map(len,pd.read_sql('select id from "Leads"',engine.connect().execution_options(stream_results=True),chunksize=300))),leads))
print(f'Python frames: {ok} right, {bad} wrong'); sys.exit(bad > 0)
