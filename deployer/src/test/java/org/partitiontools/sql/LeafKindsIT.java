package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partitiontools.sql.SurvivalSample.LEAF;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** There is one list of what a partition has: whatever is on it is described, given and tested. */
@PartitionToolsDatabase
class LeafKindsIT {

    /** Without the place where the table lies, and without OIDs and the places of dropped columns. */
    private static final String PROPERTIES = """
            SELECT concat_ws(' | ', p.kind, p.name, p.definition, p.details - '{oid,of,number,tablespace}'::text[])
              FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, partition_tools_internal.leaf_describe(?::regclass)) AS p WHERE p.kind <> 'place'
            """;

    /** Nothing can be lost that the sample of the survival tests does not have, so it must have everything. */
    @Test
    void theSampleHasEveryKindAndKeepsIt(TestDatabase any) throws SQLException, IOException {
        try (SurvivalSample sample = new SurvivalSample(any)) {
            assertThat(kinds(sample, LEAF)).containsAll(sample.database().queryForStrings(
                    "SELECT kind FROM partition_tools_internal.leaf_kinds() WHERE kind NOT IN ('bond', 'persistence')"));
            List<String> before = sample.database().queryForStrings(PROPERTIES, LEAF);

            sample.table().move("6 months", "4 months", "warm");

            assertThat(LeafDump.difference(before, sample.database().queryForStrings(PROPERTIES, LEAF))).isEmpty();
        }
    }

    /** What is never given, and a table that is unlogged, are in no table that has all the rest. */
    @Test
    void theRestIsDescribedToo(TestDatabase any) throws SQLException, IOException {
        try (SurvivalSample sample = new SurvivalSample(any)) {
            sample.database().execute("CREATE UNLOGGED TABLE survival.other (n int)", "CREATE RULE r AS ON DELETE TO survival.other DO ALSO NOTIFY deleted");

            assertThat(kinds(sample, "survival.other")).contains("bond", "persistence");
        }
    }

    @Test
    void everyKindThatIsGivenSaysByWhichStatements(TestDatabase database) throws SQLException {
        assertThat(database.queryForStrings("""
                SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k
                 WHERE to_regproc('partition_tools_internal.leaf_' || replace(k.kind, ' ', '_')) IS NULL
                    OR k.given && '{build,keys,swap,attached}' AND to_regproc('partition_tools_internal.leaf_' || replace(k.kind, ' ', '_') || '_give') IS NULL
                """)).isEmpty();
    }

    /** Also of tables that no job has made, as a conversion does. */
    @Test
    void anotherTableIsGivenWhatIsDescribed(TestDatabase any) throws SQLException, IOException {
        try (SurvivalSample sample = new SurvivalSample(any)) {
            TestDatabase database = sample.database();
            database.execute("CREATE SCHEMA other", "CREATE TABLE other.orders_2026_01 (LIKE " + LEAF + " INCLUDING GENERATED INCLUDING CONSTRAINTS)");

            for (String when : List.of("build", "swap")) {
                database.execute("SELECT partition_tools_internal.leaf_apply('other.orders_2026_01'::regclass, (SELECT json_agg(p) FROM json_array_elements(partition_tools_internal.leaf_describe('"
                        + LEAF + "'::regclass)) AS p WHERE p ->> 'kind' NOT IN ('index', 'unique index', 'statistics', 'replica identity', 'policy', 'publication')), '" + when + "')");
            }

            for (String kind : List.of("owner", "default", "column option", "statistics target", "grant", "row security", "trigger")) {
                assertThat(database.queryForStrings(PROPERTIES + "AND p.kind = '" + kind + "'", "other.orders_2026_01")).as(kind)
                        .isEqualTo(database.queryForStrings(PROPERTIES + "AND p.kind = '" + kind + "'", LEAF));
            }
        }
    }

    private static List<String> kinds(SurvivalSample sample, String table) throws SQLException {
        return sample.database().queryForStrings("SELECT DISTINCT p ->> 'kind' FROM json_array_elements(partition_tools_internal.leaf_describe(?::regclass)) AS p", table);
    }
}
