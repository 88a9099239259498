package org.partitiontools.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Keeps one server for the whole test run and one database for each class. Stores close what they hold. */
final class PartitionToolsExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PartitionToolsExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == TestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestServer.class ? server(context) : database(context);
    }

    private static TestServer server(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestServer.class, key -> startServer(), TestServer.class);
    }

    private static TestDatabase database(ExtensionContext context) {
        Class<?> testClass = outermost(context.getRequiredTestClass());
        // What was stored first is closed last: the server has to outlive its databases.
        TestServer server = server(context);
        boolean each = testClass.getAnnotation(PartitionToolsDatabase.class).each();
        return (each ? context : context.getRoot()).getStore(NAMESPACE)
                .getOrComputeIfAbsent(testClass, key -> createDatabase(server, testClass), TestDatabase.class);
    }

    private static TestServer startServer() {
        try {
            return TestServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestDatabase createDatabase(TestServer server, Class<?> testClass) {
        try {
            PartitionToolsDatabase wanted = testClass.getAnnotation(PartitionToolsDatabase.class);
            if (!wanted.installed()) {
                return server.createEmptyDatabase();
            }
            TestDatabase database = server.createDatabase();
            return wanted.owner() || Boolean.getBoolean("partition-tools.owner") ? database.asOwner() : database;
        } catch (SQLException e) {
            throw new IllegalStateException("no database for " + testClass.getName(), e);
        }
    }

    private static Class<?> outermost(Class<?> testClass) {
        return testClass.isAnnotationPresent(PartitionToolsDatabase.class) || testClass.getEnclosingClass() == null
                ? testClass
                : outermost(testClass.getEnclosingClass());
    }
}
