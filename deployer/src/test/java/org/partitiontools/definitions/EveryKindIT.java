package org.partitiontools.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A database with every kind of object: written down, and made again from that. */
@PartitionToolsDatabase
class EveryKindIT {

    private static final List<String> SCHEMAS = List.of("dwh", "Sales \"Q", "пользователь");
    private static final List<Integer> VERSIONS = List.of(15, 18);

    private final TestDatabase superuser;

    @TempDir
    private Path folder;

    EveryKindIT(TestDatabase database) {
        this.superuser = database.asSuperuser();
    }

    @Test
    void whatIsWrittenDownIsWhatIsThereAndMakesTheSameAgain() throws IOException, SQLException {
        try (TestDatabase original = superuser.fresh(); TestDatabase other = superuser.fresh()) {
            fill(original);
            DefinitionsCase first = new DefinitionsCase(original, folder).export();
            first.assertNoDifference();

            DefinitionsCase again = first.in(other, folder.resolve("again"));
            assertThat(again.diff().exitCode()).isEqualTo(5);
            again.migrate("all of it").assertNoDifference();

            assertThat(ViewDump.of(other, SCHEMAS).lines()).containsExactlyInAnyOrderElementsOf(ViewDump.of(original, SCHEMAS).lines().toList());
            assertThat(new DefinitionsCase(other, folder.resolve("other")).export().definitions()).isEqualTo(first.definitions());
        }
    }

    @Test
    void whatIsDroppedIsMadeAgainAndPartitionsAreLeftAlone() throws IOException, SQLException {
        try (TestDatabase database = superuser.fresh()) {
            fill(database);
            String before = ViewDump.of(database, SCHEMAS);
            DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
            database.execute("DROP SCHEMA dwh CASCADE", "DROP SCHEMA \"Sales \"\"Q\" CASCADE", "DROP SCHEMA \"пользователь\" CASCADE");

            definitions.migrate("again").assertNoDifference();

            assertThat(ViewDump.of(database, SCHEMAS).lines()).containsExactlyInAnyOrderElementsOf(before.lines().toList());
            database.execute("CREATE TABLE dwh.orders_2026_01 PARTITION OF dwh.orders FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                    "CREATE INDEX of_the_partition_alone ON dwh.orders_2026_01 (note)");
            definitions.assertNoDifference();
        }
    }

    /** Said by a program that has nothing in common with ours. */
    @Test
    void aDumpOfWhatWasMadeAgainIsThatOfWhatWasThere() throws IOException, SQLException {
        try (TestDatabase database = superuser.fresh()) {
            Optional<PgDump> program = PgDump.fitting(database);
            assumeTrue(program.isPresent(), "there is no pg_dump that is as new as the server; PG_DUMP can name one");
            fill(database);
            String before = program.get().of(database);
            assertThat(before).contains("CREATE TABLE dwh.customer", "GRANT SELECT ON TABLE dwh.orders", "CREATE POLICY own");
            DefinitionsCase definitions = new DefinitionsCase(database, folder).export();
            database.execute("DROP SCHEMA dwh CASCADE", "DROP SCHEMA \"Sales \"\"Q\" CASCADE", "DROP SCHEMA \"пользователь\" CASCADE", "DROP EXTENSION btree_gist");

            definitions.migrate("again").assertNoDifference();
            // As a policy makes them.
            database.execute("CREATE TABLE dwh.orders_2026_01 PARTITION OF dwh.orders FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                    "CREATE TABLE dwh.orders_default PARTITION OF dwh.orders DEFAULT");

            assertThat(program.get().of(database)).isEqualTo(before);
        }
    }

    private static void fill(TestDatabase database) throws IOException, SQLException {
        database.executeFile(Path.of("../test_sql/definitions.sql"));
        int version = Integer.parseInt(database.queryForStrings("SHOW server_version_num").get(0)) / 10000;
        for (int since : VERSIONS) {
            if (version >= since) {
                database.executeFile(Path.of("../test_sql/definitions_" + since + ".sql"));
            }
        }
        database.execute("DO $$ BEGIN CREATE ROLE \"r'ead \"\"er\"; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT USAGE ON SCHEMA dwh TO PUBLIC",
                "GRANT SELECT ON ALL TABLES IN SCHEMA dwh TO \"r'ead \"\"er\" WITH GRANT OPTION",
                "REVOKE SELECT ON dwh.orders_2026_01, dwh.orders_default FROM \"r'ead \"\"er\"",
                "GRANT SELECT (\"a b\"), UPDATE (\"C\"\"d\") ON \"Sales \"\"Q\".\"My \"\"Table\" TO \"r'ead \"\"er\"",
                "GRANT USAGE ON SEQUENCE dwh.numbers, dwh.customer_serial_no_seq TO \"r'ead \"\"er\"",
                "REVOKE EXECUTE ON FUNCTION dwh.f(text) FROM PUBLIC",
                "GRANT EXECUTE ON PROCEDURE dwh.pr(int) TO \"r'ead \"\"er\"",
                "GRANT USAGE ON TYPE dwh.state TO \"r'ead \"\"er\"");
    }
}
