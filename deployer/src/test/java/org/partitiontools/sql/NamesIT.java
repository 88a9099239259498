package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** Names that need quotes, in every place where a name can stand: all operations work on them. */
@PartitionToolsDatabase
class NamesIT {

    private static final String POLICY = """
            [{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "5 months", "upper_bound": "-1 month"},
             {"operation": "merge_partitions", "granularity": "3 months", "lower_bound": "8 months", "upper_bound": "2 months"}]""";

    static Stream<String> names() {
        return Stream.of("select", "Order Lines", "quote\"d it's back\\slash", "100% %I %s %% $$ $1", "new\nline\ttab 😀", " lead and trail ", "\"; '; ); DROP TABLE bystander; --",
                " FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", "x".repeat(63), "ж".repeat(31), "表".repeat(21), "partition_tools_j1_t1", "pg_class",
                "{a,b}.c DEFAULT @param ?x ::text ON public.t ");
    }

    @Sampled(5)
    @ParameterizedTest
    @MethodSource("names")
    void allOperationsWorkUnderAnyName(String name, TestDatabase database) throws SQLException {
        Partitioned table = hostile(database, name);
        assertAllOperationsWork(table);
        assertThat(database.queryForStrings("SELECT count(*) FROM bystander")).containsExactly("1");
        assertThat(database.queryForStrings("SELECT relname FROM pg_class WHERE relnamespace = 'partition_tools_stage'::regnamespace")).isEmpty();
        database.execute("DROP SCHEMA " + Literals.identifier(schemaOf(name)) + " CASCADE");
    }

    /** Schema, table, columns, indexes, constraints, trigger and its function, policy and statistics all have the name. */
    private static Partitioned hostile(TestDatabase database, String name) throws SQLException {
        String quoted = Literals.identifier(name);
        String schema = Literals.identifier(schemaOf(name));
        database.execute("CREATE TABLE IF NOT EXISTS bystander AS SELECT 1 AS a", "CREATE SCHEMA " + schema);
        String table = schema + "." + quoted;
        database.execute(
                "CREATE TABLE " + table + " (" + quoted + " date NOT NULL, n int, CONSTRAINT " + quoted + " CHECK (n >= 0)) PARTITION BY RANGE (" + quoted + ")",
                "ALTER TABLE " + table + " ADD CONSTRAINT " + Literals.identifier("k" + shorter(name)) + " PRIMARY KEY (n, " + quoted + ")",
                "CREATE INDEX ON " + table + " (" + quoted + ", n)",
                "CREATE TABLE " + schema + ".rest PARTITION OF " + table + " DEFAULT",
                "CREATE INDEX " + Literals.identifier("i" + shorter(name)) + " ON " + schema + ".rest ((" + quoted + " + n)) WHERE " + quoted + " IS NOT NULL",
                "CREATE STATISTICS " + schema + "." + Literals.identifier("s" + shorter(name)) + " ON " + quoted + ", n FROM " + schema + ".rest",
                "CREATE FUNCTION " + schema + "." + quoted + "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER " + quoted + " AFTER UPDATE OF " + quoted + " ON " + schema + ".rest FOR EACH ROW WHEN (NEW." + quoted + " IS NOT NULL) EXECUTE FUNCTION " + table + "(" + Literals.quote(name) + ")",
                "CREATE POLICY " + quoted + " ON " + schema + ".rest USING (" + quoted + " IS NOT NULL)",
                "COMMENT ON TABLE " + schema + ".rest IS " + Literals.quote(name),
                "COMMENT ON COLUMN " + schema + ".rest." + quoted + " IS " + Literals.quote(name),
                "INSERT INTO " + table + " SELECT g, 1 FROM generate_series(date '2025-12-01', '2026-07-31', '1 day') AS g");
        return new Partitioned(database, table);
    }

    /** No schema may be named like those of the system. */
    private static String schemaOf(String name) {
        return name.startsWith("pg_") ? "x" + name : name;
    }

    /** So that a letter more still fits into 63 bytes. */
    private static String shorter(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > 60 ? name.substring(2) : name;
    }

    private static void assertAllOperationsWork(Partitioned table) throws SQLException {
        table.checkConfig(POLICY);
        table.create("1 month", "5 months", "-1 month");
        assertThat(table.partitions()).hasSize(8).allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 63);
        assertThat(table.rowsInDefault()).isEqualTo(31);
        table.merge("3 months", "8 months", "2 months");
        table.move("8 months", "2 months", "warm");
        assertThat(table.plan(POLICY)).isEmpty();
        assertThat(table.check(POLICY)).noneMatch(finding -> finding.startsWith("error"));
        table.delete("8 months", "2 months");
        assertThat(table.partitions()).hasSize(5);
        assertThat(table.rows()).isEqualTo(243 - 90);
    }

    @Test
    void rolesAndTablespacesMayHaveAnyName(TestDatabase database) throws SQLException {
        String role = Literals.identifier("o'wner \"%s\" \\ $$");
        database.execute("DROP ROLE IF EXISTS " + role, "CREATE ROLE " + role, "CREATE SCHEMA roles", "GRANT ALL ON SCHEMA roles TO " + role,
                "CREATE TABLE roles.t (d date PRIMARY KEY) PARTITION BY RANGE (d)", "CREATE TABLE roles.rest PARTITION OF roles.t DEFAULT",
                "INSERT INTO roles.t SELECT generate_series(date '2025-12-01', '2026-07-31', '1 day')",
                "GRANT SELECT (d), UPDATE ON roles.rest TO " + role + " WITH GRANT OPTION", "ALTER TABLE roles.rest OWNER TO " + role,
                "CREATE POLICY p ON roles.rest TO " + role + " USING (true)");

        new Partitioned(database, "roles.t").create("1 month", "5 months", "-1 month");

        assertThat(database.queryForStrings("SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'roles' AND tablename <> 't'"))
                .containsExactly("o'wner \"%s\" \\ $$");
        assertThat(SqlErrors.raised("PP023", () -> new Partitioned(database, "roles.t").move(null, "1 month", "no \"such\" 'space'")).getMessage()).contains("no \"\"such\"\" 'space'");
        database.execute("DROP SCHEMA roles CASCADE", "DROP ROLE " + role);
    }

    @Test
    void namesThatAreTakenAreAvoided(TestDatabase database) throws SQLException {
        database.execute("CREATE SCHEMA taken", "CREATE TABLE taken.t (d date PRIMARY KEY, n int) PARTITION BY RANGE (d)", "CREATE INDEX ON taken.t (n)",
                "CREATE TABLE taken.rest PARTITION OF taken.t DEFAULT", "INSERT INTO taken.t SELECT generate_series(date '2025-12-01', '2026-07-31', '1 day')",
                "CREATE TABLE taken.t_2026_01 AS SELECT 'mine' AS a", "CREATE VIEW taken.t_2026_02 AS SELECT 'mine' AS a", "CREATE SEQUENCE taken.t_2026_03",
                "CREATE TYPE taken.t_2026_04 AS ENUM ('mine')", "CREATE INDEX t_2026_05 ON taken.t_2026_01 (a)", "CREATE TABLE taken.t_2026_06_pkey AS SELECT 'mine' AS a",
                "CREATE TABLE taken.t_2026_06_n_idx ()");

        Partitioned table = new Partitioned(database, "taken.t");
        table.create("1 month", "5 months", "-1 month");

        assertThat(table.partitions()).hasSize(8).contains("t_2026_06", "t_2026_07").doesNotContain("t_2026_01", "t_2026_02", "t_2026_03", "t_2026_04", "t_2026_05");
        assertThat(table.rowsInDefault()).isEqualTo(31);
        assertThat(database.queryForString("SELECT a FROM taken.t_2026_01")).isEqualTo("mine");
        assertThat(table.plan(POLICY.substring(0, POLICY.indexOf("},") + 1) + "]")).isEmpty();
    }

    @Test
    void namesThatAreTakenAgainAndAgainAreAvoided(TestDatabase database) throws SQLException {
        database.execute("CREATE SCHEMA again", "CREATE TABLE again.t (d date PRIMARY KEY) PARTITION BY RANGE (d)");
        Partitioned table = new Partitioned(database, "again.t").removingAnything();
        for (int i = 0; i < 4; i++) {
            table.create("1 month", "1 month", "15 days");
            assertThat(table.partitions()).hasSize(1);
            table.call("delete_partitions", "p_upper_bound", "1 day", "p_cleanup_policy", "detach");
            assertThat(table.partitions()).isEmpty();
        }
        assertThat(database.queryForString("SELECT count(*) FROM pg_tables WHERE schemaname = 'again'")).isEqualTo("5");
    }

    /** Objects that shadow those of pg_catalog, for a session that asks for it: none of them may be called. */
    @Test
    void nothingIsTakenFromTheSearchPath(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            database.execute(TestFiles.read("test_sql/hostile_search_path.sql"));
            Partitioned table = plain(database, "victim");
            for (String path : List.of("hostile, pg_catalog", "hostile", "pg_temp, hostile, pg_catalog")) {
                Partitioned session = table.with("SET search_path = " + path,
                        "CREATE TEMP TABLE pg_class (a int)", "CREATE TEMP TABLE t (a int)", "CREATE TEMP TABLE rest (a int)", "CREATE TEMP TABLE job (a int)");
                session.plan(POLICY);
                session.check(POLICY);
                session.checkConfig(POLICY);
                session.create("1 month", "5 months", "-1 month");
                session.merge("3 months", "8 months", "2 months");
                session.move("8 months", "2 months", "warm");
                session.call("delete_partitions", "p_upper_bound", "5 months", "p_limit_operations", "1");
                session.query("SELECT count(*) FROM (SELECT * FROM partition_tools.partitions OFFSET 0) AS p");
                session.query("SELECT count(*) FROM (SELECT * FROM partition_tools.jobs OFFSET 0) AS p");
                session.query("SELECT count(*) FROM (SELECT * FROM partition_tools.report OFFSET 0) AS p");
            }
            assertThat(database.queryForStrings("SELECT DISTINCT what FROM hostile.called")).isEmpty();
            assertThat(table.partitions()).containsExactly("t_2026_q1", "t_2026_04", "t_2026_05", "t_2026_06", "t_2026_07", "rest");
        }
    }

    /** A role can bring settings along that nobody thought of. */
    @Test
    void settingsOfTheRoleDoNotMatter(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            assertAllOperationsWork(plain(database, "s").with("SET backslash_quote = off", "SET quote_all_identifiers = on",
                    "SET default_tablespace = 'cold'", "SET default_table_access_method = 'heap'", "SET row_security = off", "SET check_function_bodies = off", "SET array_nulls = off",
                    "SET transform_null_equals = on", "SET bytea_output = 'escape'", "SET enable_partition_pruning = off", "SET session_replication_role = replica",
                    "SET plpgsql.variable_conflict = 'use_column'", "SET plpgsql.extra_errors = 'shadowed_variables'", "SET default_toast_compression = 'pglz'", "SET lc_numeric = 'C'",
                    "SET constraint_exclusion = off", "SET jit = on", "SET xmlbinary = 'hex'", "SET client_min_messages = 'error'"));
            assertThat(database.queryForStrings("SELECT DISTINCT tablespace FROM partition_tools.partitions")).doesNotContain("cold");
        }
    }

    @Test
    void backslashesInStringsDoNotMatter(TestDatabase database) throws SQLException {
        assertAllOperationsWork(plain(database, "backslashes").with("SET standard_conforming_strings = off"));
    }

    /** A table without any peculiarity, a row a day from December 2025 to July 2026 in its default partition. */
    private static Partitioned plain(TestDatabase database, String schema) throws SQLException {
        database.execute("CREATE SCHEMA " + schema, "CREATE TABLE " + schema + ".t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)",
                "CREATE TABLE " + schema + ".rest PARTITION OF " + schema + ".t DEFAULT",
                "INSERT INTO " + schema + ".t SELECT g, 1 FROM generate_series(date '2025-12-01', '2026-07-31', '1 day') AS g");
        return new Partitioned(database, schema + ".t");
    }
}
