// pgJDBC in both query modes: the whole of DatabaseMetaData, prepared statements, cursors, transactions.
import java.sql.*; import java.util.*;
public class Jdbc { static int ok,bad; interface T{Object r() throws Exception;}
 static void t(String n,T f){ try{ Object o=f.r(); ok++; System.out.println("ok "+n+" "+String.valueOf(o)); }catch(Throwable e){bad++; System.out.println("BAD "+n+" "+e);} }
 static int count(ResultSet r) throws Exception { int n=0; int c=r.getMetaData().getColumnCount(); while(r.next()){ for(int i=1;i<=c;i++) r.getObject(i); n++; } r.close(); return n; }
 public static void main(String[] a) throws Exception {
  for (String mode : new String[]{"","preferQueryMode=simple"}) {
  Properties p=new Properties(); p.put("user","me"); 
  Connection c=DriverManager.getConnection("jdbc:postgresql://127.0.0.1:"+System.getenv("PGPORT")+"/zoho?"+mode,p); DatabaseMetaData m=c.getMetaData();
  t("version",()->m.getDatabaseProductVersion());
  t("catalogs",()->count(m.getCatalogs())); t("schemas",()->count(m.getSchemas())); t("tables",()->count(m.getTables(null,"crm","%",new String[]{"TABLE"})));
  t("columns",()->count(m.getColumns(null,"crm","%","%"))); t("pk",()->count(m.getPrimaryKeys(null,"crm","Deals"))); t("imported",()->count(m.getImportedKeys(null,"crm","Deals"))); t("exported",()->count(m.getExportedKeys(null,"crm","Accounts")));
  t("cross",()->count(m.getCrossReference(null,"crm","Accounts",null,"crm","Deals"))); t("index",()->count(m.getIndexInfo(null,"crm","Deals",false,false))); t("types",()->count(m.getTypeInfo())); t("procs",()->count(m.getProcedures(null,"crm","%"))); t("funcs",()->count(m.getFunctions(null,"crm","%")));
  t("tpriv",()->count(m.getTablePrivileges(null,"crm","Deals"))); t("cpriv",()->count(m.getColumnPrivileges(null,"crm","Deals","%"))); t("best",()->count(m.getBestRowIdentifier(null,"crm","Deals",0,true))); t("udt",()->count(m.getUDTs(null,"crm","%",null))); t("kw",()->m.getSQLKeywords().length()); t("cinfo",()->count(m.getClientInfoProperties())); t("maxname",()->m.getMaxColumnNameLength());
  t("prep",()->{ PreparedStatement s=c.prepareStatement("select id,\"Amount\",\"Created_Time\",\"Closing_Date\" from \"Deals\" where \"Amount\" > ? and \"Created_Time\" > ? and \"Closing_Date\" < ? order by id limit ?"); int n=0; for(int i=0;i<8;i++){ s.setBigDecimal(1,new java.math.BigDecimal("10.5")); s.setTimestamp(2,new Timestamp(0)); s.setDate(3,java.sql.Date.valueOf("2030-01-01")); s.setInt(4,3); ResultSet r=s.executeQuery(); while(r.next()){ r.getLong(1); r.getBigDecimal(2); r.getTimestamp(3); r.getDate(4); n++; } } return n+" "+s.getMetaData().getColumnTypeName(2)+" "+s.getParameterMetaData().getParameterCount(); });
  t("fetch",()->{ c.setAutoCommit(false); Statement s=c.createStatement(); s.setFetchSize(500); int n=count(s.executeQuery("select * from \"Leads\"")); c.commit(); c.setAutoCommit(true); return n; });
  t("max",()->{ Statement s=c.createStatement(); s.setMaxRows(7); return count(s.executeQuery("select id from \"Leads\"")); });
  t("multi",()->{ Statement s=c.createStatement(); s.execute("select 1; select 2"); s.getMoreResults(); ResultSet r=s.getResultSet(); r.next(); return r.getInt(1); });
  t("any",()->{ PreparedStatement s=c.prepareStatement("select id from \"Leads\" where \"Last_Name\" = any(?)"); s.setArray(1,c.createArrayOf("text",new Object[]{"Smith","O'Brien"})); return count(s.executeQuery()); });
  t("copy",()->{ java.io.StringWriter w=new java.io.StringWriter(); return ((org.postgresql.PGConnection)c).getCopyAPI().copyOut("COPY (select id from \"Leads\" limit 3) TO STDOUT",w); });
  t("rsmeta",()->{ ResultSet r=c.createStatement().executeQuery("select d.id, d.\"Amount\" amt from \"Deals\" d limit 1"); ResultSetMetaData x=r.getMetaData(); return x.getTableName(1)+"|"+x.getColumnName(2)+"|"+x.getPrecision(2)+"|"+x.getScale(2)+"|"+x.isNullable(1); });
  t("timeout",()->{ Statement s=c.createStatement(); s.setQueryTimeout(5); return count(s.executeQuery("select count(*) from \"Leads\"")); });
  t("readonly",()->{ c.setReadOnly(true); c.setAutoCommit(false); int n=count(c.createStatement().executeQuery("select 1")); c.rollback(); c.setAutoCommit(true); c.setReadOnly(false); return n; });
  t("isolation",()->{ c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ); return c.getTransactionIsolation(); });
  t("savepoint",()->{ c.setAutoCommit(false); Savepoint s=c.setSavepoint("x"); try{ c.createStatement().executeQuery("select nope"); }catch(SQLException e){} c.rollback(s); int n=count(c.createStatement().executeQuery("select 1")); c.commit(); c.setAutoCommit(true); return n; });
  t("schema",()->{ String s=c.getSchema(); c.setSchema("crm"); return s+c.getCatalog(); });
  t("network",()->c.isValid(2));
  t("insert",()->{ try{ c.createStatement().executeUpdate("insert into \"Leads\"(\"Last_Name\") values('x')"); return "??"; }catch(SQLException e){ return e.getSQLState(); }});
  int n=count(c.createStatement().executeQuery("select id,\"Last_Name\",\"Company\",\"Annual_Revenue\",\"Created_Time\" from \"Leads\"")); System.out.println("ok streamed "+n);
  c.close(); }
  System.out.println("pgJDBC: "+ok+" right, "+bad+" wrong"); if(bad>0) System.exit(1); } }
