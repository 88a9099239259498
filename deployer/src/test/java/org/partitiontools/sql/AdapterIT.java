package org.partitiontools.sql;

import java.util.List;
import org.partitiontools.testing.PartitionToolsDatabase;

/** The adapter for PostgreSQL. */
@PartitionToolsDatabase(owner = true)
class AdapterIT implements AdapterContract {

    @Override
    public List<String> ledger() {
        return List.of("CREATE TABLE ledger (id int, at date NOT NULL) PARTITION BY RANGE (at)",
                "CREATE TABLE ledger_old PARTITION OF ledger FOR VALUES FROM ('2025-01-01') TO ('2025-02-01')",
                "CREATE TABLE ledger_new PARTITION OF ledger FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')",
                "CREATE TABLE ledger_rest PARTITION OF ledger DEFAULT");
    }

    @Override
    public boolean partitionsAreRelations() {
        return true;
    }
}
