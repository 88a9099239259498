package org.partitiontools.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestServerIT {

    @Test
    void aCrashLosesConnectionsAndKeepsWhatWasCommitted() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createEmptyDatabase();
            // zonky's default, asynchronous commit, would allow the loss
            database.execute("SET synchronous_commit = on; CREATE TABLE t AS SELECT 42 AS c");
            try (Connection connection = database.connect()) {
                server.crash();
                assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1")).isInstanceOf(SQLException.class);
            }
            assertThat(database.queryForString("SELECT c FROM t")).isEqualTo("42");
        }
    }
}
