package org.partitiontools.sql;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Key codecs and the reading of policies. */
@PartitionToolsDatabase
class CommonIT implements KeyContract, PolicyContract {

    private CommonSql sql;

    @BeforeEach
    void connect(TestDatabase database) throws SQLException {
        sql = new CommonSql(database.url());
    }

    @AfterEach
    void disconnect() throws SQLException {
        sql.close();
    }

    @Override
    public CommonSql sql() {
        return sql;
    }
}
