package org.partitiontools.greenplum;

import java.util.List;
import org.partitiontools.sql.AdapterContract;
import org.partitiontools.testing.GreenplumDatabase;

/** The adapter for Greenplum. */
@GreenplumDatabase
class AdapterIT implements AdapterContract {

    @Override
    public List<String> ledger() {
        return List.of("""
                CREATE TABLE ledger (id int, at date NOT NULL) DISTRIBUTED BY (id) PARTITION BY RANGE (at)
                    (PARTITION ledger_old START ('2025-01-01') END ('2025-02-01'), PARTITION ledger_new START ('2025-02-01') END ('2025-03-01'),
                     DEFAULT PARTITION ledger_rest)
                """);
    }

    @Override
    public boolean partitionsAreRelations() {
        return false;
    }
}
