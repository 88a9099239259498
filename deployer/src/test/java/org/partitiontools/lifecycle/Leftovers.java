package org.partitiontools.lifecycle;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** Whatever jobs make for themselves and must not leave behind. */
public final class Leftovers {

    private static final String QUERY = """
            SELECT 'relation ' || oid::regclass FROM pg_class WHERE relname LIKE 'partition\\_tools\\_j%'
            UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typname LIKE 'partition\\_tools\\_j%'
            UNION ALL SELECT 'routine ' || proname FROM pg_proc WHERE proname LIKE 'partition\\_tools\\_j%'
            UNION ALL SELECT format('trigger %s on %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgname LIKE 'partition\\_tools\\_%'
            UNION ALL SELECT format('constraint %s on %s', conname, conrelid::regclass) FROM pg_constraint WHERE conname LIKE 'partition\\_tools\\_%'
            UNION ALL SELECT 'statistics ' || stxname FROM pg_statistic_ext WHERE stxname LIKE 'partition\\_tools\\_j%'
            UNION ALL SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
            UNION ALL SELECT 'constraint not valid: ' || conname FROM pg_constraint WHERE NOT convalidated
                       -- Before PostgreSQL 18, VALIDATE leaves the copies for the partitions of a referenced table unmarked.
                       AND conparentid = 0
            UNION ALL SELECT 'index without parent ' || x.indexrelid::regclass FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indrelid
                       WHERE c.relispartition AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = x.indexrelid)
            UNION ALL SELECT 'source of job ' || job_id FROM partition_tools_internal.job_source
            UNION ALL SELECT 'target of job ' || job_id FROM partition_tools_internal.job_target
            UNION ALL SELECT 'name of job ' || job_id FROM partition_tools_internal.job_rename
            UNION ALL SELECT 'context of job ' || job_id FROM partition_tools_internal.job_context
            UNION ALL SELECT 'key of job ' || job_id FROM partition_tools_internal.job_incoming_key
            UNION ALL SELECT 'task of job ' || job_id FROM partition_tools_internal.job_task
            UNION ALL SELECT 'rows of job ' || job_id FROM partition_tools_internal.job_helped
            UNION ALL SELECT 'advisory lock of ' || pid FROM pg_locks
                       WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786, 1347702789)
                         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    private Leftovers() {
    }

    public static List<String> in(TestDatabase database) throws SQLException {
        return database.queryForStrings(QUERY);
    }
}
