package org.partitiontools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

@PartitionToolsDatabase(installed = false)
class DeployerIT {

    @Test
    void deployingTwiceChangesNothing(TestServer server) throws SQLException {
        try (TestDatabase database = server.createEmptyDatabase()) {
            Deployer deployer = Deployer.forServer(database.database());
            assertThat(deployer.pending()).contains("table/V001__schemas.sql");

            assertThat(deployer.deploy()).isNotEmpty();

            assertThat(deployer.pending()).isEmpty();
            assertThat(deployer.deploy()).isEmpty();
        }
    }
}
