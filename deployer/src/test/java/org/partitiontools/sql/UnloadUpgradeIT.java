package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.Installation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Unloading and restoring that an earlier version has begun goes on after {@code deploy}, or is cancelled. */
@PartitionToolsDatabase(installed = false)
class UnloadUpgradeIT {

    private static final List<UnloadCrashIT.Point> POINTS = List.of(UnloadCrashIT.Point.values());
    private static final List<String> RESTORED = List.of("download", "build", "swap", "clean_up");

    @ParameterizedTest
    @EnumSource(Installation.class)
    void anUnloadGoesOn(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        for (UnloadCrashIT.Point point : POINTS) {
            try (TestDatabase database = any.server().createEmptyDatabase()) {
                earlier.install(database, folder);
                Archived orders = Archived.create(database);
                Archives archives = new Archives(database);
                long job = orders.job();
                abandon(archives, point, job);

                Installation.upgrade(database);

                if (earlier == Installation.V5E472F6 && point == UnloadCrashIT.Point.RECORDED) {
                    // Whether a crash has emptied its record cannot be told: the archive does not count, and the job begins anew.
                    SqlErrors.raised("PP071", () -> archives.unload(job, true));
                    archives.unload(job);
                } else {
                    archives.unload(job, point == UnloadCrashIT.Point.RECORDED || point == UnloadCrashIT.Point.SWAPPED);
                }
                assertThat(orders.state(job)).as("%s", point).isEqualTo("completed");
                assertThat(orders.archives()).as("%s", point).containsExactly(Archived.JANUARY);
                assertThat(orders.differencesWithoutJanuary()).as("%s", point).isZero();
                assertThat(orders.leftovers()).as("%s", point).isEmpty();
                archives.restore(archives.restoreJob(Archived.JANUARY, null));
                assertThat(orders.differences()).as("%s", point).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void anUnloadIsCancelled(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        for (UnloadCrashIT.Point point : POINTS) {
            try (TestDatabase database = any.server().createEmptyDatabase()) {
                earlier.install(database, folder);
                Archived orders = Archived.create(database);
                Archives archives = new Archives(database);
                long job = orders.job();
                abandon(archives, point, job);

                Installation.upgrade(database);

                boolean swapped = point == UnloadCrashIT.Point.SWAPPED;
                if (swapped) {
                    SqlErrors.raised("PP056", () -> database.execute("CALL partition_tools.cancel(" + job + ")"));
                } else {
                    database.execute("CALL partition_tools.cancel(" + job + ")");
                }
                assertThat(orders.state(job)).as("%s", point).isEqualTo(swapped ? "completed" : "cancelled");
                assertThat(orders.hasPartition(Archived.JANUARY)).as("%s", point).isNotEqualTo(swapped);
                assertThat(orders.leftovers()).as("%s", point).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void aRestoreGoesOn(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        for (String phase : RESTORED) {
            try (TestDatabase database = any.server().createEmptyDatabase()) {
                earlier.install(database, folder);
                Archived orders = Archived.create(database);
                Archives archives = new Archives(database);
                long job = beginRestore(archives, orders, null, phase);

                Installation.upgrade(database);

                archives.restore(job, !phase.equals("download"));
                assertThat(orders.state(job)).as(phase).isEqualTo("completed");
                assertThat(orders.differences()).as(phase).isZero();
                assertThat(orders.leftovers()).as(phase).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void aRestoreIsCancelled(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        for (String phase : List.of("swap", "restore_rename")) {
            try (TestDatabase database = any.server().createEmptyDatabase()) {
                earlier.install(database, folder);
                Archived orders = Archived.create(database);
                Archives archives = new Archives(database);
                long job = beginRestore(archives, orders, phase.equals("restore_rename") ? "sales.january" : null, phase);

                Installation.upgrade(database);

                database.execute("CALL partition_tools.cancel(" + job + ")");
                assertThat(orders.state(job)).as(phase).isEqualTo("cancelled");
                assertThat(orders.differencesWithoutJanuary()).as(phase).isZero();
                assertThat(orders.leftovers()).as(phase).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void aRestoreAsATableGoesOn(Installation earlier, TestDatabase any, @TempDir Path folder) throws Exception {
        for (String phase : List.of("download", "restore_rename")) {
            try (TestDatabase database = any.server().createEmptyDatabase()) {
                earlier.install(database, folder);
                Archived orders = Archived.create(database);
                Archives archives = new Archives(database);
                long job = beginRestore(archives, orders, "sales.january", phase);

                Installation.upgrade(database);

                archives.restore(job, !phase.equals("download"));
                assertThat(orders.state(job)).as(phase).isEqualTo("completed");
                assertThat(database.queryForString("SELECT count(*) FROM (SELECT id, at, note, amount FROM truth WHERE at < '2026-02-01 00:00+00'"
                        + " EXCEPT ALL SELECT id, at, note, amount FROM sales.january) AS d")).as(phase).isEqualTo("0");
                assertThat(database.queryForString("SELECT count(*) FROM sales.january")).as(phase).isEqualTo("744");
                assertThat(orders.leftovers()).as(phase).isEmpty();
            }
        }
    }

    private static void abandon(Archives archives, UnloadCrashIT.Point point, long job) throws Exception {
        try (Archives.Session session = archives.session()) {
            point.reach(session, job);
        }
    }

    /** Unloads January, and begins to restore it, up to a phase. */
    private static long beginRestore(Archives archives, Archived orders, String asTable, String phase) throws Exception {
        archives.unload(orders.job());
        long job = archives.restoreJob(Archived.JANUARY, asTable);
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            if (!phase.equals("download")) {
                session.load(job);
            }
            while (!orders.phase(job).equals(phase)) {
                assertThat(orders.phase(job)).isNotEqualTo("done");
                session.execute("SELECT partition_tools_internal.job_step(" + job + ")");
            }
        }
        return job;
    }
}
