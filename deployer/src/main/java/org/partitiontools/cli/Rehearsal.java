package org.partitiontools.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Does once, without a database, what short commands have in common. Java makes an archive of the classes that are loaded meanwhile, from which the
 * program starts faster: {@code java -XX:ArchiveClassesAtExit=FILE -cp partition-tools.jar org.partitiontools.cli.Rehearsal}.
 */
final class Rehearsal {

    private static final String POLICY = "{kind: partitioning, api: v1, tables: [{table: t, interval: daily, pre_provisioned: 7, retention: 30},"
            + " {table: u, operations: [{operation: create_partitions, granularity: 1 month, lower_bound: 1 year, upper_bound: -3 months}]}]}";
    private static final String NOWHERE = "postgres://localhost:1/none";

    /** What is needed as soon as there is a database. */
    static final List<String> LATER = List.of("org.postgresql.core.v3.QueryExecutorImpl", "org.postgresql.core.v3.CompositeParameterList",
            "org.postgresql.jdbc.PgConnection", "org.postgresql.jdbc.PgPreparedStatement", "org.postgresql.jdbc.PgResultSet", "org.postgresql.jdbc.PgResultSetMetaData",
            "org.postgresql.jdbc.PgArray", "org.postgresql.jdbc.ArrayEncoding", "org.postgresql.jdbc.ArrayDecoding", "org.postgresql.jdbc.TypeInfoCache",
            "org.postgresql.jdbc.TimestampUtils", "org.postgresql.copy.CopyManager", "org.postgresql.core.Parser", "org.partitiontools.api.PartitionApi",
            "org.partitiontools.text.PlanText", "org.partitiontools.text.TextTable", "org.partitiontools.database.Rows", "org.partitiontools.cli.Output$Json");

    private Rehearsal() {
    }

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Path policy = Files.createTempFile("partition-tools", ".yaml");
        try {
            Files.writeString(policy, POLICY);
            rehearse("--version");
            rehearse("--help");
            rehearse("help", "run");
            rehearse("validate", policy.toString());
            for (String command : List.of("plan", "check", "run")) {
                rehearse(command, policy.toString(), "--url", NOWHERE);
            }
            rehearse("report", "--url", NOWHERE);
            for (String name : LATER) {
                Class.forName(name);
            }
        } finally {
            Files.delete(policy);
        }
    }

    private static void rehearse(String... arguments) {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        PartitionTools.run(nowhere, nowhere, Map.of(), arguments);
    }
}
