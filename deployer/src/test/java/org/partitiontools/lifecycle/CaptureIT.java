package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** Every way in which rows of a source change while a job is at work is captured, or ends the job before it has done harm. */
@PartitionToolsDatabase(each = true)
class CaptureIT {

    private TestDatabase database;

    @BeforeEach
    void createDatabase(TestDatabase fresh) throws SQLException {
        database = fresh;
    }

    @Test
    void aRewriteThatKeepsTheTypeIsNotReverted() throws Exception {
        January.create(database, "PRIMARY KEY (id, at)");
        try (Connection old = Sessions.transaction(database, "REPEATABLE READ", "SELECT 1"); JobSession session = JobSession.open(database)) {
            CompletableFuture<Void> running = Background.run(() -> session.execute(January.MERGE));
            Await.until("settling", () -> !database.queryForStrings("SELECT 1 FROM partition_tools.jobs WHERE phase = 'settle'").isEmpty());
            database.execute("ALTER TABLE t ALTER price TYPE numeric USING price * 2");
            // Found at once: not only when the old transaction has gone.
            assertThatThrownBy(running::join).hasMessageContaining("rewritten");
            old.commit();
            session.start(1);
        }
        assertThat(database.queryForString("SELECT sum(price) FROM t")).isEqualTo("20000");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** Before the first block is copied, too. */
    @Sampled(3)
    @ParameterizedTest(name = "before {0}")
    @ValueSource(strings = {"copy", "reconcile", "catch_up", "mirror", "swap"})
    void aVacuumFullInAnyPhase(String phase) throws Exception {
        January.create(database, "PRIMARY KEY (id, at)");
        database.execute("DELETE FROM t WHERE id < 500");
        long job = January.merge(database);
        Steps.until(database, job, phase);
        database.execute("VACUUM FULL t_a");
        try (JobSession session = JobSession.open(database)) {
            assertThatThrownBy(() -> session.start(job)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP041"));
            session.start(job);
        }
        assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("501");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void triggersThatWereOffForAMomentAndAreAlwaysOnAgain() throws Exception {
        January.create(database, "PRIMARY KEY (id, at)");
        long job = January.merge(database);
        Steps.until(database, job, "catch_up");
        database.execute("ALTER TABLE t_a DISABLE TRIGGER partition_tools_j1_capture", "UPDATE t SET price = 0 WHERE id = 1",
                "ALTER TABLE t_a ENABLE ALWAYS TRIGGER partition_tools_j1_capture");
        try (JobSession session = JobSession.open(database)) {
            assertThatThrownBy(() -> session.start(job)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP041"));
            session.start(job);
        }
        assertThat(database.queryForString("SELECT price FROM t WHERE id = 1")).isEqualTo("0");
    }

    /** Types whose text depends on a setting of whoever writes, which hides that a value has changed. */
    @Sampled(2)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "float8   | extra_float_digits = 0            | i / 3::float8                   | k + 2e-16 * k",
        "float4   | extra_float_digits = -4           | (i / 3::float8)::float4         | k * 1.000001::float8",
        "bytea    | bytea_output = escape             | int4send(i)                     | k || '\\x00'",
        "interval | IntervalStyle = iso_8601          | make_interval(secs := i)        | k + interval '1 microsecond'",
        "timestamptz | TimeZone = 'Asia/Tokyo'        | to_timestamp(i)                 | k + interval '1 microsecond'"})
    void valuesAndNotTextsAreCaptured(String line) throws Exception {
        String[] part = line.split("\\s*\\|\\s(?!\\|)", 4);
        January.createAs(database, "k " + part[0] + " NOT NULL, at date NOT NULL, PRIMARY KEY (k, at)");
        database.execute("INSERT INTO t SELECT " + part[2] + ", date '2025-01-10' FROM generate_series(1, 100) AS i");
        long job = January.merge(database);
        Steps.until(database, job, "catch_up");
        try (Connection writer = database.connect()) {
            Sessions.execute(writer, "SET " + part[1]);
            Sessions.execute(writer, "CREATE TABLE truth AS SELECT (" + part[3] + ")::" + part[0] + " AS k, at FROM t");
            Sessions.execute(writer, "UPDATE t SET k = " + part[3]);
        }
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("100");
        assertThat(database.queryForString("SELECT count(*) FROM (SELECT * FROM t EXCEPT ALL SELECT * FROM truth) AS d")).isEqualTo("0");
    }

    @Test
    void temporalKeys() throws Exception {
        assumeThat(Integer.parseInt(database.queryForString("SHOW server_version_num"))).as("WITHOUT OVERLAPS needs PostgreSQL 18").isGreaterThanOrEqualTo(180000);
        database.execute("CREATE EXTENSION IF NOT EXISTS btree_gist");
        January.createAs(database, "id int NOT NULL, at date NOT NULL, valid daterange NOT NULL, note text, PRIMARY KEY (id, at, valid WITHOUT OVERLAPS)");
        database.execute("INSERT INTO t SELECT i % 10, date '2025-01-01' + i % 31, daterange(date '2020-01-01' + i * 10, date '2020-01-06' + i * 10), 'n' FROM generate_series(1, 500) AS i");
        long job = January.merge(database);
        for (String phase : List.of("reconcile", "catch_up", "swap")) {
            Steps.until(database, job, phase);
            database.execute("UPDATE t SET note = '" + phase + "', valid = daterange(lower(valid) + 1, upper(valid) + 1) WHERE id < 5",
                    "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t_a WHERE id = 7) AND tableoid = 't_a'::regclass");
        }
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(database.queryForString("SELECT count(*) || ' ' || count(*) FILTER (WHERE note = 'swap') FROM t")).isEqualTo("497 250");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** Rows that are all alike, of a type without an equality, and without a key. */
    @Sampled(2)
    @ParameterizedTest(name = "changed in {0}")
    @ValueSource(strings = {"copy", "digest", "catch_up", "swap"})
    void equalRowsWithoutAKey(String phase) throws Exception {
        database.execute("CREATE TYPE pair AS (a int, b text)");
        January.createAs(database, "at date, price float8, payload json, place point, pair pair");
        database.execute("INSERT INTO t SELECT date '2025-01-01' + i % 3, i % 2, '{\"a\": 1}', '(1,2)', ROW(1, 'x')::pair FROM generate_series(1, 600) AS i",
                "CREATE TABLE truth AS SELECT * FROM t");
        long job = January.merge(database);
        Steps.until(database, job, phase);
        for (String table : List.of("t", "truth")) {
            database.execute("WITH picked AS (SELECT tableoid AS t, ctid AS c FROM %1$s WHERE at = '2025-01-02' AND price = 1 LIMIT 30) DELETE FROM %1$s USING picked WHERE tableoid = t AND ctid = c".formatted(table),
                    "WITH picked AS (SELECT tableoid AS t, ctid AS c FROM %1$s WHERE at = '2025-01-01' LIMIT 40) UPDATE %1$s SET payload = '{\"a\":  1}' FROM picked WHERE tableoid = t AND ctid = c".formatted(table),
                    "WITH picked AS (SELECT tableoid AS t, ctid AS c FROM %1$s WHERE at = '2025-01-03' LIMIT 20) UPDATE %1$s SET at = '2025-01-20' FROM picked WHERE tableoid = t AND ctid = c".formatted(table),
                    "INSERT INTO %s SELECT '2025-01-02', 1, '{\"a\": 1}', '(1,2)', ROW(1, 'x')::pair FROM generate_series(1, 7)".formatted(table));
        }
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(database.queryForString("SELECT count(*) FROM (SELECT at, price, payload::text, place::text, pair FROM t"
                + " EXCEPT ALL SELECT at, price, payload::text, place::text, pair FROM truth) AS d")).isEqualTo("0");
        assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("577");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** The trigger must not make a statement fail that the table itself accepts. */
    @Test
    void valuesOfADeferrableKeyPassFromRowToRowAfterTheMirror() throws Exception {
        January.create(database, "PRIMARY KEY (id, at), UNIQUE (note, at) DEFERRABLE");
        long job = January.merge(database);
        Steps.until(database, job, "swap");
        database.execute("UPDATE t SET at = '2025-01-10' WHERE id IN (100, 101, 102)",
                "UPDATE t SET note = 'note ' || (100 + (id - 99) % 3) WHERE id IN (100, 101, 102)");
        try (JobSession session = JobSession.open(database)) {
            session.start(job);
        }
        assertThat(database.queryForString("SELECT string_agg(note, ', ' ORDER BY id) FROM t WHERE id IN (100, 101, 102)"))
                .isEqualTo("note 101, note 102, note 100");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** Where staging refuses some change whenever the job looks, the swap takes what was refused in the end. */
    @Test
    void aJobEndsAlthoughChangesAreRefusedAgainAndAgain() throws Exception {
        January.create(database, "PRIMARY KEY (id, at), UNIQUE (note, at) DEFERRABLE");
        database.execute("UPDATE t SET at = '2025-01-10' WHERE id IN (100, 101, 102)", "CREATE TABLE prices (price numeric PRIMARY KEY)", "INSERT INTO prices VALUES (10)",
                "ALTER TABLE t ADD FOREIGN KEY (price) REFERENCES prices");
        long job = January.merge(database);
        Steps.until(database, job, "settle");
        int changes = 0;
        try (Steps steps = Steps.of(database, job)) {
            for (String next = ""; !next.equals("clean_up"); next = steps.next()) {
                assertThat(changes).isLessThan(150);
                database.execute("UPDATE t SET note = 'note ' || (100 + (right(note, 3)::int - 99) % 3) WHERE id IN (100, 101, 102)");
                changes++;
            }
        }
        assertThat(database.queryForString("SELECT string_agg(note, ', ' ORDER BY id) FROM t WHERE id IN (100, 101, 102)"))
                .isEqualTo("note %d, note %d, note %d".formatted(100 + changes % 3, 100 + (changes + 1) % 3, 100 + (changes + 2) % 3));
        database.execute("CALL partition_tools.start(" + job + ")");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** But not while a change is in it that staging has refused; and a job that is torn off then has lost nothing. */
    @ParameterizedTest(name = "one is refused: {0}")
    @ValueSource(booleans = {false, true})
    void aLongRecordOfChangesIsEmptiedWhenChangesAreMirrored(boolean refused) throws Exception {
        String isLong = "SELECT pg_relation_size('partition_tools_stage.partition_tools_j1_capture') > 256 * 1024";
        January.create(database, "PRIMARY KEY (id, at), UNIQUE (note, at) DEFERRABLE");
        database.execute("UPDATE t SET at = '2025-01-10' WHERE id IN (100, 101, 102)");
        long job = January.merge(database);
        Steps.until(database, job, "catch_up");
        for (int i = 0; i < 15; i++) {
            database.execute("UPDATE t SET price = price + 1");
        }
        Steps.until(database, job, "settle");
        assertThat(database.queryForString(isLong)).isEqualTo("true");
        if (refused) {
            database.execute("UPDATE t SET note = 'note ' || (100 + (id - 99) % 3) WHERE id IN (100, 101, 102)");
        }

        try (Steps steps = Steps.of(database, job)) {
            steps.next();
        }

        assertThat(database.queryForString(isLong)).isEqualTo(String.valueOf(refused));
        database.execute("CALL partition_tools.start(" + job + ")");
        assertThat(database.queryForString("SELECT sum(price) || ', ' || string_agg(CASE WHEN id IN (100, 101, 102) THEN note END, ', ' ORDER BY id) FROM t"))
                .isEqualTo("25000, " + (refused ? "note 101, note 102, note 100" : "note 100, note 101, note 102"));
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** What the table takes after a change of its definition, its writers are not refused for the sake of the copy, however long nobody goes on with the job. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "catch_up | ALTER TABLE t RENAME id TO number                    | UPDATE t SET price = 1 WHERE number = 5",
        "copy     | ALTER TABLE t ALTER id TYPE numeric                  | INSERT INTO t VALUES (1e20, '2025-01-03', 1)",
        "swap     | ALTER TABLE t RENAME note TO remark                  | UPDATE t SET price = 1 WHERE id = 5",
        "swap     | ALTER TABLE t DROP COLUMN note                       | DELETE FROM t WHERE id = 5",
        "swap     | ALTER TABLE t ALTER price DROP NOT NULL              | INSERT INTO t VALUES (5000, '2025-01-03', NULL)",
        "swap     | ALTER TABLE t ALTER note TYPE text                   | INSERT INTO t VALUES (5000, '2025-01-03', 1, 'longer text')",
        "swap     | ALTER TABLE t DROP CONSTRAINT c                      | INSERT INTO t VALUES (5000, '2025-01-03', 1000)",
        "swap     | ALTER TABLE t DROP CONSTRAINT t_pkey                 | INSERT INTO t VALUES (1, '2025-01-02', 1)",
        "swap     | ALTER TABLE t DROP CONSTRAINT c, ALTER price TYPE bigint | INSERT INTO t VALUES (5000, '2025-01-02', 10000000000)"})
    void aChangedDefinitionStopsTheJobAndNotTheWriters(String line) throws Exception {
        String[] part = line.split("\\s*\\|\\s*");
        January.createAs(database, "id bigint NOT NULL, at date NOT NULL, price int NOT NULL, note varchar(5), CONSTRAINT c CHECK (price < 100), PRIMARY KEY (id, at)");
        database.execute("INSERT INTO t SELECT i, date '2025-01-01' + i % 31, 10, 'x' FROM generate_series(1, 1000) AS i");
        long job = January.merge(database);
        Steps.until(database, job, part[0]);
        database.execute("BEGIN; " + part[1] + "; " + part[2] + "; COMMIT", "CREATE TABLE truth AS SELECT * FROM t");
        try (JobSession session = JobSession.open(database)) {
            try {
                session.start(job);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("PP041");
                session.start(job);
            }
        }
        assertThat(database.queryForString("SELECT count(*) FROM ((SELECT * FROM t EXCEPT ALL SELECT * FROM truth) UNION ALL (SELECT * FROM truth EXCEPT ALL SELECT * FROM t)) AS d")).isEqualTo("0");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void aRecordOfChangesThatGrowsTooLargeEndsTheJobAndNotTheDisk() throws Exception {
        January.create(database, "PRIMARY KEY (id, at)");
        long job = January.merge(database);
        try (JobSession session = JobSession.open(database, "capture_limit = '64 kB'")) {
            session.execute("SELECT partition_tools_internal.job_step(" + job + ")");
            for (int i = 0; i < 20; i++) {
                database.execute("UPDATE t SET price = price + 1");
            }
            assertThat(Long.parseLong(database.queryForString("SELECT pg_relation_size('partition_tools_stage.partition_tools_j1_capture')")))
                    .isLessThan(100_000);
            assertThatThrownBy(() -> session.start(job)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP042"));
            session.start(job);
        }
        assertThat(database.queryForString("SELECT sum(price) FROM t")).isEqualTo("30000");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    /** An immutable function that was replaced: the stored values are not what it gives now. */
    @Test
    void generatedValuesMoveAsTheyAreOrNotAtAll() throws Exception {
        database.execute("CREATE FUNCTION gross(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 119'");
        January.createAs(database, "id int, at date, net int, total int GENERATED ALWAYS AS (public.gross(net)) STORED, PRIMARY KEY (id, at)");
        database.execute("INSERT INTO t (id, at, net) SELECT i, date '2025-01-01' + i % 31, i FROM generate_series(1, 100) AS i");
        String sum = database.queryForString("SELECT sum(total) FROM t");
        database.execute("CREATE OR REPLACE FUNCTION gross(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 125'");
        try (JobSession session = JobSession.open(database)) {
            assertThatThrownBy(() -> session.execute(January.MERGE)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP043"));
            assertThat(database.queryForString("SELECT sum(total) FROM t")).isEqualTo(sum);
            session.cancel(1);
            assertThat(Leftovers.in(database)).isEmpty();
            database.execute("CREATE OR REPLACE FUNCTION gross(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 119'");
            session.execute(January.MERGE);
        }
        assertThat(database.queryForString("SELECT sum(total) FROM t")).isEqualTo(sum);
    }

    @Test
    void aColumnThatOnlyThePartitionGeneratesIsRefused() throws Exception {
        database.execute("CREATE TABLE t (id int, at date, net int, total int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "CREATE TABLE t_a PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-01-16')",
                "CREATE TABLE t_b (id int, at date, net int, total int GENERATED ALWAYS AS (net * 2) STORED, PRIMARY KEY (id, at))");
        boolean attached = true;
        try {
            database.execute("ALTER TABLE t ATTACH PARTITION t_b FOR VALUES FROM ('2025-01-16') TO ('2025-02-01')");
        } catch (SQLException e) {
            // From PostgreSQL 16 on there can be no such table.
            attached = false;
        }
        assumeThat(attached).as("this server attaches such a partition").isTrue();
        database.execute("INSERT INTO t (id, at, net, total) VALUES (1, '2025-01-02', 1, 77)");
        try (JobSession session = JobSession.open(database)) {
            assertThatThrownBy(() -> session.execute(January.MERGE)).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP043"));
        }
    }
}
