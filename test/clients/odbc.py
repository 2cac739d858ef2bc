# psqlODBC through unixODBC, in its three ways of reading; prints a line per action, ends with 1 if one failed.
import os, sys
import pyodbc, glob
drv=[l for l in glob.glob('/usr/lib/*/odbc/psqlodbcw.so')][0]
ok=bad=0
def t(n,f):
    global ok,bad
    try: r=f(); ok+=1; print('ok',n,str(r)[:90])
    except Exception as e: bad+=1; print('BAD',n,str(e)[:300])
for extra in ('','UseDeclareFetch=1;Fetch=100;','UseServerSidePrepare=0;Protocol=7.4-0;'):
    c=pyodbc.connect(f'Driver={drv};Server=127.0.0.1;Port={os.environ["PGPORT"]};Database=zoho;Uid=me;Pwd=x;{extra}'); cur=c.cursor()
    t('tables',lambda: len(cur.tables(schema='crm').fetchall()))
    t('columns',lambda: len(cur.columns(table='Deals',schema='crm').fetchall()))
    t('columns all',lambda: len(cur.columns(schema='crm').fetchall()))
    t('pk',lambda: cur.primaryKeys('Deals',schema='crm').fetchall())
    t('fk',lambda: len(cur.foreignKeys(foreignTable='Deals',foreignSchema='crm').fetchall()))
    t('fk2',lambda: len(cur.foreignKeys(table='Accounts',schema='crm').fetchall()))
    t('stat',lambda: len(cur.statistics('Deals',schema='crm').fetchall()))
    t('rowid',lambda: cur.rowIdColumns('Deals',schema='crm').fetchall())
    t('types',lambda: len(cur.getTypeInfo().fetchall()))
    t('procs',lambda: len(cur.procedures(schema='crm').fetchall()))
    t('select ?',lambda: cur.execute('select id,"Amount","Created_Time","Closing_Date" from "Deals" where "Amount" > ? and "Stage" like ? order by id limit 2',10.5,'Closed%').fetchall())
    t('all',lambda: len(cur.execute('select * from "Leads"').fetchall()))
    t('three-part',lambda: len(cur.execute('SELECT "Leads"."id" FROM "zoho"."public"."Leads" "Leads"').fetchall()))
    t('bool',lambda: cur.execute('select "Email_Opt_Out", count(*) from "Leads" group by 1').fetchall())
    def ins():
        try: cur.execute('insert into "Leads"("Last_Name") values (?)','x'); return '??'
        except pyodbc.Error as e: c.rollback(); return e.args[0]
    t('insert',ins)
    t('after',lambda: cur.execute('select 1').fetchall())
    c.commit(); c.close()
print(f'psqlODBC: {ok} right, {bad} wrong'); sys.exit(bad > 0)
