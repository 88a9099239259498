package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/**
 * The source is another database, behind postgres_fdw. Larger: {@code -Dmigration.rows=5000000}.
 */
@PartitionToolsDatabase
class ForeignSourceIT {

    private static final long ROWS = Long.getLong("migration.rows", 40_000);
    private static final String EVENTS = "SELECT \"Id\", \"When\", note, \"Amount\" FROM ";

    @Test
    void fourPartsAtOnceCopyEverything(TestDatabase original) throws Exception {
        try (TestDatabase remote = original.server().createEmptyDatabase(); TestDatabase local = original.fresh()) {
            ForeignSource.create(remote, local, ROWS, false);
            Migrations migrations = new Migrations(local);
            migrations.configure("legacy.\"Events\"", "public.\"Events\"", "pkey = 'Id'", "batchsize = " + Math.max(3_000, ROWS / 50), "parts = 4");

            List<String> statements = migrations.run();
            assertThat(statements).hasSize(4);
            List<CompletableFuture<Void>> jobs = statements.stream().map(statement -> CompletableFuture.runAsync(() -> {
                try {
                    migrations.execute(List.of(statement));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            })).toList();
            jobs.forEach(CompletableFuture::join);

            assertThat(migrations.report("public.\"Events\"")).containsEntry("state", "completed").containsEntry("rows", ROWS + 5);
            migrations.assertSame(EVENTS + "legacy.\"Events\"", EVENTS + "public.\"Events\"");
            migrations.assertVerified();
        }
    }

    @Test
    void howMuchThereIsIsUnknownUntilSomebodyHasLooked(TestDatabase original) throws Exception {
        try (TestDatabase remote = original.server().createEmptyDatabase(); TestDatabase local = original.fresh()) {
            ForeignSource.create(remote, local, 2_000, false);
            Migrations migrations = new Migrations(local);
            migrations.configure("legacy.\"Events\"", "public.\"Events\"", "pkey = 'Id'", "batchsize = 100", "trunc = true");
            migrations.run();
            assertThat(migrations.report("public.\"Events\"")).containsEntry("total", null).containsEntry("progress", null);

            local.execute("ALTER SERVER legacy OPTIONS (ADD use_remote_estimate 'true')");
            migrations.run();
            assertThat(local.queryForString("SELECT total BETWEEN 1000 AND 3000 FROM partition_tools.jobs ORDER BY job_id DESC LIMIT 1")).isEqualTo("true");

            local.execute("ALTER SERVER legacy OPTIONS (DROP use_remote_estimate)", "ANALYZE legacy.\"Events\"");
            migrations.run();
            assertThat(local.queryForString("SELECT total BETWEEN 1000 AND 3000 FROM partition_tools.jobs ORDER BY job_id DESC LIMIT 1")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"Id\"|range", "\"Id\"|modulus", "note|range", "\"When\"|range", "note, \"Id\"|range", "\"Amount\", note, \"Id\"|range"})
    void everyKeyIsCutOnTheRemoteServer(String key, String partBy, TestDatabase original) throws Exception {
        try (TestDatabase remote = original.server().createEmptyDatabase(); TestDatabase local = original.fresh()) {
            ForeignSource.create(remote, local, 2_000, false);
            Migrations migrations = new Migrations(local);
            migrations.configure("legacy.\"Events\"", "public.\"Events\"", "pkey = '" + key + "'", "part_by = '" + partBy + "'", "batchsize = 130", "parts = 3");

            migrations.migrate();

            migrations.assertSame(EVENTS + "legacy.\"Events\"", EVENTS + "public.\"Events\"");
            assertThat(local.queryForStrings("SELECT batch FROM partition_tools.jobs")).allSatisfy(batch -> assertThat(Long.parseLong(batch)).isGreaterThan(2));
        }
    }

    @Test
    void anotherCollationOnTheRemoteServerDoesNotMatter(TestDatabase original) throws Exception {
        try (TestDatabase remote = original.server().createEmptyDatabase(); TestDatabase local = original.fresh()) {
            ForeignSource.create(remote, local, 1, false);
            // The remote order is not ours, and we do not know it.
            remote.execute("CREATE TABLE shop.words (word text COLLATE \"en-x-icu\", n int)",
                    "INSERT INTO shop.words SELECT chr(32 + i % 95) || chr(32 + i % 89) || i % 13, i FROM generate_series(1, 3000) AS i");
            local.execute("CREATE FOREIGN TABLE legacy.words (word text COLLATE \"C\", n int) SERVER legacy OPTIONS (schema_name 'shop')",
                    "CREATE TABLE public.words (word text, n int)");
            Migrations migrations = new Migrations(local);
            migrations.configure("legacy.words", "public.words", "pkey = 'word'", "batchsize = 100", "parts = 5");

            migrations.migrate();

            migrations.assertSame("TABLE legacy.words", "TABLE public.words");
            migrations.assertVerified();

            local.execute("UPDATE public.words SET n = -1 WHERE n = 700");
            assertThat(local.queryForStrings("SELECT equal FROM partition_tools.verify(1)")).contains("false");

            // The last keys are those of the remote order, too.
            remote.execute("INSERT INTO shop.words VALUES (repeat('z', 20), 3001), ('~', 3002), ('ZZ', 3003)");
            migrations.migrate();
            assertThat(local.queryForString("SELECT count(*) || ' ' || count(DISTINCT n) FROM public.words WHERE n > 0")).isIn("3000 3000", "3001 3001", "3002 3002");
            assertThat(local.queryForStrings("SELECT n FROM public.words WHERE n > 3000")).contains("3001");
        }
    }

    @Test
    void aConditionOnTextMayMeanSomethingElseOnTheRemoteServer(TestDatabase original) throws Exception {
        try (TestDatabase remote = original.server().createEmptyDatabase(); TestDatabase local = original.fresh()) {
            ForeignSource.create(remote, local, 1, false);
            remote.execute("CREATE TABLE shop.words (word text COLLATE \"en-x-icu\", n int)",
                    "INSERT INTO shop.words VALUES ('Apple', 1), ('apple', 2), ('Zebra', 3), ('zebra', 4)");
            local.execute("CREATE FOREIGN TABLE legacy.words (word text COLLATE \"C\", n int) SERVER legacy OPTIONS (schema_name 'shop')",
                    "CREATE TABLE public.words (word text COLLATE \"C\", n int)");
            Migrations migrations = new Migrations(local);
            migrations.configure("legacy.words", "public.words", "condition = 'word > ''m'''");

            migrations.migrate();

            assertThat(local.queryForStrings("SELECT n FROM public.words ORDER BY n")).containsExactly("3", "4");
            migrations.assertVerified();
        }
    }
}
