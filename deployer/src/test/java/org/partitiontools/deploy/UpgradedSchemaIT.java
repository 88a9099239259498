package org.partitiontools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.reference.SchemaDump;
import org.partitiontools.testing.Installation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** After {@code deploy} a database of an earlier version is the same as a new one: nothing is missing, and nothing of old is left. */
@PartitionToolsDatabase
class UpgradedSchemaIT {

    @ParameterizedTest
    @EnumSource
    void isThatOfANewInstallation(Installation version, TestServer server, TestDatabase fresh, @TempDir Path folder) throws Exception {
        try (TestDatabase database = server.createEmptyDatabase()) {
            version.install(database, Engine.POSTGRESQL, folder);
            Deployer deployer = new Deployer(database.database(), Bundle.of(Engine.POSTGRESQL));

            assertThat(deployer.deploy()).isNotEmpty();

            SchemaDump.assertSame(database, fresh);
            assertThat(deployer.deploy()).isEmpty();
        }
    }
}
