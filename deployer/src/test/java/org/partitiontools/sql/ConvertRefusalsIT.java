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
            PP085 | CREATE FUNCTION f(x t) RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t; END | function public.f(public.t) depends on it
            PP085 | CREATE VIEW v AS SELECT t FROM t                                   | column t of view public.v depends on it
            PP086 | CREATE FUNCTION f() RETURNS SETOF int BEGIN ATOMIC SELECT id FROM t GROUP BY id HAVING at IS NOT NULL; END | function public.f() groups by primary key t_pkey
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

    /** Functions with SQL-standard bodies know a table by its OID: they are made again at the switch, and at each that follows. */
    @Test
    void functionsWithSqlBodiesFollow() throws SQLException {
        database.execute("CREATE FUNCTION f() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t; END", "COMMENT ON FUNCTION f() IS 'counts'", CONVERT, "INSERT INTO t VALUES (5000, '2026-05-05')");
        assertThat(database.queryForString("SELECT f() || ' ' || obj_description('f'::regproc)")).isEqualTo("1001 counts");
        database.execute("CALL partition_tools.revert(1)", "INSERT INTO t VALUES (5001, '2026-05-05')");
        assertThat(database.queryForString("SELECT f()")).isEqualTo("1002");
        database.execute("CALL partition_tools.partition_table('t', 'at', '1 month', p_mode => 'adopt', p_as_of => '2026-07-01')", "INSERT INTO t VALUES (5002, '2026-09-05')");
        assertThat(database.queryForString("SELECT f()")).isEqualTo("1003");
    }

    /** What has changed on the partitioned table since is taken over where that takes no time; the rest is named, and nothing lost in silence. */
    @Test
    void changesOfTheDefinitionAreTakenOverOrNamed() throws SQLException {
        database.execute(CONVERT, "COMMENT ON TABLE t IS 'new'", "ALTER TABLE t ALTER value SET DEFAULT 7", "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g()", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "CREATE POLICY p ON t USING (id > (SELECT 0 FROM t LIMIT 1))",
                "CREATE INDEX n ON t (value, id)", "ALTER TABLE t ADD CONSTRAINT c CHECK (value <> -5)");
        assertThatThrownBy(() -> database.execute("CALL partition_tools.revert(1)"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP091"))
                .hasMessageContaining("USING btree (value, id)").hasMessageContaining("c CHECK ((value <> '-5'::integer))").hasMessageContaining("partition_tools_stage.partition_tools_j2_root");
        assertThat(database.queryForString("SELECT partition_tools_internal.kept_until('t'::regclass)")).isEqualTo("infinity");
        database.execute("ALTER TABLE partition_tools_stage.partition_tools_j2_root ADD CONSTRAINT c CHECK (value <> -5)", "DROP INDEX n", "CALL partition_tools.revert(1)");
        assertThat(database.queryForString("""
                SELECT concat_ws(' ', obj_description(c.oid, 'pg_class'), c.relrowsecurity, (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d WHERE d.adrelid = c.oid),
                           (SELECT string_agg(t.tgname::text || t.tgenabled::text, ',') FROM pg_trigger AS t WHERE t.tgrelid = c.oid), (SELECT count(*) FROM pg_policy AS p WHERE p.polrelid = c.oid), c.relkind)
                  FROM pg_class AS c WHERE c.oid = 't'::regclass
                """)).isEqualTo("new t 7 gO 1 r");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            PP087 | ALTER TABLE t DROP CONSTRAINT t_pkey, ALTER at DROP NOT NULL       | column at can be NULL
            PP085 | ALTER TABLE t ADD CONSTRAINT c CHECK (value > 0) NO INHERIT        | constraint c is NO INHERIT
            """)
    void aTableThatCannotBeAPartitionIsNotAdopted(String sqlstate, String statement, String finding) throws SQLException {
        database.execute(statement);
        assertThatThrownBy(() -> database.execute("CALL partition_tools.partition_table('t', 'at', '1 month', p_mode => 'adopt', p_as_of => '2026-07-01')"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlstate)).hasMessageContaining(finding);
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void truncateIsKeptInStep() throws SQLException {
        database.execute(CONVERT, "TRUNCATE t", "INSERT INTO t VALUES (7, '2026-05-05', 7)", "CALL partition_tools.revert(1)");
        assertThat(database.queryForStrings("SELECT id FROM t")).isEqualTo(List.of("7"));
    }
}
