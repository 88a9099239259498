package org.partitiontools.sql;

import org.junit.jupiter.api.BeforeEach;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** The calendar, against java.time as an independent oracle. */
@PartitionToolsDatabase
class CalendarIT implements CalendarContract {

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
