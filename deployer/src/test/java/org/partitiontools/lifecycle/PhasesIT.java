package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** The list of phases of a job: where it is defined, what the first phase makes of it, and what {@code jobs} shows. */
@PartitionToolsDatabase(owner = true)
class PhasesIT {

    private static final String MOVED = "prepare,copy,reconcile,build,prove,validate_default,catch_up,mirror,settle,swap,clean_up";

    @Test
    void thePhasesOfTheCatalogueAreThoseThatThereAre(TestDatabase database) throws SQLException {
        assertThat(database.queryForStrings("SELECT 'phase_' || phase FROM partition_tools_internal.phases() ORDER BY 1"))
                .isEqualTo(database.queryForStrings("SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'partition_tools_internal'::regnamespace"
                        + " AND p.prorettype = 'partition_tools_internal.step'::regtype AND p.proname LIKE 'phase\\_%' ORDER BY 1"));
    }

    @Test
    void everyPhaseIsInAListOrAWayOut(TestDatabase database) throws SQLException {
        String listed = "SELECT unnest(partition_tools_internal.kind_phases(k)) FROM unnest('{repartition,attach,remove,unload,restore,restore_table,convert,adopt,unpartition,revert,revert_adopted,revert_rows,finish,migrate}'::text[]) AS k";
        assertThat(database.queryForStrings("SELECT phase FROM partition_tools_internal.phases() EXCEPT (" + listed + ") ORDER BY 1")).containsExactly("cancel", "undo");
        assertThat(database.queryForStrings(listed + " EXCEPT SELECT phase FROM partition_tools_internal.phases()")).isEmpty();
        // The list is known when the first phase is done, which therefore every job has.
        assertThat(database.queryForStrings("SELECT p.phase FROM unnest('{repartition,attach,remove,unload,restore,restore_table,convert,adopt,unpartition,revert,revert_adopted,revert_rows,finish,migrate}'::text[]) AS k"
                + " JOIN partition_tools_internal.phases() AS p ON p.phase = (partition_tools_internal.kind_phases(k))[1] WHERE p.needs IS NOT NULL")).isEmpty();
    }

    @Test
    void theListIsDecidedByTheFirstPhase(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            January.create(database, "PRIMARY KEY (id, at)");
            long job = January.merge(database);
            assertThat(shown(database, job)).isEqualTo("- -");
            try (Steps steps = Steps.of(database, job)) {
                assertThat(steps.next()).isEqualTo("copy");
                assertThat(shown(database, job)).isEqualTo(MOVED + " 1");
            }
            Steps.until(database, job, "swap");
            assertThat(shown(database, job)).isEqualTo(MOVED + " 9");
            Steps.until(database, job, "done");
            assertThat(shown(database, job)).isEqualTo(MOVED + " 11");
        }
    }

    @Test
    void withoutAKeyAndWithForeignKeys(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            January.create(database, "");
            database.execute("CREATE TABLE r (id bigint PRIMARY KEY)", "INSERT INTO r SELECT generate_series(1, 1000)",
                    "ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES r", "DROP TABLE t_d");
            long job = January.merge(database);
            Steps.until(database, job, "done");
            assertThat(shown(database, job)).isEqualTo("prepare,copy,digest,reconcile,build,catch_up,mirror,settle,foreign_keys,validate_keys,swap,clean_up 12");
        }
    }

    /** What was done to the table meanwhile makes the job go back; the list has that phase then, too. */
    @Test
    void aJobGoesBack(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            January.create(database, "PRIMARY KEY (id, at)");
            database.execute("DROP TABLE t_d");
            long job = January.merge(database);
            Steps.until(database, job, "swap");
            database.execute("CREATE INDEX ON t_a (note)", "CREATE TABLE t_d PARTITION OF t DEFAULT");
            try (Steps steps = Steps.of(database, job)) {
                assertThat(steps.next()).isEqualTo("rebuild");
                assertThat(shown(database, job)).isEqualTo(MOVED.replace("build,", "build,rebuild,") + " 4");
                Steps.until(database, job, "done");
            }
            assertThat(shown(database, job)).isEqualTo(MOVED.replace("build,", "build,rebuild,") + " 12");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("1000");
            // The index is the partition's own.
            assertThat(Leftovers.in(database)).containsExactly("index without parent t_jan_note_idx");
        }
    }

    @Test
    void whatIsUndoneIsNotDone(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            January.create(database, "PRIMARY KEY (id, at)");
            long job = January.merge(database);
            Steps.until(database, job, "build");
            try (JobSession session = JobSession.open(database)) {
                session.cancel(job);
            }
            assertThat(shown(database, job)).isEqualTo("- -");
        }
    }

    private static String shown(TestDatabase database, long job) throws SQLException {
        return database.queryForString("SELECT coalesce(array_to_string(phases, ','), '-') || ' ' || coalesce(phases_done::text, '-') FROM partition_tools.jobs WHERE job_id = ?", job);
    }
}
