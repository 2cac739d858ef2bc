//! tokio-postgres against a gateway: binary both ways, portals, COPY, pipelines, cancelling.
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{pin_mut, TryStreamExt};
use tokio_postgres::{Error, NoTls};

struct Tally {
    right: u32,
    wrong: u32,
}

impl Tally {
    fn take<T: std::fmt::Debug>(&mut self, name: &str, result: Result<T, Error>) {
        match result {
            Ok(value) => {
                self.right += 1;
                println!("ok {name} {value:?}");
            }
            Err(error) => {
                self.wrong += 1;
                println!("BAD {name} {error:?}");
            }
        }
    }
}

const DEALS: &str = "select id, \"Deal_Name\", \"Created_Time\", \"Closing_Date\", \"Amount\"::float8 from \"Deals\" \
    where \"Created_Time\" > $1 and \"Closing_Date\" < $2 order by id limit 3";

#[tokio::main]
async fn main() -> Result<(), Error> {
    let port = std::env::var("PGPORT").unwrap();
    let url = format!("host=127.0.0.1 port={port} user=me dbname=zoho application_name=rust");
    let (mut client, connection) = tokio_postgres::connect(&url, NoTls).await?;
    tokio::spawn(connection);
    let mut tally = Tally { right: 0, wrong: 0 };
    let since: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().unwrap();
    let until = NaiveDate::from_ymd_opt(2100, 1, 1).unwrap();

    tally.take("prepared", prepared(&client, since, until).await);
    tally.take("pipelined", async { futures_util::try_join!(count(&client, "Leads"), count(&client, "Deals"), count(&client, "Accounts")) }.await);
    tally.take("streamed", streamed(&client).await);
    tally.take("simple", client.simple_query("select 1; select count(*) from \"Leads\"").await.map(|rows| rows.len()));
    tally.take("portal", portal(&mut client).await);
    tally.take("copy out", copied(&client).await);
    tally.take("any", any(&client).await);
    let refused = client.execute("delete from \"Leads\"", &[]).await;
    assert_eq!(refused.unwrap_err().code().unwrap().code(), "25006");
    let token = client.cancel_token();
    let cancel = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        token.cancel_query(NoTls).await
    };
    let (slept, cancelled) = tokio::join!(client.batch_execute("select pg_sleep(20)"), cancel);
    tally.take("cancel", cancelled);
    assert_eq!(slept.unwrap_err().code().unwrap().code(), "57014");

    println!("Rust tokio-postgres: {} right, {} wrong", tally.right + 2, tally.wrong);
    std::process::exit((tally.wrong > 0) as i32)
}

async fn prepared(client: &tokio_postgres::Client, since: DateTime<Utc>, until: NaiveDate) -> Result<usize, Error> {
    let statement = client.prepare(DEALS).await?;
    let rows = client.query(&statement, &[&since, &until]).await?;
    for row in &rows {
        let _: (i64, Option<String>, DateTime<Utc>) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let _: (Option<NaiveDate>, Option<f64>) = (row.try_get(3)?, row.try_get(4)?);
    }
    Ok(rows.len())
}

async fn count(client: &tokio_postgres::Client, table: &str) -> Result<i64, Error> {
    client.query_one(&format!("select count(*) from \"{table}\""), &[]).await?.try_get(0)
}

async fn streamed(client: &tokio_postgres::Client) -> Result<usize, Error> {
    let rows = client.query_raw("select * from \"Leads\"", Vec::<i32>::new()).await?;
    pin_mut!(rows);
    let mut found = 0;
    while rows.try_next().await?.is_some() {
        found += 1;
    }
    Ok(found)
}

async fn portal(client: &mut tokio_postgres::Client) -> Result<usize, Error> {
    let transaction = client.transaction().await?;
    let portal = transaction.bind("select id from \"Leads\"", &[]).await?;
    let mut found = 0;
    loop {
        let rows = transaction.query_portal(&portal, 500).await?;
        if rows.is_empty() {
            break;
        }
        found += rows.len();
    }
    transaction.commit().await?;
    Ok(found)
}

async fn copied(client: &tokio_postgres::Client) -> Result<usize, Error> {
    let bytes = client.copy_out("copy (select id, \"Stage\" from \"Deals\" limit 5) to stdout (format csv)").await?;
    pin_mut!(bytes);
    let mut found = 0;
    while let Some(piece) = bytes.try_next().await? {
        found += piece.len();
    }
    Ok(found)
}

async fn any(client: &tokio_postgres::Client) -> Result<i64, Error> {
    let statuses = vec!["Contacted", "Not Contacted"];
    let row = client.query_one("select count(*) from \"Leads\" where \"Lead_Status\" = any($1)", &[&statuses]).await?;
    row.try_get(0)
}
