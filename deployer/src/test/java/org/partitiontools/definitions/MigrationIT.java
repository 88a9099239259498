package org.partitiontools.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What a migration says, withholds and survives; exit codes. */
@PartitionToolsDatabase
class MigrationIT {

    private final TestDatabase superuser;
    private TestDatabase database;
    private DefinitionsCase definitions;

    @TempDir
    private Path folder;

    MigrationIT(TestDatabase database) {
        this.superuser = database.asSuperuser();
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = superuser.fresh();
        definitions = new DefinitionsCase(database, folder);
        database.execute("CREATE SCHEMA s", "CREATE TABLE s.t (id int, day date NOT NULL)", "INSERT INTO s.t VALUES (1, '2026-01-01'), (1, '2026-01-02')");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void whatPeopleWriteIsWhatTheServerKeeps() throws SQLException {
        String sql = "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL DEFAULT current_date, x varchar DEFAULT 'x', st text CHECK (st IN ('a', 'b')));"
                + "create view s.v as select id, 'x' as y from s.t where st in ('a') and x like 'y%'";
        definitions.define("all.sql", sql).migrate("as people write").assertNoDifference();
        assertThat(definitions.diff().err()).contains("rights are not compared: there is no access.yaml");
    }

    @Test
    void whatIsNotDefinedIsWithheld() throws SQLException {
        definitions.define("all.sql", "CREATE SCHEMA s; CREATE TABLE s.other (a int)");
        assertThat(definitions.migration("other").exitCode()).isZero();
        assertThat(definitions.text()).contains("-- DESTROYS all rows of s.t\n-- DROP TABLE IF EXISTS s.t;");
        assertThat(definitions.deploy().exitCode()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM s.t")).isEqualTo("2");
        Invocation diff = definitions.diff();
        assertThat(diff.exitCode()).isEqualTo(5);
        assertThat(diff.out()).contains("table s.t: not in the definitions");

        definitions.migrate("without t", "--allow", "drop").assertNoDifference();
        assertThat(database.queryForString("SELECT to_regclass('s.t')")).isNull();
    }

    @Test
    void aFileThatBrokeOffIsAppliedAgain() throws SQLException {
        definitions.define("all.sql", "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL, UNIQUE (id)); CREATE INDEX by_day ON s.t (day)");
        assertThat(definitions.migration("unique").exitCode()).isZero();
        Invocation failed = definitions.deploy();
        assertThat(failed.exitCode()).as(failed.err()).isNotZero();
        assertThat(failed.err()).contains("could not create unique index");

        database.execute("UPDATE s.t SET id = 2 WHERE day = '2026-01-02'");
        Invocation again = definitions.deploy();
        assertThat(again.exitCode()).as(again.err()).isZero();
        definitions.assertNoDifference();
    }

    @Test
    void aPartitionThatWasMadeAfterTheFileWasWrittenGetsTheIndexToo() throws SQLException {
        database.execute("CREATE TABLE s.p (id int, day date NOT NULL) PARTITION BY RANGE (day)",
                "CREATE TABLE s.\"p\"\"1\" PARTITION OF s.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
        definitions.define("all.sql", "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL);"
                + "CREATE TABLE s.p (id int, day date NOT NULL, note text DEFAULT 'n', CONSTRAINT k PRIMARY KEY (id, day), CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (day);"
                + "CREATE INDEX \"p'i\" ON s.p (lower(note), id)");
        assertThat(definitions.migration("an index").exitCode()).isZero();
        assertThat(definitions.text()).contains("CONCURRENTLY", "ATTACH PARTITION", "NOT VALID", "VALIDATE CONSTRAINT positive");
        Invocation deploy = definitions.deploy();
        assertThat(deploy.exitCode()).as("%s\n%s", deploy.err(), definitions.text()).isZero();
        definitions.assertNoDifference();

        definitions.define("more.sql", "CREATE INDEX more ON s.p (note)");
        assertThat(definitions.migration("more").exitCode()).isZero();
        database.execute("CREATE TABLE s.\"p\"\"2\" PARTITION OF s.p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");
        Invocation more = definitions.deploy();
        assertThat(more.exitCode()).as("%s\n%s", more.err(), definitions.text()).isZero();
        definitions.assertNoDifference();
        assertThat(database.queryForString("SELECT count(*) FROM pg_inherits WHERE inhparent = 's.more'::regclass")).isEqualTo("2");
    }

    @Test
    void partitionsOfPartitionsGetIndexesAndKeysToo() throws SQLException {
        database.execute("CREATE TABLE s.p (id int, day date NOT NULL, r text) PARTITION BY RANGE (day)",
                "CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01') PARTITION BY LIST (r)",
                "CREATE TABLE s.p1a PARTITION OF s.p1 FOR VALUES IN ('a')", "CREATE TABLE s.p1b PARTITION OF s.p1 DEFAULT");
        String tables = "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL);"
                + "CREATE TABLE s.p (id int NOT NULL, day date NOT NULL, r text, CONSTRAINT k UNIQUE (id, day, r)) PARTITION BY RANGE (day); CREATE INDEX ix ON s.p ";
        definitions.define("all.sql", tables + "(r)").migrate("an index").assertNoDifference();
        definitions.define("all.sql", tables + "(r, id)").migrate("another one").assertNoDifference();
        assertThat(database.queryForString("SELECT count(*) FROM pg_indexes WHERE schemaname = 's' AND tablename LIKE 'p1_' AND indexdef LIKE '%(r, id)'")).isEqualTo("2");
    }

    @Test
    void aPlainTableThatIsToBePartitionedIsForConvert() {
        definitions.define("all.sql", "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL, note text) PARTITION BY RANGE (day)");
        Invocation migration = definitions.migration("partitioned");
        assertThat(migration.exitCode()).isEqualTo(5);
        assertThat(migration.err()).contains("not generated: table s.t", "partition-tools convert");
        assertThat(definitions.text()).contains("-- NOT GENERATED: table s.t", "ADD COLUMN note text").doesNotContain("DROP TABLE");
    }

    @Test
    void whatCannotBeComparedIsAnErrorAndNeverNothing() {
        assertThat(definitions.diff().exitCode()).isEqualTo(1);
        definitions.define("all.sql", "-- nothing");
        assertThat(definitions.diff().exitCode()).isEqualTo(1);
        definitions.define("all.sql", "CREATE SCHEMA s; INSERT INTO s.t VALUES (1)");
        Invocation rows = definitions.diff();
        assertThat(rows.exitCode()).isEqualTo(1);
        assertThat(rows.err()).contains("all.sql:1", "INSERT");
        definitions.define("all.sql", "CREATE SCHEMA s;\nCREATE VIEW s.v AS SELECT * FROM s.missing");
        Invocation missing = definitions.diff();
        assertThat(missing.exitCode()).isEqualTo(4);
        assertThat(missing.err()).contains("PP031", "all.sql:2", "s.missing");
        assertThat(definitions.deploy().exitCode()).as("a folder that is not there").isEqualTo(1);
    }

    @Test
    void anOwnerIsComparedWhereADefinitionNamesOne() throws SQLException {
        database.execute("DO $$ BEGIN CREATE ROLE dwh_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER TABLE s.t OWNER TO dwh_owner", "CREATE VIEW s.v AS SELECT id FROM s.t", "CREATE TABLE s.n (id serial)");
        String schema = "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL);";
        definitions.define("all.sql", schema + "CREATE VIEW s.v AS SELECT id FROM s.t; CREATE TABLE s.n (id serial)").assertNoDifference();

        definitions.define("all.sql", schema + "CREATE VIEW s.v AS SELECT day, id FROM s.t; ALTER VIEW s.v OWNER TO dwh_owner;"
                + "CREATE TABLE s.n (id serial); ALTER TABLE s.n OWNER TO dwh_owner; CREATE TYPE s.e AS ENUM ('a'); ALTER TYPE s.e OWNER TO dwh_owner");
        assertThat(definitions.diff().out()).contains("table s.n: owner: postgres in the database, dwh_owner in the definitions");
        definitions.migrate("owners").assertNoDifference();
        assertThat(database.queryForStrings("SELECT rolname FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner WHERE relnamespace = 's'::regnamespace"))
                .containsOnly("dwh_owner");
    }

    @Test
    void aRoleThatMayNotCreateDatabasesComparesOnAServerOfItsOwn() throws SQLException {
        database.execute("DO $$ BEGIN CREATE ROLE dwh_plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$", "ALTER ROLE dwh_plain NOCREATEDB",
                "ALTER SCHEMA s OWNER TO dwh_plain", "ALTER TABLE s.t OWNER TO dwh_plain");
        DefinitionsCase plain = new DefinitionsCase(database.as("dwh_plain"), folder);
        plain.define("all.sql", "CREATE SCHEMA s; CREATE TABLE s.t (id int, day date NOT NULL)");
        plain.assertNoDifference();
        plain.define("all.sql", "CREATE SCHEMA s; CREATE TABLE s.t (id bigint, day date NOT NULL)");
        assertThat(plain.diff().out()).contains("column s.t.id: type: integer in the database, bigint in the definitions");
    }
}
