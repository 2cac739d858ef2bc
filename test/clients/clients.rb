# Ruby's pg: parameters, types, single rows, COPY, prepared statements, PG::Connection's own cursors.
require 'pg'
$right = $wrong = 0
def try(name)
  got = yield
  $right += 1
  puts "ok #{name} #{got.to_s[0, 90]}"
rescue => e
  $wrong += 1
  puts "BAD #{name} #{e.message}"
end
db = PG.connect(host: '127.0.0.1', port: ENV['PGPORT'], dbname: 'zoho', user: 'me')
db.type_map_for_results = PG::BasicTypeMapForResults.new(db)
try('parameters') { db.exec_params('select id, "Amount", "Closing_Date", "Created_Time" from "Deals" where "Amount" > $1 order by id limit 2', [10.5]).values }
try('binary') { db.exec_params('select id, "Deal_Name" from "Deals" limit 2', [], 1).values }
try('table of a column') { oid = db.exec('select id, 1 from "Deals" limit 1').ftable(0); db.exec_params('select $1::oid::regclass', [oid]).getvalue(0, 0) == '"Deals"' or raise 'another table' }
try('single rows') { db.send_query('select id from "Leads"'); db.set_single_row_mode; n = 0; while (r = db.get_result); r.check; n += r.ntuples; end; n }
try('prepared') { db.prepare('s', 'select count(*) from "Leads" where "Last_Name" like $1'); db.exec_prepared('s', ['B%']).values }
try('describe') { d = db.describe_prepared('s'); [d.nparams, d.fields] }
try('copy') { n = 0; db.copy_data('copy (select id from "Leads" limit 5) to stdout') { n += 1 while db.get_copy_data }; n == 5 or raise n.to_s }
try('scrolling') { db.transaction { db.exec('declare c scroll cursor for select id from "Leads" order by id limit 9'); db.exec('move last in c'); db.exec('fetch prior from c').ntuples } }
try('cancel') { db.send_query('select pg_sleep(20)'); db.cancel; begin; db.get_last_result; raise 'not cancelled'; rescue PG::QueryCanceled; 'cancelled'; end }
try('refused') { begin; db.exec('delete from "Leads"'); raise 'deleted'; rescue PG::ReadOnlySqlTransaction; 'refused'; end }
puts "Ruby pg: #{$right} right, #{$wrong} wrong"
exit($wrong > 0 ? 1 : 0)
