# DBD::Pg: catalogue functions, prepared statements, COPY.
use DBI; my($ok,$bad)=(0,0); my $d=DBI->connect("dbi:Pg:host=127.0.0.1;port=$ENV{PGPORT};dbname=zoho","me","",{RaiseError=>1,PrintError=>0}); 
sub t{my($n,$f)=@_; my $r=eval{$f->()}; if($@){$bad++; print "BAD $n $@"} else {$ok++; print "ok $n $r\n"}}
t('tables',sub{scalar @{$d->table_info(undef,'crm','%','TABLE')->fetchall_arrayref}}); t('cols',sub{scalar @{$d->column_info(undef,'crm','Deals','%')->fetchall_arrayref}}); t('pk',sub{join ',',$d->primary_key(undef,'crm','Deals')}); t('fk',sub{scalar @{$d->foreign_key_info(undef,undef,undef,undef,'crm','Deals')->fetchall_arrayref}});
t('stat',sub{scalar @{$d->statistics_info(undef,'crm','Deals',0,0)->fetchall_arrayref}});
t('prep',sub{my $s=$d->prepare('select id,"Last_Name" from "Leads" where id > ? order by id limit 2'); $s->execute(1); $s->execute(2); scalar @{$s->fetchall_arrayref}}); t('type',sub{scalar @{$d->type_info_all}}); t('copy',sub{$d->do('COPY (select id from "Leads" limit 3) TO STDOUT'); my $x=''; my $n=0; while($d->pg_getcopydata($x)>=0){$n++} $n}); t('ping',sub{$d->ping});
print "DBD::Pg: $ok right, $bad wrong\n"; exit($bad>0);
