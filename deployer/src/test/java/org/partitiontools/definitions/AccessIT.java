package org.partitiontools.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** The sample in config/definitions: three schemas, groups that read, write or do everything, and what is sensitive. */
@PartitionToolsDatabase
class AccessIT {

    private static final Path SAMPLE = Path.of("../config/definitions");

    private final TestDatabase superuser;
    private TestDatabase database;
    private DefinitionsCase sample;

    @TempDir
    private Path folder;

    AccessIT(TestDatabase database) {
        this.superuser = database.asSuperuser();
    }

    @BeforeEach
    void makeMembers() throws IOException, SQLException {
        database = superuser.fresh();
        for (String role : List.of("dwh_etl", "dwh_analyst", "dwh_other")) {
            database.execute("DO $$ BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        }
        sample = new DefinitionsCase(database, folder);
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve("definitions").resolve(SAMPLE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file));
            }
        }
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void membersMayDoWhatTheirGroupsMayAlsoAfterThePolicyMadePartitions() throws SQLException {
        sample.migrate("the warehouse").assertNoDifference();
        database.execute("INSERT INTO ods_info.member (full_name, email) VALUES ('A', 'a@example.com')", "INSERT INTO ods_info.encrypted VALUES (1, 'p', 'v')");
        TestDatabase analyst = database.as("dwh_analyst");
        TestDatabase etl = database.as("dwh_etl");

        database.execute("CALL partition_tools.create_partitions('dm_orders.orders', '1 month', '2 months', '-3 months', p_as_of := '2026-03-10')");
        etl.execute("INSERT INTO dm_orders.orders VALUES (1, '2026-03-11', 1, 5), (2, '2026-05-01', 1, 7)");

        assertThat(analyst.queryForString("SELECT count(*) FROM dm_orders.orders")).isEqualTo("2");
        assertThat(analyst.queryForString("SELECT sum(amount) FROM dm_orders.revenue")).isEqualTo("12.00");
        assertThat(analyst.queryForString("SELECT full_name FROM ods_info.member")).isEqualTo("A");
        assertRefused(analyst, "SELECT email FROM ods_info.member");
        assertRefused(analyst, "SELECT * FROM ods_info.encrypted");
        assertRefused(etl, "SELECT * FROM ods_info.encrypted");
        assertRefused(analyst, "INSERT INTO dm_orders.orders VALUES (3, '2026-03-11', 1, 5)");
        assertRefused(analyst, "SELECT * FROM stg_userdata.param");
        assertRefused(etl, "CREATE TABLE dm_orders.own (a int)");
        sample.assertNoDifference();
    }

    @Test
    void partitionsOfWhatIsSensitiveCanBeReadByNobodyElse() throws SQLException {
        sample.define("log.sql", "CREATE TABLE ods_info.log (day date NOT NULL, secret text) PARTITION BY RANGE (day);");
        sample.define("access.yaml", read(SAMPLE.resolve("access.yaml")).replace("future: [dwh_etl]", "future: [dwh_etl, postgres]")
                .replace("- table: encrypted ", "- table: log\n      - table: encrypted "));
        sample.migrate("a log").assertNoDifference();
        sample.define("log2.sql", "CREATE TABLE ods_info.log_more (day date NOT NULL, secret text) PARTITION BY RANGE (day);");
        sample.define("access.yaml", read(folder.resolve("definitions/access.yaml")).replace("- table: log\n", "- table: log\n      - table: log_more\n"));
        sample.migrate("another, although default privileges are there now").assertNoDifference();

        database.execute("CALL partition_tools.create_partitions('ods_info.log', '1 month', '2 months', '-3 months', p_as_of := '2026-03-10')",
                "CALL partition_tools.create_partitions('ods_info.log_more', '1 month', '2 months', '-3 months', p_as_of := '2026-03-10')",
                "CREATE TABLE ods_info.later (a int)");

        TestDatabase analyst = database.as("dwh_analyst");
        assertRefused(analyst, "SELECT * FROM ods_info.log_2026_03");
        assertRefused(analyst, "SELECT * FROM ods_info.log_more");
        assertRefused(analyst, "SELECT * FROM ods_info.log_more_2026_03");
        assertThat(analyst.queryForString("SELECT count(*) FROM ods_info.later")).isEqualTo("0");
    }

    @Test
    void rightsThatNobodyDeclaredAreNamedAndTakenAwayWhereTheFileIsExact() throws SQLException {
        sample.migrate("the warehouse");
        database.execute("GRANT SELECT, UPDATE ON ods_info.encrypted TO dwh_other", "GRANT SELECT ON ods_info.encrypted TO dwh_ods_info_read",
                "GRANT dwh_ods_info_read TO dwh_other");

        Invocation additive = sample.diff();
        assertThat(additive.out()).contains("dwh_other has SELECT, UPDATE on table ods_info.encrypted", "dwh_other is a member of dwh_ods_info_read",
                "rights on table ods_info.encrypted: dwh_ods_info_read has SELECT");
        assertThat(additive.exitCode()).isEqualTo(5);
        sample.migrate("what groups may do is exact in every mode").assertNoDifference();
        assertThat(sample.diff().out()).contains("dwh_other has SELECT, UPDATE on table ods_info.encrypted");

        sample.define("access.yaml", read(SAMPLE.resolve("access.yaml")).replace("mode: additive", "mode: exact"));
        assertThat(sample.diff().exitCode()).isEqualTo(5);
        sample.migrate("exact").assertNoDifference();
        assertThat(sample.diff().out()).doesNotContain("nobody declared");
        assertRefused(database.as("dwh_other"), "SELECT full_name FROM ods_info.member");
    }

    @Test
    void whatIsMadeAnewHasTheRightsThatItHad() throws SQLException {
        sample.migrate("the warehouse");
        database.execute("GRANT SELECT ON dm_orders.revenue TO dwh_other");
        sample.define("dm_orders/views/revenue.sql", "CREATE VIEW dm_orders.revenue AS SELECT member_id, sum(amount) AS amount FROM dm_orders.orders GROUP BY 1;");
        sample.migrate("revenue by member", "--allow", "drop").assertNoDifference();
        assertThat(database.queryForString("SELECT has_table_privilege('dwh_other', 'dm_orders.revenue', 'SELECT')")).isEqualTo("true");
        assertThat(database.as("dwh_analyst").queryForString("SELECT count(*) FROM dm_orders.revenue")).isEqualTo("0");
    }

    @Test
    void aPasswordIsAnUnknownKey() {
        sample.define("access.yaml", "kind: access\napi: v1\nschemas:\n  - schema: dm_orders\n    password: x\n");
        Invocation diff = sample.diff();
        assertThat(diff.exitCode()).isEqualTo(1);
        assertThat(diff.err()).contains("access.yaml:5", "passwords stand in no file");
    }

    private static void assertRefused(TestDatabase user, String sql) {
        assertThatThrownBy(() -> user.execute(sql)).isInstanceOf(SQLException.class).extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("42501");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
