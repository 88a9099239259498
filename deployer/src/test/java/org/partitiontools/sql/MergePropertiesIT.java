package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.January;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** What becomes of properties that only one of two partitions has, when they become one: united, or refused beforehand. */
@PartitionToolsDatabase
class MergePropertiesIT {

    private static final String POLICY = "[{\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"1 year\", \"upper_bound\": \"2 months\"}]";

    @Sampled(3)
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "row security | ALTER TABLE t_x ENABLE ROW LEVEL SECURITY | SELECT relrowsecurity FROM pg_class WHERE relname = 't_jan'",
        "row security | ALTER TABLE t_x ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY | SELECT relforcerowsecurity FROM pg_class WHERE relname = 't_jan'",
        "policies | CREATE POLICY p ON t_x FOR SELECT USING (price > 3) | SELECT pg_get_expr(polqual, polrelid) = '(price > (3)::numeric)' AND polcmd = 'r' FROM pg_policy WHERE polrelid = 't_jan'::regclass",
        "indexes | CREATE INDEX ON t_x (note) | SELECT count(*) = 1 FROM pg_indexes WHERE tablename = 't_jan' AND indexdef LIKE '%(note)'",
        "statistics | CREATE STATISTICS s ON price, note FROM t_x | SELECT count(*) = 1 FROM pg_statistic_ext WHERE stxrelid = 't_jan'::regclass",
        "- | ALTER TABLE t_x ALTER price SET STATISTICS 321 | SELECT attstattarget = 321 FROM pg_attribute WHERE attrelid = 't_jan'::regclass AND attname = 'price'",
        "- | COMMENT ON COLUMN t_x.note IS 'a note' | SELECT col_description('t_jan'::regclass, 4) = 'a note'"})
    void areUnited(String kind, String sql, String check, TestDatabase any) throws SQLException {
        for (String source : List.of("t_a", "t_b")) {
            try (January table = new January(any)) {
                table.database().execute(sql.replace("t_x", source));
                List<String> plan = plan(table);

                table.start(table.merge());

                assertThat(table.database().queryForString(check)).as("%s of %s", kind, source).isIn("true", "t");
                assertThat(plan).singleElement().asString().startsWith("stage and swap");
                if (!kind.equals("-")) {
                    assertThat(plan.get(0)).contains("unites " + kind);
                }
            }
        }
    }

    @Test
    void policiesOfAllSourcesAreThere(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("CREATE POLICY a ON t_a USING (price > 1)", "CREATE POLICY c ON t_a USING (price > 2)",
                    "CREATE POLICY b ON t_b AS RESTRICTIVE USING (price > 3)", "CREATE POLICY c ON t_b USING (price > 2)");

            table.start(table.merge());

            assertThat(table.database().queryForStrings("SELECT polname FROM pg_policy WHERE polrelid = 't_jan'::regclass ORDER BY 1")).containsExactly("a", "b", "c");
        }
    }

    @Sampled(5)
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PP027 | GRANT SELECT ON t_x TO PUBLIC",
        "PP027 | GRANT UPDATE (note) ON t_x TO PUBLIC",
        "PP027 | ALTER TABLE t_x OWNER TO pg_monitor",
        "PP027 | ALTER TABLE t_x ALTER note SET DEFAULT 'here'",
        "PP027 | ALTER TABLE t_x REPLICA IDENTITY FULL",
        "PP027 | CREATE TRIGGER g BEFORE UPDATE ON t_x FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "PP027 | CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE t_x DISABLE TRIGGER g",
        "PP027 | CREATE POLICY p ON t_a USING (price > 1); CREATE POLICY p ON t_b USING (price > 2)",
        "PP027 | CREATE PUBLICATION only_one FOR TABLE t_x",
        "PP028 | ALTER TABLE t_x ADD CHECK (price > 0)",
        "PP028 | ALTER TABLE t_x ADD CHECK (price > 0) NOT VALID",
        "PP028 | ALTER TABLE t_x ADD CHECK (extract(day FROM at) > 0)",
        "PP028 | ALTER TABLE t_x ALTER note SET NOT NULL",
        "PP028 | ALTER TABLE t_x ADD UNIQUE (id)",
        "PP028 | CREATE UNIQUE INDEX ON t_x (id) WHERE price > 0",
        "PP028 | CREATE TABLE r (n numeric PRIMARY KEY); INSERT INTO r VALUES (10); ALTER TABLE t_x ADD FOREIGN KEY (price) REFERENCES r"})
    void areRefusedBeforeAnythingIsTouched(String code, String sql, TestDatabase any) throws SQLException {
        for (String source : List.of("t_a", "t_b")) {
            try (January table = new January(any)) {
                table.database().execute(sql.replace("t_x", source));
                List<String> before = List.of(table.dump("t_a").toString(), table.dump("t_b").toString());

                assertThat(plan(table)).singleElement().asString().startsWith("stage and swap; refused, " + code + ": ");
                assertThat(findings(table)).anyMatch(line -> line.startsWith("error refused") && line.contains(code));
                ServerErrorMessage error = SqlErrors.raised(code, () -> table.start(table.merge()));

                assertThat(error.getMessage()).contains("t_a").contains("t_b").contains("t_jan");
                assertThat(error.getHint()).contains("t_a").contains("t_b");
                assertThat(List.of(table.dump("t_a").toString(), table.dump("t_b").toString())).isEqualTo(before);
                assertThat(table.leftovers()).isEmpty();
            }
        }
    }

    @Test
    void oneMergeThatIsRefusedLeavesTheOthersInThePlan(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("CREATE TABLE t_m1 PARTITION OF t FOR VALUES FROM ('2025-03-01') TO ('2025-03-16')",
                    "CREATE TABLE t_m2 PARTITION OF t FOR VALUES FROM ('2025-03-16') TO ('2025-04-01')", "GRANT SELECT ON t_a TO PUBLIC");

            assertThat(plan(table)).hasSize(2).element(1).asString().startsWith("stage and swap; takes about ");
        }
    }

    @Test
    void whatAllSourcesHaveIsKept(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("CREATE TABLE r (n numeric PRIMARY KEY); INSERT INTO r VALUES (10)");
            for (String source : List.of("t_a", "t_b")) {
                table.database().execute(("GRANT SELECT ON t_x TO PUBLIC; GRANT UPDATE (note) ON t_x TO pg_monitor; ALTER TABLE t_x REPLICA IDENTITY FULL;"
                        + "CREATE TRIGGER g BEFORE UPDATE ON t_x FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();"
                        + "ALTER TABLE t_x ADD CONSTRAINT c CHECK (price > 0), ADD CONSTRAINT k FOREIGN KEY (price) REFERENCES r, ADD UNIQUE (at, note, id), ALTER note SET NOT NULL;"
                        + "CREATE POLICY p ON t_x USING (id IN (SELECT y.id FROM t_x AS y WHERE y.at = t_x.at)); ALTER TABLE t_x ENABLE ROW LEVEL SECURITY").replace("t_x", source));
            }
            table.database().execute("CREATE PUBLICATION of_both FOR TABLE t_a, t_b");
            List<String> before = LeafDump.anonymous(table.database(), "public.t_a");

            table.database().execute("SET partition_tools.publications = 'accept'", "CALL partition_tools.repartition('t', '{t_a,t_b}', '{2025-01-01,2025-02-01}', '{t_jan}')");

            assertThat(LeafDump.difference(before, LeafDump.anonymous(table.database(), "public.t_jan"))).isEmpty();
            assertThat(table.rows()).isEqualTo(January.ROWS);
        }
    }

    @Test
    void aConstraintThatIsValidatedOnOneSourceOnlyExcusesTheRowsOfBoth(TestDatabase any) throws SQLException {
        for (String source : List.of("t_a", "t_b")) {
            try (January table = new January(any)) {
                table.database().execute("UPDATE t SET price = 0 WHERE tableoid = '" + source + "'::regclass", "ALTER TABLE t ADD CONSTRAINT c CHECK (price > 0) NOT VALID",
                        "ALTER TABLE " + (source.equals("t_a") ? "t_b" : "t_a") + " VALIDATE CONSTRAINT c");

                table.start(table.merge());

                assertThat(table.database().queryForString("SELECT convalidated::text FROM pg_constraint WHERE conrelid = 't_jan'::regclass AND conname = 'c'")).isEqualTo("false");
                assertThat(table.rows()).isEqualTo(January.ROWS);
            }
        }
    }

    /** As the manual advises before ATTACH PARTITION. */
    @Sampled(2)
    @ParameterizedTest
    @ValueSource(strings = {"at >= '2025-01-16' AND at < '2025-02-01'", "at IS NOT NULL AND at >= '2025-01-16' AND at < '2025-02-01'", "at BETWEEN '2025-01-16' AND '2025-01-31'",
        "NOT (at < '2025-01-16' OR at > '2025-02-01')", "at > '2025-01-01' OR price > 5"})
    void aCheckThatTheBoundsImplyIsNoObstacle(String check, TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("ALTER TABLE t_b ADD CONSTRAINT bounds CHECK (" + check + ")", "ALTER TABLE t_a ADD CONSTRAINT bounds CHECK (at < '2025-01-16')",
                    // Now this one is the larger, whose constraints the merged one would have.
                    "INSERT INTO t SELECT g, '2025-01-20', 1, repeat('x', 100) FROM generate_series(2001, 3000) AS g");

            table.start(table.merge());

            assertThat(table.database().queryForStrings("SELECT conname FROM pg_constraint WHERE conrelid = 't_jan'::regclass AND contype = 'c'")).isEmpty();
            assertThat(table.rows()).isEqualTo(January.ROWS + 1000);
        }
    }

    /** What the whole month satisfies stays, even where PostgreSQL could prove it: it is on both. */
    @Test
    void aCheckOfAllSourcesStays(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("ALTER TABLE t ADD CONSTRAINT c CHECK (at > '2020-01-01')");

            table.start(table.merge());

            assertThat(table.database().queryForStrings("SELECT conname FROM pg_constraint WHERE conrelid = 't_jan'::regclass AND contype = 'c'")).containsExactly("c");
        }
    }

    @Test
    void rowsThatCannotBeTogetherAreNamed(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("UPDATE t_b SET id = 5 WHERE ctid = (SELECT min(ctid) FROM t_b)", "ALTER TABLE t_a ADD UNIQUE (id)", "ALTER TABLE t_b ADD UNIQUE (id)");

            long job = table.merge();
            ServerErrorMessage error = SqlErrors.raised("PP028", () -> table.start(job));

            assertThat(error.getMessage()).contains("t_jan");
            // As the hint says: what was copied has the row as it was.
            table.database().execute("UPDATE t_b SET id = -5 WHERE id = 5");
            List<String> rows = table.database().queryForStrings("SELECT t::text FROM t ORDER BY 1");
            table.start(job);
            assertThat(table.database().queryForStrings("SELECT t::text FROM t_jan AS t ORDER BY 1")).isEqualTo(rows);
        }
    }

    @Test
    void sequencesThatASmallerSourceOwnsLiveOn(TestDatabase any) throws SQLException {
        try (January table = new January(any)) {
            table.database().execute("CREATE SEQUENCE s OWNED BY t_b.id", "ALTER TABLE t_a ALTER id SET DEFAULT nextval('s')", "ALTER TABLE t_b ALTER id SET DEFAULT nextval('s')");

            table.start(table.merge());

            table.database().execute("INSERT INTO t_jan (at) VALUES ('2025-01-20')");
        }
    }

    private static List<String> plan(January table) throws SQLException {
        return table.database().queryForStrings("SELECT strategy FROM partition_tools.plan('t', ?::json, '2025-06-15')", POLICY);
    }

    private static List<String> findings(January table) throws SQLException {
        return table.database().queryForStrings("SELECT concat_ws(' ', severity, finding, message) FROM partition_tools.check_partitions('t', ?::json, '2025-06-15')", POLICY);
    }
}
