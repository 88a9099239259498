package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.lifecycle.Leftovers;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What a partitioned table could not have is refused, all of it at once, before anything is made; what can be had is kept. */
@PartitionToolsDatabase
class ConvertRefusalsIT {

    private static final String CONVERT = "CALL partition_tools.partition_table('t', 'at', '1 month', p_as_of => '2026-07-01')";
    private static final String POLICY = "{\"partition_by\": \"at\", \"operations\": [{\"operation\": \"create_partitions\","
            + " \"granularity\": \"1 month\", \"lower_bound\": \"7 months\", \"upper_bound\": \"-2 months\"}]}";

    private TestDatabase database;

    @BeforeEach
    void createTable(TestDatabase shared) throws SQLException {
        database = shared.fresh();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, at date NOT NULL, value int)",
                "INSERT INTO t SELECT g, '2026-01-01'::date + g % 180, g FROM generate_series(1, 1000) AS g");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            PP085 | CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM t           | materialized view public.m depends on it
            PP085 | CREATE FUNCTION f() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t; END | function public.f() depends on it
            PP085 | CREATE TABLE u (c t)                                           | column c of table public.u depends on it
            PP085 | CREATE TABLE u () INHERITS (t)                                 | it is not a plain table
            PP085 | CREATE RULE r AS ON DELETE TO t DO ALSO NOTIFY x               | it has rule r
            PP085 | ALTER TABLE t ADD CONSTRAINT self FOREIGN KEY (value) REFERENCES t NOT VALID | foreign key self
            PP086 | CREATE VIEW v AS SELECT id, at FROM t GROUP BY id              | view public.v groups by primary key t_pkey
            PP087 | CREATE UNIQUE INDEX u ON t (value)                             | unique index u does not have the partition column at
            PP087 | ALTER TABLE t ADD UNIQUE (value)                               | unique constraint t_value_key does not have the partition column at
            PP087 | ALTER TABLE t ADD EXCLUDE (value WITH =)                       | exclusion constraint t_value_excl
            PP022 | CREATE TABLE u (x int CONSTRAINT u_fk REFERENCES t)            | foreign key u_fk of public.u points at it
            PP029 | CREATE PUBLICATION p FOR TABLE t                               | publication p would publish the partitions one by one
            PP029 | CREATE PUBLICATION p FOR ALL TABLES                            | publication p also publishes the tables that the rows are copied to
            """)
    void isRefused(String sqlstate, String statement, String finding) throws SQLException {
        database.execute(statement);
        assertThatThrownBy(() -> database.execute(CONVERT))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlstate))
                .hasMessageContaining("cannot become a partitioned table as it is").hasMessageContaining(finding);
        assertThat(database.queryForStrings("SELECT job_id FROM partition_tools.jobs")).isEmpty();
        assertThat(Leftovers.in(database)).allMatch(line -> line.startsWith("constraint not valid: self"));
        assertThat(database.queryForString("SELECT strategy FROM partition_tools.plan('t', ?::json, '2026-07-01')", POLICY)).contains("refused, " + sqlstate).contains(finding);
        assertThat(database.queryForStrings("SELECT message FROM partition_tools.check_partitions('t', ?::json, '2026-07-01')", POLICY))
                .anyMatch(message -> message.contains(sqlstate) && message.contains(finding));
    }

    @Test
    void whatComesWhileItIsCopiedIsRefusedBeforeTheSwitch() throws SQLException {
        database.execute("SET partition_tools.unique_keys = 'widen'");
        String job = database.queryForString("SELECT partition_tools_internal.convert_job('t', 'at', '1 month', NULL, NULL, NULL, NULL, '2026-07-01')");
        org.partitiontools.lifecycle.Steps.until(database, Long.parseLong(job), "convert_swap");
        database.execute("CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM t");
        assertThatThrownBy(() -> database.execute("CALL partition_tools.start(" + job + ")")).hasMessageContaining("materialized view public.m");
        database.execute("DROP MATERIALIZED VIEW m", "CALL partition_tools.start(" + job + ")");
        assertThat(database.queryForString("SELECT relkind FROM pg_class WHERE oid = 't'::regclass")).isEqualTo("p");
    }

    @Test
    void foreignKeysThatPointAtItAreDroppedOnRequestAndComeBackWithThePlainTable() throws SQLException {
        database.execute("CREATE TABLE u (x int CONSTRAINT u_fk REFERENCES t ON DELETE CASCADE)", "COMMENT ON CONSTRAINT u_fk ON u IS 'points'", "INSERT INTO u VALUES (1)",
                "SET partition_tools.incoming_foreign_keys = 'drop'", CONVERT);
        assertThat(database.queryForStrings("SELECT conname FROM pg_constraint WHERE conname = 'u_fk'")).isEmpty();
        database.execute("CALL partition_tools.revert(1)");
        assertThat(database.queryForString("SELECT concat_ws(' ', pg_get_constraintdef(oid), convalidated, obj_description(oid, 'pg_constraint')) FROM pg_constraint WHERE conname = 'u_fk'"))
                .isEqualTo("FOREIGN KEY (x) REFERENCES t(id) ON DELETE CASCADE t points");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void rowsWithoutATimeGoToTheDefaultPartitionUnlessAPrimaryKeyForbidsIt() throws SQLException {
        database.execute("CREATE TABLE n (id int, at date)", "INSERT INTO n VALUES (1, NULL), (2, '2026-01-01')",
                "CALL partition_tools.partition_table('n', 'at', '1 month', p_as_of => '2026-07-01')");
        assertThat(database.queryForStrings("SELECT tableoid::regclass || ' ' || id FROM n ORDER BY id")).isEqualTo(List.of("n_default 1", "n_2026_01 2"));
        database.execute("CREATE TABLE k (id int PRIMARY KEY, at date)", "INSERT INTO k VALUES (1, NULL), (2, '2026-01-01')");
        assertThatThrownBy(() -> database.execute("CALL partition_tools.partition_table('k', 'at', '1 month', p_as_of => '2026-07-01')"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP087")).hasMessageContaining("k has rows without a value in at");
    }

    @Test
    void theOldKeyHoldsUntilThePlainTableIsDropped() throws SQLException {
        database.execute(CONVERT);
        assertThatThrownBy(() -> database.execute("INSERT INTO t VALUES (1, '2026-05-05')"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505")).hasMessageContaining("\"t_pkey\"");
        database.execute("CALL partition_tools.finish(1)", "INSERT INTO t VALUES (1, '2026-05-05')");
        assertThat(database.queryForString("SELECT count(*) FROM t WHERE id = 1")).isEqualTo("2");
    }

    @Test
    void aPartitionThatWasDroppedMeanwhileForbidsTheWayBack() throws SQLException {
        database.execute(CONVERT, "DROP TABLE t_2026_03");
        assertThatThrownBy(() -> database.execute("CALL partition_tools.revert(1)"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP088")).hasMessageContaining("does not have its rows any more");
        database.execute("CALL partition_tools.finish(1)");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void partitionsThatOnlyChangedTheirShapeDoNot() throws SQLException {
        database.execute(CONVERT, "CALL partition_tools.merge_partitions('t', '3 months', '7 months', '3 months', p_as_of => '2026-07-01')", "UPDATE t SET value = value + 1",
                "CALL partition_tools.revert(1)");
        assertThat(database.queryForString("SELECT count(*) || ' ' || sum(value) FROM t")).isEqualTo("1000 501500");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void truncateIsKeptInStep() throws SQLException {
        database.execute(CONVERT, "TRUNCATE t", "INSERT INTO t VALUES (7, '2026-05-05', 7)", "CALL partition_tools.revert(1)");
        assertThat(database.queryForStrings("SELECT id FROM t")).isEqualTo(List.of("7"));
    }
}
