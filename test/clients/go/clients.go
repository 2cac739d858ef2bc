// pgx and lib/pq against a gateway: binary and text, COPY, batches, cancelling, database/sql. A line per action; ends
// with 1 if one failed.
package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"
)

var right, wrong int

func try(name string, act func() (any, error)) {
	if got, err := act(); err != nil {
		wrong++
		fmt.Printf("BAD %s %v\n", name, err)
	} else {
		right++
		fmt.Printf("ok %s %v\n", name, got)
	}
}

const deals = `select id, "Deal_Name", "Amount", "Created_Time", "Closing_Date" from "Deals" where "Amount" > $1 and "Created_Time" > $2 order by id limit 3`

type deal struct {
	ID      int64
	Name    *string
	Amount  *float64
	Created time.Time
	Closing *time.Time
}

func pgxConn(ctx context.Context, url string) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		fmt.Println("BAD pgx connect", err)
		wrong++
		return
	}
	defer conn.Close(ctx)
	for _, mode := range []pgx.QueryExecMode{pgx.QueryExecModeCacheStatement, pgx.QueryExecModeCacheDescribe, pgx.QueryExecModeDescribeExec, pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol} {
		try("pgx "+mode.String(), func() (any, error) {
			rows, err := conn.Query(ctx, deals, mode, 100.5, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
			if err != nil {
				return nil, err
			}
			found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[deal])
			if err == nil && len(found) != 3 {
				err = fmt.Errorf("%d rows", len(found))
			}
			return len(found), err
		})
	}
	try("pgx all columns", func() (any, error) {
		rows, err := conn.Query(ctx, `select * from "Leads"`)
		if err != nil {
			return nil, err
		}
		n := 0
		for rows.Next() {
			if _, err := rows.Values(); err != nil {
				return nil, err
			}
			n++
		}
		return n, rows.Err()
	})
	try("pgx any", func() (any, error) {
		var n int64
		err := conn.QueryRow(ctx, `select count(*) from "Leads" where "Lead_Status" = any($1)`, []string{"Contacted", "Not Contacted"}).Scan(&n)
		return n, err
	})
	try("pgx batch", func() (any, error) {
		batch := &pgx.Batch{}
		batch.Queue(`select count(*) from "Leads"`)
		batch.Queue(`select $1::int + 1`, 41)
		results := conn.SendBatch(ctx, batch)
		defer results.Close()
		var leads, sum int64
		if err := results.QueryRow().Scan(&leads); err != nil {
			return nil, err
		}
		return leads, results.QueryRow().Scan(&sum)
	})
	try("pgx copy out", func() (any, error) {
		var out bytes.Buffer
		tag, err := conn.PgConn().CopyTo(ctx, &out, `copy (select id, "Amount" from "Deals" limit 5) to stdout`)
		return tag, err
	})
	try("pgx array, json, interval", func() (any, error) {
		var names []string
		var object map[string]any
		var span time.Duration
		err := conn.QueryRow(ctx, `select array_agg(distinct "Stage"), json_build_object('n', count(*)), interval '90 seconds' from "Deals"`).Scan(&names, &object, &span)
		return len(names), err
	})
	try("pgx read-only transaction", func() (any, error) {
		tx, err := conn.BeginTx(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly, IsoLevel: pgx.RepeatableRead})
		if err != nil {
			return nil, err
		}
		var n int64
		if err := tx.QueryRow(ctx, `select count(*) from "Accounts"`).Scan(&n); err != nil {
			return nil, err
		}
		return n, tx.Commit(ctx)
	})
	try("pgx cancel by context", func() (any, error) {
		short, stop := context.WithTimeout(ctx, 100*time.Millisecond)
		defer stop()
		other, err := pgx.Connect(ctx, url)
		if err != nil {
			return nil, err
		}
		if _, err = other.Exec(short, `select pg_sleep(20)`); err == nil {
			return nil, fmt.Errorf("was not cancelled")
		}
		return "cancelled", nil
	})
}

func pool(ctx context.Context, url string) {
	try("pgxpool", func() (any, error) {
		pool, err := pgxpool.New(ctx, url)
		if err != nil {
			return nil, err
		}
		defer pool.Close()
		done := make(chan error, 20)
		for i := 0; i < 20; i++ {
			go func() {
				var n int64
				done <- pool.QueryRow(ctx, `select count(*) from "Leads" where id > $1`, int64(i)).Scan(&n)
			}()
		}
		for i := 0; i < 20; i++ {
			if err := <-done; err != nil {
				return nil, err
			}
		}
		return 20, nil
	})
}

func databaseSQL(driver, dsn string) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		fmt.Println("BAD", driver, err)
		wrong++
		return
	}
	defer db.Close()
	try(driver+" ping", func() (any, error) { return nil, db.Ping() })
	try(driver+" prepared", func() (any, error) {
		statement, err := db.Prepare(deals)
		if err != nil {
			return nil, err
		}
		defer statement.Close()
		rows, err := statement.Query(100.5, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		types, err := rows.ColumnTypes()
		if err != nil {
			return nil, err
		}
		n := 0
		for rows.Next() {
			var d deal
			if err := rows.Scan(&d.ID, &d.Name, &d.Amount, &d.Created, &d.Closing); err != nil {
				return nil, err
			}
			n++
		}
		return fmt.Sprint(n, types[2].DatabaseTypeName()), rows.Err()
	})
	try(driver+" transaction", func() (any, error) {
		tx, err := db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return nil, err
		}
		var n int64
		if err := tx.QueryRow(`select count(*) from "Deals"`).Scan(&n); err != nil {
			return nil, err
		}
		return n, tx.Commit()
	})
	try(driver+" write refused", func() (any, error) {
		if _, err := db.Exec(`insert into "Leads" ("Last_Name") values ($1)`, "x"); err == nil {
			return nil, fmt.Errorf("it was written")
		}
		return "refused", nil
	})
}

func main() {
	ctx := context.Background()
	url := fmt.Sprintf("postgres://me@127.0.0.1:%s/zoho?sslmode=disable", os.Getenv("PGPORT"))
	pgxConn(ctx, url)
	pool(ctx, url)
	databaseSQL("pgx", url)
	databaseSQL("postgres", url)
	fmt.Printf("Go pgx, lib/pq: %d right, %d wrong\n", right, wrong)
	if wrong > 0 {
		os.Exit(1)
	}
}
