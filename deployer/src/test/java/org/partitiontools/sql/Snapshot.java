package org.partitiontools.sql;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.testing.TestDatabase;

/** All that a database holds, by name, to see what a call has changed. */
final class Snapshot {

    private static final String QUERY = """
            SELECT format('%s %s %s %s', c.relkind, c.oid, c.oid::regclass, coalesce(pg_get_expr(c.relpartbound, c.oid), '')) FROM pg_class c WHERE c.relnamespace <> 'pg_toast'::regnamespace
            UNION ALL SELECT format('proc %s %s', p.oid, p.oid::regprocedure) FROM pg_proc p WHERE p.oid >= 16384
            UNION ALL SELECT format('constraint %s %s %s', k.oid, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.oid >= 16384
            UNION ALL SELECT format('trigger %s %s', t.oid, pg_get_triggerdef(t.oid)) FROM pg_trigger t
            UNION ALL SELECT format('job %s', to_jsonb(j)) FROM partition_tools_internal.job j
            UNION ALL SELECT format('event %s', to_jsonb(e)) FROM partition_tools_internal.job_event e
            UNION ALL SELECT format('run %s', to_jsonb(r)) FROM partition_tools_internal.run r
            ORDER BY 1""";

    private Snapshot() {
    }

    static List<String> of(TestDatabase database) throws SQLException {
        return database.queryForStrings(QUERY);
    }
}
