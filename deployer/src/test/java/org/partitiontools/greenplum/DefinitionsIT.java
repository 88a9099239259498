package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.definitions.DefinitionsCase;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Definitions and rights on Greenplum: distribution, storage, and parents whose partitions are the policy's. */
@GreenplumDatabase
class DefinitionsIT {

    private static final List<String> ROLES = List.of("definitions_analyst", "definitions_etl", "definitions_plain");
    private static final List<String> WAREHOUSE = List.of(
            "CREATE SCHEMA dwh", "COMMENT ON SCHEMA dwh IS 'it''s ours'",
            "CREATE TYPE dwh.state AS ENUM ('new', 'it''s')", "CREATE DOMAIN dwh.amount AS numeric(12,2) DEFAULT 0 CONSTRAINT positive CHECK (VALUE >= 0)",
            "CREATE SEQUENCE dwh.numbers INCREMENT 5",
            "CREATE TABLE dwh.customer (id bigserial, name text NOT NULL DEFAULT 'x', st dwh.state, PRIMARY KEY (id)) DISTRIBUTED BY (id)",
            "CREATE TABLE dwh.country (code text, CHECK (code <> '')) DISTRIBUTED REPLICATED",
            "CREATE TABLE dwh.log (at timestamp, line text) WITH (appendonly = true, compresstype = zlib, compresslevel = 3) DISTRIBUTED RANDOMLY",
            "CREATE TABLE dwh.orders (id bigint, day date, note text ENCODING (compresstype = zlib, compresslevel = 9), am dwh.amount)"
                    + " WITH (appendonly = true, orientation = column, compresstype = zlib, compresslevel = 1) DISTRIBUTED BY (id)"
                    + " PARTITION BY RANGE (day) (PARTITION p2026_01 START ('2026-01-01') END ('2026-02-01'),"
                    + " PARTITION p2026_02 START ('2026-02-01') END ('2026-03-01'), DEFAULT PARTITION other)",
            "CREATE TABLE dwh.\"Odd \"\"one;\" (\"a b\" int, \"r\" text) DISTRIBUTED BY (\"a b\") PARTITION BY LIST (r) (PARTITION a VALUES ('a'), PARTITION b VALUES ('b'))",
            "CREATE TABLE dwh.levels (id int, day date, r text) DISTRIBUTED BY (id) PARTITION BY RANGE (day) SUBPARTITION BY LIST (r)"
                    + " SUBPARTITION TEMPLATE (SUBPARTITION a VALUES ('a'), DEFAULT SUBPARTITION o)"
                    + " (START (date '2026-01-01') END (date '2026-03-01') EVERY (interval '1 month'))",
            "CREATE INDEX orders_note ON dwh.orders (note)", "COMMENT ON COLUMN dwh.orders.note IS 'n'",
            "CREATE VIEW dwh.notes AS SELECT id, note FROM dwh.orders", "CREATE VIEW dwh.more AS SELECT id FROM dwh.notes",
            "CREATE MATERIALIZED VIEW dwh.days AS SELECT day, count(*) AS n FROM dwh.orders GROUP BY day DISTRIBUTED BY (day)",
            "CREATE FUNCTION dwh.f(a int, b text DEFAULT 'z') RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1'",
            "CREATE AGGREGATE dwh.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0')", "COMMENT ON AGGREGATE dwh.total(int) IS 'sum'",
            "CREATE RULE none AS ON DELETE TO dwh.country DO INSTEAD NOTHING");

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;

    DefinitionsIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void warehouse() throws SQLException {
        // Definitions come with roles and owners: a superuser makes what a warehouse has.
        database = original.fresh().asSuperuser();
        for (String role : ROLES) {
            database.execute("DO $$ BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        }
        database.execute(WAREHOUSE.toArray(String[]::new));
        database.execute("GRANT USAGE ON SCHEMA dwh TO definitions_analyst", "GRANT SELECT ON dwh.orders TO definitions_analyst",
                "GRANT SELECT (name) ON dwh.customer TO definitions_analyst", "GRANT EXECUTE ON FUNCTION dwh.total(int) TO definitions_analyst");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void whatIsWrittenDownIsWhatIsThereAndMakesTheSameAgain() throws SQLException {
        DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
        definitions.assertNoDifference();
        database.execute("DROP SCHEMA dwh CASCADE");

        definitions.migrate("again").assertNoDifference();

        assertThat(new DefinitionsCase(database, folder.resolve("other")).export().definitions()).isEqualTo(definitions.definitions());
        assertThat(database.queryForString("SELECT count(*) FROM pg_partitions WHERE schemaname = 'dwh' AND tablename = 'orders'")).as("the policy makes the others").isEqualTo("1");
    }

    @Test
    void whatChangesReachesPartitionsAndTheirRowsStay() throws SQLException {
        database.execute("INSERT INTO dwh.orders SELECT g, date '2026-01-01' + g % 70, 'n' || g FROM generate_series(1, 1000) AS g");
        DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
        definitions.define("dwh/tables/orders.sql", """
                CREATE TABLE dwh.orders (
                    id bigint, day date NOT NULL, note varchar(40) ENCODING (compresstype = zlib, compresslevel = 9), am dwh.amount,
                    kind text NOT NULL DEFAULT 'web'
                ) WITH (appendonly = true, orientation = column, compresstype = zlib, compresslevel = 1) DISTRIBUTED BY (id)
                PARTITION BY RANGE (day) (DEFAULT PARTITION other);
                CREATE INDEX orders_note ON dwh.orders (note, id);
                CREATE INDEX orders_kind ON dwh.orders USING bitmap (kind);
                ALTER TABLE dwh.orders ADD CONSTRAINT short CHECK (length(kind) < 10);
                COMMENT ON TABLE dwh.orders IS 'of the shop';
                """);
        definitions.define("dwh/tables/log.sql", "CREATE TABLE dwh.log (at timestamp, line text)"
                + " WITH (appendonly = true, compresstype = zlib, compresslevel = 3) DISTRIBUTED BY (at)");
        definitions.define("dwh/tables/added.sql", "CREATE TABLE dwh.added (id int) WITH (appendonly = true) DISTRIBUTED BY (id)");
        definitions.define("dwh/views/more.sql", "CREATE VIEW dwh.more AS SELECT note, id FROM dwh.notes");
        definitions.define("dwh/types/state.sql", "CREATE TYPE dwh.state AS ENUM ('new', 'between', 'it''s')");
        definitions.define("access.yaml", """
                kind: access
                api: v1
                groups: "definitions_{schema}_{right}"
                schemas:
                  - schema: dwh
                    rights: [read]
                    members: {read: [definitions_etl]}
                    sensitive:
                      - table: customer
                """);

        definitions.migrate("kinds of orders").assertNoDifference();

        assertThat(definitions.text()).contains("ADD COLUMN kind text", "SET DISTRIBUTED BY (at)", "ADD VALUE IF NOT EXISTS 'between'").doesNotContain("CONCURRENTLY");
        assertThat(database.queryForString("SELECT count(*) || ' ' || min(kind) FROM dwh.orders")).isEqualTo("1000 web");
        assertThat(database.queryForString("SELECT count(*) FROM pg_indexes WHERE tablename LIKE 'orders_1_prt_%'")).isEqualTo("6");
        TestDatabase member = database.as("definitions_etl");
        assertThat(member.queryForString("SELECT count(*) FROM dwh.orders")).isEqualTo("1000");
        assertRefused(member, "SELECT * FROM dwh.customer");
    }

    @Test
    void rightsReachThePartitionsThatAPolicyMakesAndNothingSensitive() throws SQLException {
        DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
        definitions.define("secret.sql", "CREATE TABLE dwh.secret (id int, day date) DISTRIBUTED BY (id) PARTITION BY RANGE (day) (DEFAULT PARTITION other)");
        definitions.define("access.yaml", """
                kind: access
                api: v1
                groups: "definitions_{schema}_{right}"
                schemas:
                  - schema: dwh
                    members: {read: [definitions_analyst], write: [definitions_etl]}
                    sensitive:
                      - table: secret
                    future: [gpadmin]
                """);
        definitions.migrate("rights").assertNoDifference();

        database.execute("SELECT partition_tools.create_partitions('dwh.orders', '1 month', '2 months', '-3 months', p_as_of := '2026-04-10')",
                "SELECT partition_tools.create_partitions('dwh.secret', '1 month', '2 months', '-3 months', p_as_of := '2026-04-10')");
        TestDatabase analyst = database.as("definitions_analyst");
        TestDatabase etl = database.as("definitions_etl");
        etl.execute("INSERT INTO dwh.orders VALUES (1, '2026-05-01', 'x', 1)");
        assertThat(analyst.queryForString("SELECT count(*) FROM dwh.orders")).isEqualTo("1");
        assertRefused(analyst, "INSERT INTO dwh.orders VALUES (2, '2026-05-01', 'x', 1)");
        assertRefused(analyst, "SELECT * FROM dwh.secret");
        for (String partition : database.queryForStrings("SELECT quote_ident(partitiontablename) FROM pg_partitions WHERE tablename = 'secret'")) {
            assertRefused(analyst, "SELECT * FROM dwh." + partition);
            assertRefused(etl, "SELECT * FROM dwh." + partition);
        }
        definitions.assertNoDifference();

        definitions.define("access.yaml", """
                kind: access
                api: v1
                groups: "definitions_{schema}_{right}"
                schemas:
                  - schema: dwh
                    sensitive:
                      - table: secret
                      - table: orders
                """);
        definitions.migrate("orders are sensitive, too");
        for (String partition : database.queryForStrings("SELECT quote_ident(partitiontablename) FROM pg_partitions WHERE tablename = 'orders'")) {
            assertRefused(etl, "SELECT * FROM dwh." + partition);
        }
    }

    @Test
    void whatGreenplumCannotAlterIsForAPerson() {
        DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
        definitions.define("dwh/tables/log.sql", "CREATE TABLE dwh.log (at timestamp, line text) DISTRIBUTED RANDOMLY");
        definitions.define("dwh/tables/customer.sql", "CREATE TABLE dwh.customer (id int NOT NULL, name text NOT NULL DEFAULT 'x', st dwh.state, PRIMARY KEY (id)) DISTRIBUTED BY (id)");
        definitions.define("dwh/tables/country.sql", "CREATE TABLE dwh.country (code text, CHECK (code <> '')) DISTRIBUTED BY (code)"
                + " PARTITION BY LIST (code) (DEFAULT PARTITION other)");
        Invocation migration = definitions.migration("storage");
        assertThat(migration.exitCode()).isEqualTo(5);
        assertThat(migration.err()).contains("table dwh.\"log\": Greenplum does not alter how a table is stored", "column dwh.customer.id: the type of a distribution key",
                "table dwh.country: the table is plain");
    }

    @Test
    void aScratchDatabaseNeedsARightThatTheMessageNames() throws SQLException {
        DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
        Invocation refused = definitions.in(database.as("definitions_plain"), folder.resolve("plain")).diff();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("ALTER ROLE ... CREATEDB", "--scratch").doesNotContain("\tat ");
        assertThat(database.queryForString("SELECT count(*) FROM pg_database WHERE datname LIKE 'partition_tools_scratch_%'")).isEqualTo("0");
    }

    private static void assertRefused(TestDatabase user, String sql) {
        assertThatThrownBy(() -> user.execute(sql)).as(sql).isInstanceOf(SQLException.class).extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("42501");
    }
}
