package org.partitiontools.sql;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** The calendar, against java.time as an independent oracle. */
@PartitionToolsDatabase
class CalendarIT implements CalendarContract {

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
