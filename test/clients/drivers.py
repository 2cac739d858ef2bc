# psycopg 2 and 3, asyncpg, SQLAlchemy and pg8000 against a gateway; prints a line per action, ends with 1 if one failed.
import os, sys
PORT=int(os.environ["PGPORT"])
import psycopg2, psycopg, asyncio, asyncpg, sqlalchemy as sa, pg8000.dbapi, datetime, decimal
dsn=f"host=127.0.0.1 port={PORT} dbname=zoho user=me"
ok=bad=0
def t(name,f):
    global ok,bad
    try:
        r=f(); ok+=1; print('ok',name,str(r)[:110])
    except Exception as e:
        bad+=1; print('BAD',name,type(e).__name__,str(e)[:300])
def pg2():
    c=psycopg2.connect(dsn); cur=c.cursor(); cur.execute('select id,"Amount","Created_Time","Closing_Date" from "Deals" where "Amount" > %s order by id limit 2',(100,)); return cur.fetchall()
t('psycopg2',pg2)
def pg2named():
    c=psycopg2.connect(dsn); cur=c.cursor(name='x'); cur.itersize=500; cur.execute('select id from "Leads"'); return len(cur.fetchall())
t('psycopg2 named',pg2named)
def pg2copy():
    import io
    c=psycopg2.connect(dsn); cur=c.cursor(); f=io.StringIO(); cur.copy_expert('COPY (select * from "Leads" limit 10) TO STDOUT CSV HEADER',f); return len(f.getvalue())
t('psycopg2 copy',pg2copy)
def p3(**k):
    with psycopg.connect(dsn,**k) as c: return c.execute('select id,"Amount","Email_Opt_Out" from "Deals" d left join "Leads" l using (id) where d.id > %s limit 2',(1,)).fetchall()
t('psycopg3',p3)
def p3b():
    with psycopg.connect(dsn) as c:
        cur=c.cursor(binary=True); return cur.execute('select id,"Amount","Created_Time","Closing_Date" from "Deals" where "Amount" > %s and "Closing_Date" > %s order by id limit 2',(decimal.Decimal('10.5'),datetime.date(2020,1,1))).fetchall()
t('psycopg3 binary',p3b)
def p3s():
    with psycopg.connect(dsn) as c:
        with c.cursor(name='srv') as cur:
            cur.execute('select id from "Leads"'); return len(cur.fetchall())
t('psycopg3 server cursor',p3s)
def p3cp():
    with psycopg.connect(dsn) as c:
        with c.cursor().copy('COPY (select id,"Amount" from "Deals" limit 3) TO STDOUT (FORMAT BINARY)') as cp:
            cp.set_types(['int8','numeric']); return list(cp.rows())
t('psycopg3 copy binary',p3cp)
def p3pipe():
    with psycopg.connect(dsn) as c:
        with c.pipeline():
            a=c.execute('select count(*) from "Leads"'); b=c.execute('select %s::int',(4,)); 
        return a.fetchall(),b.fetchall()
t('psycopg3 pipeline',p3pipe)
def p3arr():
    with psycopg.connect(dsn) as c:
        ids=[r[0] for r in c.execute('select id from "Leads" limit 3').fetchall()]
        return len(c.execute('select id from "Leads" where id = any(%s)',(ids,)).fetchall())
t('psycopg3 any',p3arr)
async def ap():
    c=await asyncpg.connect(host='127.0.0.1',port=PORT,database='zoho',user='me')
    r=await c.fetch('select id,"Amount","Created_Time","Closing_Date", array_agg("Stage") over () x from "Deals" where "Amount" > $1 and "Created_Time" > $2 order by id limit 2', decimal.Decimal('5'), datetime.datetime(2020,1,1,tzinfo=datetime.timezone.utc))
    n=0
    async with c.transaction():
        async for x in c.cursor('select id from "Leads"', prefetch=300): n+=1
    s=await c.prepare('select * from "Accounts" where id=$1'); s.get_attributes()
    import io; f=io.BytesIO(); await c.copy_from_query('select id from "Leads" limit 5',output=f,format='csv')
    t=await c.fetch("select * from pg_tables where schemaname='crm' limit 2")
    await c.close(); return r[0],n,f.getvalue()[:20],len(t)
t('asyncpg',lambda: asyncio.run(ap()))
for drv in ('psycopg2','psycopg','pg8000'):
    def sa_(drv=drv):
        e=sa.create_engine(f'postgresql+{drv}://me@127.0.0.1:{PORT}/zoho')
        i=sa.inspect(e); names=i.get_table_names(schema='crm'); cols=i.get_columns('Deals',schema='crm'); pk=i.get_pk_constraint('Deals',schema='crm'); fk=i.get_foreign_keys('Deals',schema='crm'); i.get_indexes('Deals',schema='crm')
        m=sa.MetaData(); T=sa.Table('Deals',m,schema='crm',autoload_with=e)
        with e.connect() as c: r=c.execute(sa.select(T.c.Stage,sa.func.count()).where(T.c.Amount>1000).group_by(T.c.Stage)).fetchall()
        return len(names),len(cols),pk['constrained_columns'],len(fk),r[:2]
    t('sqlalchemy '+drv,sa_)
def p8():
    c=pg8000.dbapi.connect(user='me',host='127.0.0.1',port=PORT,database='zoho'); cur=c.cursor(); cur.execute('select id,"Amount","Created_Time" from "Deals" where "Amount" > %s limit 2',(5,)); return cur.fetchall()
t('pg8000',p8)
def cancel():
    import threading,time
    c=psycopg2.connect(dsn); cur=c.cursor(); threading.Timer(.05,c.cancel).start()
    try: cur.execute('select * from "Leads" l, "Deals" d where l.id<d.id limit 100'); return 'no cancel'
    except psycopg2.errors.QueryCanceled as e: return 'cancelled'
t('cancel',cancel)
print(f'python drivers: {ok} right, {bad} wrong'); sys.exit(bad > 0)
