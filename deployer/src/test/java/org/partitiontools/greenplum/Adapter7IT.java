package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.sql.AdapterContract;
import org.partitiontools.sql.SqlErrors;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** The adapter for Greenplum 7. */
@GreenplumDatabase(engine = Engine.GREENPLUM7)
class Adapter7IT implements AdapterContract {

    @Override
    public List<String> ledger() {
        return List.of("CREATE TABLE ledger (id int, at date NOT NULL) PARTITION BY RANGE (at) DISTRIBUTED BY (id)",
                "CREATE TABLE ledger_old PARTITION OF ledger FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')",
                "CREATE TABLE ledger_new PARTITION OF ledger FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')",
                "CREATE TABLE ledger_rest PARTITION OF ledger DEFAULT");
    }

    @Override
    public boolean partitionsAreRelations() {
        return true;
    }

    /** By them it is told which event of a job, and which of two runs, is the latest. */
    @Test
    void numbersFollowEachOtherFromSessionToSession(TestDatabase database) throws SQLException {
        TestDatabase superuser = database.asSuperuser();
        List<String> sequences = superuser.queryForStrings("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND relnamespace::regnamespace::text LIKE 'partition\\_tools%'");
        assertThat(sequences).isNotEmpty();
        for (String sequence : sequences) {
            long number = Long.parseLong(superuser.queryForString("SELECT nextval(?)", sequence));
            assertThat(superuser.queryForString("SELECT nextval(?)", sequence)).as(sequence).isEqualTo(String.valueOf(number + 1));
        }
    }

    /** There are no archives yet. */
    @Test
    @Override
    public void anArchiveTellsWhereThePartitionWas(TestDatabase database) {
        SqlErrors.raised("PP100", () -> database.query("SELECT * FROM partition_tools_internal.archive_place('{}')"));
    }

    /** There is no data migration yet. */
    @Test
    @Override
    public void whoHasWrittenAMigrationMayExecuteIt(TestDatabase database) throws SQLException {
        database.execute("DELETE FROM partition_tools.migration_config", "INSERT INTO partition_tools.migration_config (source, target) VALUES ('ledger', 'plain')");
        SqlErrors.raised("PP100", () -> database.query("SELECT * FROM partition_tools.run('{plain}')"));
    }
}
