package org.partitiontools.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells of every statement that a connection executes, how long it took. */
final class StatementTrace {

    /** A routine of ours has more, and says no more about what is going on. */
    private static final int SHOWN_LENGTH = 2000;

    private final Consumer<ExecutedStatement> consumer;

    StatementTrace(Consumer<ExecutedStatement> consumer) {
        this.consumer = consumer;
    }

    Connection of(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(method, connection, arguments);
            return result instanceof Statement statement ? of(statement, method.getReturnType()) : result;
        });
    }

    private Object of(Statement statement, Class<?> type) {
        Class<? extends Statement> kind = type == CallableStatement.class ? CallableStatement.class
                : type == PreparedStatement.class ? PreparedStatement.class : Statement.class;
        return proxy(kind, (proxy, method, arguments) -> method.getName().startsWith("execute")
                ? execute(statement, method, arguments)
                : invoke(method, statement, arguments));
    }

    private Object execute(Statement statement, Method method, Object[] arguments) throws Throwable {
        // The text of a prepared one has its arguments in it only while they are set.
        String sql = shown(arguments != null && arguments[0] instanceof String text ? text : statement.toString());
        long start = System.nanoTime();
        try {
            Object result = invoke(method, statement, arguments);
            consumer.accept(new ExecutedStatement(sql, Duration.ofNanos(System.nanoTime() - start), null));
            return result;
        } catch (SQLException e) {
            consumer.accept(new ExecutedStatement(sql, Duration.ofNanos(System.nanoTime() - start), SqlError.of(e)));
            throw e;
        }
    }

    private static String shown(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + " ... (" + line.length() + " characters)";
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(StatementTrace.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
