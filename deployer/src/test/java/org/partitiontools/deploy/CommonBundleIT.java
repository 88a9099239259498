package org.partitiontools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.partitiontools.database.Database;

/**
 * The common part must stay installable on the oldest servers. Runs where one is at hand, on an empty database:
 * {@code -Dold-server.url=jdbc:postgresql://localhost/empty?user=postgres} (PostgreSQL 9.4 to 13).
 */
@EnabledIfSystemProperty(named = "old-server.url", matches = "jdbc:.+")
class CommonBundleIT {

    @Test
    void installsOnAnOldServer() {
        Database database = new Database(System.getProperty("old-server.url"), new Properties());
        Deployer deployer = new Deployer(database, Bundle.common(Path.of(System.getProperty("project.directory", ".."), "test_sql", "engine")));

        deployer.deploy();

        assertThat(deployer.pending()).isEmpty();
    }
}
