package org.partitiontools.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;

/**
 * The common part on PostgreSQL 9.6, the oldest server there are binaries of: it must install there and give the same
 * answers, as a proof that Greenplum 6 will take it. {@code mvn verify -P pg96}
 */
@EnabledIf("binariesAreOld")
class Common96IT implements CalendarContract, KeyContract, PolicyContract {

    private static EmbeddedServer server;
    private static CommonSql sql;

    /** Whether the server that the profile put on the class path is a 9.6. */
    static boolean binariesAreOld() {
        return String.valueOf(Common96IT.class.getResource("/postgres-linux-x86_64.txz")).contains("-9.6.");
    }

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedServer.start(Map.of());
        new Deployer(server.database("postgres"), Bundle.common(TestFiles.path("test_sql/engine"))).deploy();
        sql = new CommonSql(server.database("postgres").url() + "?user=postgres");
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        sql.close();
        server.close();
    }

    @Override
    public CommonSql sql() {
        return sql;
    }
}
