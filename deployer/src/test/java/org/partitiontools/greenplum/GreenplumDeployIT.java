package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.testing.GreenplumCluster;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

@GreenplumDatabase(installed = false)
class GreenplumDeployIT {

    private final GreenplumCluster cluster;
    private TestDatabase database;

    GreenplumDeployIT(GreenplumCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void createDatabase() throws SQLException {
        database = cluster.createEmptyDatabase();
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void theEngineIsDetectedAndDeployingTwiceChangesNothing() throws SQLException {
        Deployer deployer = Deployer.forServer(database.database());
        List<String> pending = deployer.pending();
        assertThat(pending).contains("table/V001__schemas.sql");

        assertThat(deployer.deploy()).isEqualTo(pending);

        assertThat(deployer.pending()).isEmpty();
        assertThat(deployer.deploy()).isEmpty();
    }

    @Test
    void theScriptForPsqlInstallsTheSameWithTheSameHistory() throws Exception {
        String script = Files.readString(Path.of(System.getProperty("project.directory"), "deployer/target/install/greenplum/install.sql"));
        // As psql would execute it; its few commands only steer output and errors.
        database.execute(script.replaceAll("(?m)^\\\\(set|echo).*$", "").replaceAll(" \\\\gset\\R", ";\n"));

        Deployer deployer = Deployer.forServer(database.database());
        assertThat(deployer.pending()).isEmpty();
        assertThat(deployer.deploy()).isEmpty();
    }

    @Test
    void defaultsOfTheDatabaseForNewTablesDoNotMatter() throws SQLException {
        // Either would make tables that cannot have a primary key.
        database.execute("ALTER DATABASE " + database.name() + " SET gp_default_storage_options = 'appendonly=true,orientation=column'",
                "ALTER DATABASE " + database.name() + " SET gp_create_table_random_default_distribution = on");

        assertThat(Deployer.forServer(database.database()).deploy()).isNotEmpty();

        assertThat(database.queryForStrings("SELECT DISTINCT relstorage FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                + " WHERE n.nspname LIKE 'partition_tools%' AND c.relkind = 'r'")).containsExactly("h");
    }

    @Test
    void theHistoryOfFlywayIsDistributedByItsKey() throws SQLException {
        Deployer.forServer(database.database()).deploy();

        assertThat(database.queryForString("SELECT pg_get_table_distributedby('partition_tools_internal.flyway_schema_history'::regclass)"))
                .isEqualTo("DISTRIBUTED BY (installed_rank)");
    }
}
