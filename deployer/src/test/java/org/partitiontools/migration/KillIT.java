package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/**
 * Backends and clients are killed at random moments, and the jobs started again, until they are done. How often:
 * {@code -Dmigration.kills=30}; which moments: {@code -Dmigration.seed}.
 */
@Campaign
@PartitionToolsDatabase(installed = false)
class KillIT {

    private static final int KILLS = Integer.getInteger("migration.kills", 6);
    private static final long SEED = Long.getLong("migration.seed", 7);
    private static final long ROWS = Long.getLong("migration.rows", 60_000);

    /** Ends the work of a session that is copying. */
    private enum Kill { terminate, kill9, client }

    private final Random random = new Random(SEED);

    @Test
    void noKillLosesOrDoublesARow() throws Exception {
        // A server of its own: kill -9 of a backend restarts all of it.
        try (TestServer server = TestServer.start()) {
            TestDatabase remote = server.createEmptyDatabase();
            TestDatabase local = server.createDatabase();
            // Without a primary key in the target, nothing but the bookkeeping keeps a row from coming twice.
            ForeignSource.create(remote, local, ROWS, false);
            Migrations migrations = new Migrations(local);
            long config = migrations.configure("legacy.\"Events\"", "public.\"Events\"", "pkey = 'Id'", "batchsize = " + ROWS / 60, "parts = 2", "trunc = true");
            int kills = 0;
            while (kills < KILLS) {
                List<String> statements = migrations.run();
                while (!state(migrations).equals("completed")) {
                    kills += attempt(local, statements, Kill.values()[kills % 3]) ? 1 : 0;
                }
                migrations.assertSame("TABLE legacy.\"Events\"", "TABLE public.\"Events\"");
                assertThat(migrations.report("public.\"Events\"")).containsEntry("rows", ROWS + 5);
            }
            assertThat(config).isPositive();
        }
    }

    /** Starts the jobs in a process of their own, and kills something after a while. */
    private boolean attempt(TestDatabase database, List<String> statements, Kill kill) throws Exception {
        Process client = client(database, statements);
        String session = "";
        while (client.isAlive() && session.isEmpty()) {
            session = String.join("", database.queryForStrings("SELECT pid FROM partition_tools.jobs WHERE state = 'running' LIMIT 1"));
        }
        Thread.sleep(random.nextInt(250));
        boolean killed = client.isAlive() && !session.isEmpty() && kill(database, client, session, kill);
        if (kill == Kill.client) {
            client.destroyForcibly();
        }
        client.waitFor();
        awaitRest(database);
        return killed;
    }

    private static boolean kill(TestDatabase database, Process client, String session, Kill kill) throws SQLException {
        switch (kill) {
            case terminate -> database.query("SELECT pg_terminate_backend(?)", Integer.parseInt(session));
            case kill9 -> ProcessHandle.of(Long.parseLong(session)).ifPresent(ProcessHandle::destroyForcibly);
            case client -> client.destroyForcibly();
            default -> throw new IllegalArgumentException(kill.name());
        }
        return true;
    }

    private static Process client(TestDatabase database, List<String> statements) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), JobClient.class.getName(), database.url()));
        command.addAll(statements);
        return new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String state(Migrations migrations) throws SQLException {
        return migrations.report("public.\"Events\"").get("state").toString();
    }

    /** A server that restarts refuses connections for a moment, and the session of a killed client may live a little longer. */
    private static void awaitRest(TestDatabase database) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            try {
                if (database.queryForStrings("SELECT 1 FROM partition_tools.jobs WHERE state = 'running'").isEmpty()) {
                    return;
                }
            } catch (SQLException e) {
                // Not up yet.
                Thread.sleep(50);
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the server did not come to rest");
    }
}
