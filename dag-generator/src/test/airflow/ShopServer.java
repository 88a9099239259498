import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.partitiontools.demo.EmbeddedServer;

/**
 * The database of {@code check_dags.py}: {@code java -cp partition-tools.jar ShopServer.java}.
 *
 * <p>Prints the port of a new server. Then reads lines, answers each with a line, and stops the server at the end of the
 * input: {@code create DATABASE FILE...} makes a database from files of SQL, {@code execute DATABASE SQL} executes SQL.
 */
final class ShopServer {

    private final EmbeddedServer server;

    private ShopServer(EmbeddedServer server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (EmbeddedServer server = EmbeddedServer.start(Map.of("shared_buffers", "128MB"))) {
            server.createTablespace("warm");
            ShopServer shop = new ShopServer(server);
            System.out.println(server.port());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                shop.answer(line.split(" ", 3));
            }
        }
    }

    private void answer(String[] command) throws IOException {
        try {
            if (command[0].equals("create")) {
                create(command[1], command[2].split(" "));
            } else {
                execute(command[1], command[2]);
            }
            System.out.println("done");
        } catch (SQLException e) {
            System.out.println(e.getMessage().replace('\n', ' '));
        }
    }

    private void create(String database, String... files) throws IOException, SQLException {
        server.execute("CREATE DATABASE " + database);
        for (String file : files) {
            execute(database, "SET demo.rows = 20000;\n" + Files.readString(Path.of(file)));
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.database(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
