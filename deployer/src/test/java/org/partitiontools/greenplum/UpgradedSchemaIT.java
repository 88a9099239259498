package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.testing.GreenplumCluster;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.Installation;
import org.partitiontools.testing.TestDatabase;

/** After {@code deploy} a database of an earlier version is the same as a new one: nothing is missing, and nothing of old is left. */
@GreenplumDatabase
class UpgradedSchemaIT {

    /** Routines with their texts and settings, columns, views: the catalogue is that of 9.4. */
    private static final String SCHEMA = """
            SELECT format('%s.%s(%s) returns %s, %s %s %s: %s', n.nspname, p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.provolatile,
                          array_to_string(p.proconfig, ', '), md5(p.prosrc), obj_description(p.oid, 'pg_proc'))
              FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname LIKE 'partition_tools%'
            UNION ALL
            SELECT format('%s.%s.%s %s %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull)
              FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
             WHERE n.nspname LIKE 'partition_tools%' AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT format('%s.%s %s %s', n.nspname, c.relname, c.relkind, CASE WHEN c.relkind = 'v' THEN md5(pg_get_viewdef(c.oid)) ELSE pg_get_table_distributedby(c.oid) END)
              FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname LIKE 'partition_tools%' AND c.relkind IN ('r', 'v')
             ORDER BY 1
            """;

    @Test
    void isThatOfANewInstallation(GreenplumCluster cluster, TestDatabase fresh, @TempDir Path folder) throws Exception {
        try (TestDatabase database = cluster.createEmptyDatabase()) {
            Installation.DE33450.install(database, Engine.GREENPLUM, folder);
            Deployer deployer = new Deployer(database.database(), Bundle.of(Engine.GREENPLUM));

            assertThat(deployer.deploy()).isNotEmpty();

            assertThat(schema(database)).isEqualTo(schema(fresh));
            assertThat(deployer.deploy()).isEmpty();
        }
    }

    private static List<String> schema(TestDatabase database) throws SQLException {
        return database.queryForStrings(SCHEMA);
    }
}
