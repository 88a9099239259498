package org.partitiontools.testing;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.partitiontools.policy.model.Engine;

/** Keeps one connection to the cluster for the whole test run and one database for each class. Stores close what they hold. */
final class GreenplumExtension implements ExecutionCondition, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(GreenplumExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Engine engine = engine(context);
        return GreenplumCluster.isThere(engine)
                ? ConditionEvaluationResult.enabled("there is a cluster")
                : ConditionEvaluationResult.disabled("no Greenplum cluster: set " + GreenplumCluster.variable(engine)
                        + ", for example to jdbc:postgresql://localhost:5432/postgres?user=gpadmin"
                        + (engine == Engine.GREENPLUM ? ", or name an image: -Pcontainers -Dcontainers.greenplum=..." : ""));
    }

    private static Engine engine(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(GreenplumDatabase.class).engine();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == GreenplumCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GreenplumCluster.class ? cluster(context) : database(context);
    }

    private static GreenplumCluster cluster(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(engine(context), GreenplumCluster::new, GreenplumCluster.class);
    }

    private static TestDatabase database(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        // What was stored first is closed last: the cluster has to outlive its databases.
        GreenplumCluster cluster = cluster(context);
        return context.getRoot().getStore(NAMESPACE)
                .getOrComputeIfAbsent(testClass, key -> createDatabase(cluster, testClass), TestDatabase.class);
    }

    private static TestDatabase createDatabase(GreenplumCluster cluster, Class<?> testClass) {
        try {
            boolean installed = testClass.getAnnotation(GreenplumDatabase.class).installed();
            return installed ? cluster.createDatabase().asOwner() : cluster.createEmptyDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException("no database for " + testClass.getName(), e);
        }
    }
}
