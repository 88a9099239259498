package org.partitiontools.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** From one set of definitions to another, both by chance, with rows and partitions: the generated files lead there, and no row is lost. */
@PartitionToolsDatabase
class RandomPairsIT {

    /** {@code -Ddefinitions.seed=N} begins elsewhere. */
    private static final int FIRST = Integer.getInteger("definitions.seed", 1);
    private static final int PAIRS = 100;

    private final TestDatabase superuser;

    @TempDir
    private Path folder;

    RandomPairsIT(TestDatabase database) {
        this.superuser = database.asSuperuser();
    }

    static Stream<Integer> seeds() {
        return IntStream.range(FIRST, FIRST + PAIRS).boxed();
    }

    /** The name of the test is the seed. */
    @Sampled(10)
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void oneLeadsToTheOther(int seed) throws SQLException {
        RandomDefinitions from = new RandomDefinitions(seed);
        RandomDefinitions to = new RandomDefinitions(seed + 1_000_000L);
        try (TestDatabase database = superuser.fresh()) {
            database.execute(from.sql());
            database.execute(from.rows().toArray(String[]::new));
            database.execute("DO $$ BEGIN CREATE ROLE pairs_other; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                    "DO $$ BEGIN CREATE ROLE pairs_dwh_read; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            database.execute(from.grants().toArray(String[]::new));
            DefinitionsCase definitions = new DefinitionsCase(database, folder).define("all.sql", to.sql()).define("access.yaml", to.access());
            Map<String, String> before = rows(database, from.filled());

            if (seed % 2 == 0) {
                definitions.migration("without drops");
                Invocation deploy = definitions.deploy();
                assertThat(deploy.exitCode()).as("%s\n%s", deploy.err(), definitions.text()).isZero();
                assertThat(rows(database, from.filled())).as("rows where nothing may be dropped").isEqualTo(before);
            }
            definitions.migrate("with drops", "--allow", "drop");

            definitions.assertNoDifference();
            Map<String, List<String>> common = new TreeMap<>();
            from.filled().forEach((table, columns) -> {
                if (to.filled().containsKey(table)) {
                    common.put(table, columns.stream().filter(to.filled().get(table)::contains).toList());
                }
            });
            assertThat(rows(database, common)).as("rows of what both define").isEqualTo(rowsOf(before, common));
            assertThat(database.queryForStrings("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'dwh.parts'::regclass ORDER BY 1"))
                    .containsExactly("dwh.parts_1", "dwh.parts_2");
        }
    }

    private static Map<String, String> rowsOf(Map<String, String> rows, Map<String, List<String>> columns) {
        Map<String, String> some = new TreeMap<>();
        columns.forEach((table, names) -> names.forEach(name -> some.put(table + "." + name, rows.get(table + "." + name))));
        return some;
    }

    /** Numbers are the same in whichever type they are kept. */
    private static Map<String, String> rows(TestDatabase database, Map<String, List<String>> columns) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (Map.Entry<String, List<String>> table : columns.entrySet()) {
            for (String column : table.getValue()) {
                String value = column.equals("day") ? column : "trim_scale(" + column + "::text::numeric)";
                rows.put(table.getKey() + "." + column, database.queryForString(
                        "SELECT string_agg(" + value + "::text, ',' ORDER BY " + value + ") FROM dwh." + table.getKey()));
            }
        }
        return rows;
    }
}
