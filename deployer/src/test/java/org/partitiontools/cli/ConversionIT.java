package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.Leftovers;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A plain table becomes partitioned, and plain again, as a user meets it: by a policy, and by commands of their own. */
@PartitionToolsDatabase(owner = true)
class ConversionIT {

    private static final String AS_OF = "2026-06-25";
    private static final List<String> CONVERT = List.of("convert", "public.orders", "--by", "at", "--granularity", "1 month", "--as-of", AS_OF);
    private static final String WINDOW = """
                operations:
                  - operation: create_partitions
                    granularity: 1 month
                    lower_bound: 6 months
                    upper_bound: -1 month
            """;
    private static final String KIND = "SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass";
    private static final String DIFFERENCES = "SELECT count(*) FROM ((TABLE truth EXCEPT ALL TABLE orders) UNION ALL (TABLE orders EXCEPT ALL TABLE truth)) AS d";

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;

    ConversionIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void createTable() throws SQLException {
        database = original.fresh();
        database.execute("CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz, email text)",
                "INSERT INTO orders (at, email) SELECT timestamptz '2026-01-01 00:00+00' + g * interval '1 hour', 'e' || g FROM generate_series(1, 4000) AS g",
                "ANALYZE orders", "CREATE TABLE truth AS TABLE orders");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void aPolicyConvertsAndItsOperationsGoOnInTheSameRun() throws Exception {
        Path policy = policy("partition_by: at\n" + WINDOW + """
                  - operation: move_partitions
                    lower_bound: 1 year
                    upper_bound: 3 months
                    table_space: warm
            """);
        assertThat(invoke("validate", policy.toString()).out()).contains("1 of 1 files are valid");
        assertThat(invoke("check", policy.toString()).out()).contains("not_in_shape: public.orders is a plain table, to be partitioned by at: about 4000 rows");

        Invocation run = invoke("run", policy.toString(), "--format", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().get(0).get("completed").asInt()).isEqualTo(1 + 3);
        assertThat(run.err()).contains("1 of 1 tables are in shape");
        assertThat(database.queryForStrings("SELECT partition_name || ' ' || tablespace FROM partition_tools.partitions WHERE root = 'orders'::regclass AND is_leaf ORDER BY 1"))
                .containsExactly("orders_2025_12 warm", "orders_2026_01 warm", "orders_2026_02 warm", "orders_2026_03 pg_default", "orders_2026_04 pg_default",
                        "orders_2026_05 pg_default", "orders_2026_06 pg_default", "orders_2026_07 pg_default", "orders_default pg_default");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
        assertThat(invoke("plan", policy.toString()).out()).contains("nothing to do");
        assertThat(invoke("run", policy.toString(), "--format", "json").json().findValuesAsText("state")).containsExactly("unchanged");
        Invocation check = invoke("check", policy.toString());
        assertThat(check.out()).contains("info     kept_source: the plain table that public.orders was is kept until");
        assertThat(check.exitCode()).as(check.out()).isZero();
    }

    @Test
    void thePlanShowsWhatBecomesOfEverything() throws Exception {
        database.execute("CREATE VIEW recent AS SELECT * FROM orders WHERE at > '2026-06-01 00:00+00'", "CREATE VIEW few AS SELECT * FROM recent",
                "CREATE TABLE items (order_id bigint REFERENCES orders)", "CREATE UNIQUE INDEX orders_email ON orders (email)");
        database.asSuperuser().execute("CREATE PUBLICATION shop FOR TABLE orders WITH (publish_via_partition_root = true)", "ALTER PUBLICATION shop OWNER TO " + TestDatabase.OWNER);
        Path policy = policy("partition_by: at\n    unique_keys: widen\n    incoming_foreign_keys: drop\n    keep_source: 2 days\n" + WINDOW);

        JsonNode action = invoke("plan", policy.toString(), "--format", "json").json().get(0);

        assertThat(action.get("action").asText()).isEqualTo("convert");
        assertThat(action.get("sources")).hasSize(1);
        assertThat(action.get("targets")).hasSize(9);
        assertThat(action.get("estimated_rows").asInt()).isEqualTo(4000);
        assertThat(action.get("strategy").asText()).matches("stage and swap; orders_pkey will be PRIMARY KEY \\(id, at\\); orders_email will be UNIQUE USING btree \\(email, at\\); at becomes NOT NULL; .*"
                + "makes anew the views public.recent; drops foreign keys items_order_id_fkey of public.items; takes over publications shop;"
                + " takes about \\d+ kB beside the table; the plain table is kept in step for 2 days");
        assertThat(action.get("strongest_lock").asText()).isEqualTo("ACCESS EXCLUSIVE on public.orders for milliseconds, at the swap");
        assertThat(invoke("plan", policy.toString()).out()).contains("convert orders", "orders_2025_12 ... orders_default (9 partitions)");

        Invocation run = invoke("run", policy.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(database.queryForStrings("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'orders'::regclass ORDER BY 1")).containsExactly(
                "CREATE UNIQUE INDEX orders_email ON ONLY public.orders USING btree (email, at)", "CREATE UNIQUE INDEX orders_pkey ON ONLY public.orders USING btree (id, at)");
        assertThat(database.queryForString("SELECT count(*) FROM few")).isEqualTo(database.queryForString("SELECT count(*) FROM truth WHERE at > '2026-06-01 00:00+00'"));
        assertThat(database.queryForStrings("SELECT conname FROM pg_constraint WHERE conrelid = 'items'::regclass AND contype = 'f'")).isEmpty();
        assertThat(database.queryForString("SELECT pubname FROM pg_publication_tables WHERE tablename = 'orders'")).isEqualTo("shop");
    }

    @Test
    void whatStandsInTheWayIsListedEverywhereAndNothingIsDone() throws Exception {
        database.execute("CREATE MATERIALIZED VIEW sums AS SELECT count(*) FROM orders", "CREATE TABLE items (order_id bigint REFERENCES orders)",
                "CREATE UNIQUE INDEX orders_email ON orders (email)");
        Path policy = policy("partition_by: at\n" + WINDOW);
        String[] reasons = {"materialized view public.sums", "items_order_id_fkey", "orders_email"};

        assertThat(invoke("plan", policy.toString()).out()).contains("refused, ").contains(reasons);
        assertThat(invoke("check", policy.toString()).out()).contains("refused: convert will fail with PP085", "PP087", "PP022").contains(reasons);
        Invocation run = invoke("run", policy.toString());
        Invocation convert = invoke(CONVERT);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains(reasons);
        assertThat(convert.exitCode()).isEqualTo(4);
        assertThat(convert.err()).contains("3 finding(s)").contains(reasons);
        assertThat(database.queryForString(KIND)).isEqualTo("r");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void onAPartitionedTableItIsAnAssertion() throws Exception {
        assertThat(invoke(CONVERT).exitCode()).isZero();
        Path right = policy("partition_by: at\n" + WINDOW);
        assertThat(invoke("run", right.toString()).exitCode()).isZero();
        Path wrong = policy("partition_by: id\n" + WINDOW);

        for (String command : List.of("plan", "check", "run")) {
            Invocation invocation = invoke(command, wrong.toString());
            assertThat(invocation.exitCode()).as(command).isEqualTo(command.equals("check") ? 5 : 4);
            assertThat(invocation.out() + invocation.err()).as(command).contains("public.orders is partitioned by at");
        }
        assertThat(invoke(CONVERT).err()).contains("public.orders is not a plain table", "It is partitioned already", "PP085");
    }

    @Test
    void whileThePlainTableIsKeptNothingIsDeletedAndARunAfterItsTimeDropsIt() throws Exception {
        Path policy = policy("partition_by: at\n" + WINDOW + """
                  - operation: delete_partitions
                    upper_bound: 7 months
            """);
        Path wide = policy("wide.yaml", "partition_by: at\n    cleanup_limit: 100\n    cleanup_gaps: accept\n" + WINDOW.replace("6 months", "1 month") + """
                  - operation: delete_partitions
                    upper_bound: 2 months
            """);
        assertThat(invoke("run", policy.toString()).exitCode()).isZero();

        assertThat(invoke("plan", wide.toString()).out()).contains("nothing to do");
        String later = database.queryForString("SELECT now()::date + 2");
        assertThat(Invocation.of("plan", wide.toString(), "--as-of", later, "--url", database.url()).out()).contains("finish", "drop orders_2026_01");
        Invocation run = Invocation.of("run", wide.toString(), "--as-of", later, "--force", "--url", database.url());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM orders WHERE at < '2026-04-01 00:00+00'")).isEqualTo("0");
        assertThat(Leftovers.in(database)).isEmpty();
        assertThat(invoke("revert", "public.orders").err()).contains("PP088");
    }

    @Test
    void convertRevertConvertFinish() throws Exception {
        Invocation convert = invoke(CONVERT);
        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(convert.out()).contains("public.orders  completed");
        String job = database.queryForString("SELECT job_id FROM partition_tools.jobs WHERE action = 'convert'");
        assertThat(convert.err()).contains("the table that it was is kept until ", "partition-tools revert " + job + " switches back to it, partition-tools finish " + job + " drops it");
        database.execute("WITH new AS (INSERT INTO orders (at) VALUES ('2026-06-24 12:00+00') RETURNING *) INSERT INTO truth TABLE new");

        Invocation revert = invoke("revert", job);

        assertThat(revert.exitCode()).as(revert.err()).isZero();
        assertThat(revert.err()).contains("revert of public.orders: done");
        assertThat(database.queryForString(KIND)).isEqualTo("r");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");

        Invocation again = invoke(CONVERT, "--format", "json");
        assertThat(again.json().findValuesAsText("state")).containsExactly("completed");
        Invocation finish = invoke("finish", "public.orders");
        assertThat(finish.exitCode()).as(finish.err()).isZero();
        assertThat(invoke("finish", "public.orders").exitCode()).isEqualTo(4);
        assertThat(database.queryForString(KIND)).isEqualTo("p");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void aTableThatIsAdoptedAndMadePlainAgain() throws Exception {
        Invocation adopt = invoke(CONVERT, "--mode", "adopt", "--keep-source", "0");
        assertThat(adopt.exitCode()).as(adopt.err()).isZero();
        assertThat(database.queryForString(KIND)).isEqualTo("p");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");

        Invocation plain = invoke("unpartition", "public.orders", "--table-space", "warm", "--keep-source", "1 hour");
        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertThat(plain.out()).contains("public.orders  completed");
        assertThat(database.queryForString(KIND)).isEqualTo("r");
        assertThat(database.queryForString("SELECT spcname FROM pg_class AS c JOIN pg_tablespace AS t ON t.oid = c.reltablespace WHERE c.oid = 'orders'::regclass")).isEqualTo("warm");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
        assertThat(plain.err()).contains("the table that it was is kept until ");

        Invocation revert = invoke("revert", "public.orders");
        assertThat(revert.exitCode()).as(revert.err()).isZero();
        assertThat(database.queryForString(KIND)).isEqualTo("p");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
        assertThat(invoke("unpartition", "public.truth").err()).contains("PP010");
        assertThat(invoke("unpartition", "public.orders", "--table-space", "nowhere").err()).contains("PP023");
    }

    @Test
    void allOptionsOfConvert() throws Exception {
        database.execute("CREATE TABLE items (order_id bigint REFERENCES orders)", "CREATE UNIQUE INDEX orders_email ON orders (email)");
        database.asSuperuser().execute("CREATE PUBLICATION shop FOR TABLE orders", "ALTER PUBLICATION shop OWNER TO " + TestDatabase.OWNER);

        Invocation convert = invoke(CONVERT, "--lower-bound", "3 months", "--upper-bound", "-1 month", "--table-space", "warm", "--unique-keys", "widen",
                "--incoming-foreign-keys", "drop", "--publications", "accept", "--keep-source", "0", "--timezone", "Europe/Berlin", "--mode", "copy");

        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(database.queryForString("SELECT string_agg(DISTINCT tablespace, ' ') FROM partition_tools.partitions WHERE root = 'orders'::regclass AND NOT is_default AND is_leaf"))
                .isEqualTo("warm");
        assertThat(database.queryForString("SELECT min(lower_time) || ' ' || max(upper_time) FROM partition_tools.partitions WHERE root = 'orders'::regclass AND NOT is_default AND is_leaf"))
                .isEqualTo("2026-02-28 23:00:00+00 2026-07-31 22:00:00+00");
        assertThat(convert.err()).contains("has converted public.orders").doesNotContain("kept until");
        assertThat(invoke("revert", "public.orders").err()).contains("PP088", "keep_source was 0");
        assertThat(database.queryForString(DIFFERENCES)).isEqualTo("0");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--granularity, abc,                  2, is not an interval",
        "--granularity, 17 minutes,           1, PP002",
        "--by,          nosuchcolumn,         1, PP001",
        "--by,          email,                4, PP014",
        "--lower-bound, 1,                    2, is not an interval",
        "--upper-bound, 8 years,              1, the window of the partitions is empty",
        "--keep-source, -1 day,               2, must not be negative",
        "--keep-source, soon,                 2, is not an interval",
        "--unique-keys, wide,                 2, 'widen, refuse'",
        "--incoming-foreign-keys, keep,       2, 'refuse, drop'",
        "--publications, all,                 2, 'refuse, accept'",
        "--mode,        move,                 1, p_mode must be copy or adopt",
        "--timezone,    Nowhere,              2, Unknown time-zone",
        "--table-space, nowhere,              4, PP023",
        "--as-of,       yesterday,            2, neither a date nor a time",
    })
    void aWrongValueIsRefusedAndNothingIsDone(String option, String value, int exitCode, String message) throws Exception {
        List<String> arguments = new ArrayList<>(CONVERT);
        int at = arguments.indexOf(option);
        if (at >= 0) {
            arguments.set(at + 1, value);
        } else {
            arguments.addAll(List.of(option, value));
        }

        Invocation invocation = invoke(arguments);

        assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(exitCode);
        assertThat(invocation.err()).contains(message).doesNotContain("\tat ");
        assertThat(database.queryForString(KIND)).isEqualTo("r");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void aWrongSettingOfTheSessionIsRefusedBeforeAnythingIsMade() throws Exception {
        for (String setting : List.of("keep_source = 'soon'", "keep_source = '-1 day'", "unique_keys = 'wide'", "incoming_foreign_keys = 'keep'", "publications = 'all'", "partition_mode = 'move'")) {
            try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
                statement.execute("SET partition_tools." + setting);
                assertThatThrownBy(() -> statement.execute("CALL partition_tools.partition_table('orders', 'at', '1 month')"))
                        .as(setting).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP001"));
            }
        }
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs")).isEqualTo("0");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"revert", "finish"})
    void whatIsNoConversionIsNamed(String command) {
        assertThat(invoke(command, "99").exitCode()).isEqualTo(4);
        assertThat(invoke(command, "99").err()).contains("there is no job 99", "PP051");
        assertThat(invoke(command, "public.orders").exitCode()).isEqualTo(1);
        assertThat(invoke(command, "public.orders").err()).contains("no conversion of public.orders is recorded");
        assertThat(invoke(command, "public.nosuchtable").exitCode()).isEqualTo(4);
        assertThat(invoke(command, "99999999999999999999").exitCode()).isEqualTo(2);
        assertThat(invoke("convert", "public.nosuchtable", "--by", "at", "--granularity", "1 month").err()).contains("42P01");
    }

    @Test
    void namesThatNeedQuotesWork() throws Exception {
        database.execute("CREATE SCHEMA \"My Shop\"", "CREATE TABLE \"My Shop\".\"Sel\"\"ect %s\" (\"the Id\" int PRIMARY KEY, \"When, then\" date NOT NULL)",
                "INSERT INTO \"My Shop\".\"Sel\"\"ect %s\" SELECT g, date '2026-01-01' + g FROM generate_series(1, 100) AS g");
        String table = "\"My Shop\".\"Sel\"\"ect %s\"";

        Invocation convert = invoke("convert", table, "--by", "When, then", "--granularity", "1 month", "--as-of", AS_OF);
        Invocation revert = invoke("revert", table);

        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(revert.exitCode()).as(revert.err()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM " + table)).isEqualTo("100");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    private Invocation invoke(List<String> first, String... others) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(others));
        return invoke(all.toArray(String[]::new));
    }

    private Invocation invoke(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("validate")) {
            all.addAll(List.of("--url", database.url()));
        }
        if (List.of("plan", "check", "run").contains(arguments[0])) {
            all.addAll(List.of("--as-of", AS_OF));
        }
        return Invocation.of(all.toArray(String[]::new));
    }

    private Path policy(String table) throws IOException {
        return policy("policy.yaml", table);
    }

    private Path policy(String name, String table) throws IOException {
        return Files.writeString(folder.resolve(name), """
                kind: partitioning
                api: v1
                start_date: "2026-01-15"
                connection_id: warehouse
                schema: public
                tables:
                  - table: orders
                """ + "    " + table);
    }
}
