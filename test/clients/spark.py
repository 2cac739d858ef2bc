# Apache Spark's JDBC source, on this machine alone: ranges of ids, conditions, aggregates and every table.
import glob, os, sys
from pyspark.sql import SparkSession
jar=glob.glob(os.environ['CLIENTS_DIR']+'/java/postgresql-*.jar')[0]
# Some modules have columns that differ in case only.
spark=SparkSession.builder.master('local[2]').config('spark.jars',jar).config('spark.ui.enabled','false').config('spark.sql.caseSensitive','true').getOrCreate()
spark.sparkContext.setLogLevel('ERROR')
url=f'jdbc:postgresql://127.0.0.1:{os.environ["PGPORT"]}/zoho'
def read(**options): return spark.read.format('jdbc').options(url=url,user='me',driver='org.postgresql.Driver',**options).load()
ok=bad=0
def t(n,f):
    global ok,bad
    try: r=f(); ok+=1; print('ok',n,str(r)[:100])
    except Exception as e: bad+=1; print('BAD',n,str(e)[:300])
def equal(a,b):
    assert a == b, f'{a} instead of {b}'
    return a
low,high,leads=read(query='select min(id) as lo, max(id) as hi, count(*) as n from "Leads"').first()
ranges=read(dbtable='crm."Leads"',partitionColumn='id',lowerBound=str(low),upperBound=str(high),numPartitions='4',fetchsize='500')
t('ranges',lambda: equal(ranges.count(),leads))
t('each row once',lambda: equal(ranges.select('id').distinct().count(),leads))
t('condition',lambda: ranges.filter("Lead_Status = 'Contacted' and Created_Time > '2020-01-01'").count())
t('aggregate',lambda: read(dbtable='"Deals"',pushDownAggregate='true').groupBy('Stage').sum('Amount').collect())
t('limit',lambda: read(dbtable='"Deals"').orderBy('id').limit(3).select('id','Amount','Closing_Date').collect())
properties=dict(user='me',driver='org.postgresql.Driver')
t('MOD',lambda: equal(spark.read.jdbc(url,'"Leads"',predicates=[f'MOD(id, 4) = {k}' for k in range(4)],properties=properties).count(),leads))
def tables():
    names=[row[0] for row in read(query="select table_name from information_schema.tables where table_schema = 'crm' order by 1").collect()]
    for name in names: read(dbtable=f'crm."{name}"').limit(5).collect()
    return len(names)
t('every table',tables)
spark.stop(); print(f'Spark: {ok} right, {bad} wrong'); sys.exit(bad > 0)
