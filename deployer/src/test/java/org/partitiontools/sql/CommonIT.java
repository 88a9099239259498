package org.partitiontools.sql;

import org.junit.jupiter.api.BeforeEach;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Key codecs and the reading of policies. */
@PartitionToolsDatabase
class CommonIT implements KeyContract, PolicyContract {

    private CommonSql sql;

    @BeforeEach
    void connect(TestDatabase database) {
        sql = new CommonSql(database.url());
    }

    @Override
    public CommonSql sql() {
        return sql;
    }
}
