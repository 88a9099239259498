package org.partitiontools.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

@PartitionToolsDatabase
class PropertyTableReferenceIT {

    private static final String PAGE = "doc/architecture.md";

    @Test
    void docArchitectureHasThePropertiesOfTheOneList(TestDatabase database) throws IOException, SQLException {
        String page = Files.readString(CommittedFile.projectDirectory().resolve(PAGE));

        CommittedFile.named(PAGE).assertCurrent(PropertyTable.in(page, database));
    }
}
