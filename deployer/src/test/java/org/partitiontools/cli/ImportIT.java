package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Policies from what other programs are configured to do, on tables that are as those programs leave them. */
@PartitionToolsDatabase
class ImportIT {

    /** The columns that both versions have, and those of one. */
    private static final String PART_CONFIG = """
            CREATE SCHEMA "part man";
            CREATE TABLE "part man".part_config (parent_table text, control text, partition_interval text, partition_type text, premake int DEFAULT 4,
                epoch text DEFAULT 'none', retention text, retention_schema text, retention_keep_table boolean DEFAULT true,
                infinite_time_partitions boolean DEFAULT false, automatic_maintenance text DEFAULT 'on', %s);
            """;
    private static final String VERSION_4 = "datetime_string text, upsert text, trigger_return_null boolean";
    private static final String VERSION_5 = "date_trunc_interval text, time_encoder text, time_decoder text";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {VERSION_4, VERSION_5})
    void thePlanOfWhatPgPartmanKeepsIsEmpty(String columns, TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute(PART_CONFIG.formatted(columns),
                    table("Daily Logs", "timestamptz", "date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'", "1 day", 4),
                    table("monthly", "date", "date_trunc('month', now() AT TIME ZONE 'UTC')::date", "1 month", 3),
                    table("weekly", "timestamp", "date_trunc('week', now() AT TIME ZONE 'UTC')", "7 days", 4),
                    "CREATE TABLE ids (id bigint) PARTITION BY RANGE (id)",
                    "CREATE TABLE listed (at date) PARTITION BY LIST (at)",
                    "CREATE TABLE inherited (at date)",
                    """
                    INSERT INTO "part man".part_config (parent_table, control, partition_interval, partition_type, premake, retention, retention_keep_table)
                    VALUES ('public."Daily Logs"', 'at', '1 day', 'range', 4, '30 days', false), ('public.monthly', 'at', '1 mon', 'range', 3, '1 year', true),
                           ('public.weekly', 'at', '7 days', 'range', 4, NULL, true), ('public.ids', 'id', '1000', 'range', 4, NULL, true),
                           ('public.listed', 'at', '1 day', 'list', 4, NULL, true), ('public.inherited', 'at', '1 day', 'range', 4, NULL, true),
                           ('public.gone', 'at', '1 day', 'range', 4, NULL, true)
                    """);
            Path policy = folder.resolve("policy.yaml");

            Invocation invocation = Invocation.of("import", "--from", "pg_partman", "--url", database.url(), "--output", policy.toString());

            assertThat(invocation.exitCode()).as(invocation.err()).isZero();
            assertThat(invocation.err()).contains("public.ids is left out", "public.listed is left out", "public.inherited is left out", "public.gone is left out");
            assertThat(policy).content().contains("table: Daily Logs", "granularity: 1 week", "cleanup_policy: drop", "cleanup_policy: detach", "upper_bound: 30 days");
            Invocation plan = Invocation.of("plan", policy.toString(), "--url", database.url());
            assertThat(plan.exitCode()).as(plan.err()).isZero();
            assertThat(plan.out()).contains("nothing to do");
            // What is there is not written over.
            assertThat(Invocation.of("import", "--from", "pg_partman", "--url", database.url(), "--output", policy.toString()).exitCode()).isEqualTo(2);
        }
    }

    @Test
    void withoutPgPartmanThereIsNothingToTakeOver(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Invocation invocation = Invocation.of("import", "--from", "pg_partman", "--url", database.url());

            assertThat(invocation.exitCode()).isEqualTo(1);
            assertThat(invocation.err()).contains("there is no table part_config of pg_partman");
            assertThat(invocation.out()).isEmpty();
        }
    }

    @Test
    void theFileOfPpmIsAPolicyAsItStands(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE logs (at date NOT NULL) PARTITION BY RANGE (at)", "CREATE TABLE other (at timestamptz, \"when\" date) PARTITION BY RANGE (\"when\")");
            Path file = ppm("connection-url: " + database.url().replaceFirst("jdbc:postgresql:", "postgres:"), "logs", "at");
            Path imported = folder.resolve("policy.yaml");

            // Only the file says where the database is.
            Invocation run = Invocation.with(Map.of(), "run", file.toString(), "--user", "postgres");
            Invocation plan = Invocation.with(Map.of(), "plan", file.toString(), "--user", "postgres");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).as("log-format: json").startsWith("{\"time\"");
            assertThat(plan.out()).contains("nothing to do");
            assertThat(Invocation.of("import", "--from", "ppm", file.toString(), "--output", imported.toString()).exitCode()).isZero();
            assertThat(imported).content().contains("partition_by: at", "pre_provisioned: 3", "lock_timeout: 300ms").doesNotContain("jdbc", "postgres://");
            assertThat(Invocation.of("plan", imported.toString(), "--url", database.url()).out()).contains("nothing to do");
            assertThat(Invocation.of("import", "--from", "ppm", imported.toString()).exitCode()).isEqualTo(1);
            Invocation otherColumn = Invocation.of("plan", ppm("debug: false", "other", "at").toString(), "--url", database.url());
            assertThat(otherColumn.err()).contains("PP089");
        }
    }

    private Path ppm(String line, String table, String column) throws IOException {
        return Files.writeString(folder.resolve("postgresql-partition-manager.yaml"), """
                %s
                log-format: json
                lock-timeout: 300
                statement-timeout: 30000
                partitions:
                  one:
                    schema: public
                    table: %s
                    partitionKey: %s
                    interval: daily
                    retention: 3
                    preProvisioned: 3
                    cleanupPolicy: drop
                """.formatted(line, table, column));
    }

    /** The current partition and those ahead, as the other program makes them. */
    private static String table(String name, String type, String start, String interval, int ahead) {
        return """
                CREATE TABLE "%1$s" (at %2$s NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE "%1$s_default" PARTITION OF "%1$s" DEFAULT;
                DO $do$
                BEGIN
                    SET LOCAL timezone = 'UTC';
                    FOR i IN 0 .. %5$s LOOP
                        EXECUTE format('CREATE TABLE %%I PARTITION OF %%I FOR VALUES FROM (%%L) TO (%%L)', '%1$s_p' || i, '%1$s',
                            (%3$s + i * interval '%4$s')::%2$s, (%3$s + (i + 1) * interval '%4$s')::%2$s);
                    END LOOP;
                END
                $do$;
                """.formatted(name, type, start, interval, ahead);
    }
}
