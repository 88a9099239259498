package org.partitiontools.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/**
 * Maps in a real browser: what is drawn, how quickly, whether everybody can use it. Pictures of them are in {@code target/map} for people to look at.
 */
@PartitionToolsDatabase
class MapBrowserIT {

    private static final String DEMO = "../config/demo-policy.yaml";
    private static final Path PICTURES = Path.of("target/map");
    private static final String RIGHT = "\uE014";
    private static final String END = "\uE010";
    private static final String HOME = "\uE011";
    private static final String ENTER = "\uE007";
    private static final String TAB = "\uE004";

    private static Browser browser;

    private final TestDatabase original;
    private TestDatabase database;

    @TempDir
    private Path folder;

    MapBrowserIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(Browser.isThere(), "no chromium and chromedriver here: nobody has looked at the map in a browser");
        browser = Browser.start();
    }

    @AfterAll
    static void shut() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void everyPartitionOfTheCatalogueIsDrawnWhereItIs() throws Exception {
        demo();
        map(DEMO);

        assertThat(drawn("orders", "partition", "default")).isEqualTo(catalogue("orders"));
        assertThat(drawn("orders", "gap")).containsExactlyElementsOf(database.queryForStrings("""
                SELECT 'null ' || (extract(epoch FROM upper_time) * 1000)::bigint || ' ' || (extract(epoch FROM next) * 1000)::bigint
                FROM (SELECT upper_time, lead(lower_time) OVER (ORDER BY lower_time) AS next FROM partition_tools.partitions
                      WHERE root = 'sales.orders'::regclass AND NOT is_default) AS p
                WHERE next > upper_time"""));
        // In the middle of each bar, just above the line, there is its colour and not the page's; in the gap there is none.
        assertThat(browser.script("""
                const map = partitionMap.maps[0], copy = document.createElement('canvas'), ratio = map.canvas.width / map.width;
                [copy.width, copy.height] = [map.canvas.width, map.canvas.height];
                const c = copy.getContext('2d', { willReadFrequently: true });
                c.drawImage(map.canvas, 0, 0);
                return map.bars.filter(b => b.what === 'partition').map(b => c.getImageData((map.x(b.lower) + map.x(b.upper)) / 2 * ratio, (map.lanes.base - 3) * ratio, 1, 1).data[3]);
                """)).allSatisfy(opacity -> assertThat(opacity.asInt()).isGreaterThan(200));
        assertThat(browser.console()).isEmpty();
        picture("demo-before");
    }

    @Test
    void theSliderShowsWhatRunMakes() throws Exception {
        demo();
        map(DEMO);
        browser.script("document.querySelector('input[type=range]').focus()");
        browser.press(END);
        assertThat(browser.script("return document.querySelector('input[type=range]').getAttribute('aria-valuetext')").asText()).startsWith("after run");
        picture("demo-slider");
        TreeSet<String> promised = drawn("orders", "partition", "default");

        assertThat(invoke("run", DEMO).exitCode()).isZero();

        assertThat(catalogue("orders")).isEqualTo(promised);
        map(DEMO);
        assertThat(drawn("orders", "partition", "default")).isEqualTo(catalogue("orders"));
        assertThat(browser.script("return document.querySelectorAll('input[type=range]:not(.months)').length").asInt()).isZero();
        assertThat(browser.script("return [...new Set(partitionMap.maps[0].bars.filter(b => b.what === 'partition').map(b => b.state))]")).extracting(JsonNode::asText).containsExactly("declared");
        assertThat(browser.script("return document.querySelectorAll('.run').length").asInt()).isGreaterThan(5);
        browser.script("document.querySelectorAll('details.runs').forEach(d => { d.open = true; })");
        picture("demo-after");
    }

    @Test
    void theMonthsToComeAreThoseOfTheSimulation() throws Exception {
        demo();
        map(DEMO);
        browser.script("document.querySelector('input.months').focus()");
        browser.press(END);

        assertThat(browser.script("return document.querySelectorAll('input.months').length").asInt()).isEqualTo(2);
        assertThat(browser.script("return partitionMap.maps[0].future.length").asInt()).isEqualTo(13);
        List<String> then = new ArrayList<>();
        browser.script("return partitionMap.maps[0].now.filter(b => b.what !== 'gap').map(b => b.name)").forEach(bar -> then.add(bar.asText()));
        JsonNode simulation = invoke("simulate", DEMO, "--table", "sales.orders", "--format", "json").json();
        List<String> simulated = new ArrayList<>();
        simulation.forEach(row -> {
            if ("partition".equals(row.get("what").asText())) {
                simulated.add(row.get("name").asText());
            }
        });
        assertThat(then).containsExactlyInAnyOrderElementsOf(simulated);
        assertThat(facts()).contains("after the run of", "create orders_", "warm: ");
        picture("demo-in-a-year");
        browser.press(HOME);
        assertThat(drawn("orders", "partition", "default")).isEqualTo(catalogue("orders"));
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void theSqlOfAnActionDoesIt() throws Exception {
        demo();
        map(DEMO);
        String statement = browser.script("return partitionMap.maps[0].actions.find(a => a.action === 'drain').statement").asText();

        List<String> jobs = database.queryForStrings(statement.replace("\\gexec", ""));

        assertThat(jobs).hasSize(1);
        assertThat(database.queryForStrings("SELECT action FROM partition_tools.jobs")).containsExactly("drain");
        assertThat(browser.script("return partitionMap.maps[0].actions.find(a => a.action === 'drop').statement").asText()).contains("\"delete\"");
    }

    @Test
    void keysGoThroughThePartitions() throws Exception {
        demo();
        map(DEMO);
        // From the top of the page, past the link to the tables, to the first axis.
        for (int i = 0; i < 30 && !"main".equals(browser.script("return document.activeElement.className").asText()); i++) {
            browser.press(TAB);
        }

        browser.press(RIGHT);
        assertThat(facts()).contains("orders_old", "outside all windows", "about");
        browser.press(END);
        assertThat(facts()).contains("orders_default", "rows in the default partition");
        browser.press(HOME + "n");
        assertThat(facts()).contains("gap");
        browser.press("n");
        assertThat(facts()).contains("wednesday", "odd granularity");
        double before = span();
        browser.press("+");
        assertThat(span()).isLessThan(before);
        browser.press("0");
        assertThat(span()).isEqualTo(before);
        browser.press(ENTER);
        assertThat(span()).isLessThan(before / 10);
        assertThat(browser.script("return document.querySelector('.facts').getAttribute('aria-live')").asText()).isEqualTo("polite");
    }

    /** The page with what the database would tell of so many; that it does is another test, for PostgreSQL takes a minute to make them. */
    @Test
    void fiveThousandPartitionsStayFluid() throws Exception {
        long day = 86_400_000L;
        long start = LocalDate.of(2012, 1, 1).toEpochDay() * day;
        List<List<Object>> partitions = new ArrayList<>();
        for (int i = 0; i < 5001; i++) {
            if (i == 3047) {
                partitions.add(partition("gap", null, start + i * day, start + (i + 1) * day, List.of()));
            } else {
                partitions.add(partition("partition", "many_" + LocalDate.of(2012, 1, 1).plusDays(i), start + i * day, start + (i + 1) * day, List.of(i == 4000 ? "odd" : "declared")));
            }
        }
        Path file = Files.writeString(folder.resolve("map.html"), MapPage.of(many(partitions, start + 4000 * day)));
        browser.open(file);

        assertThat(Files.size(folder.resolve("map.html"))).isLessThan(700_000);
        int first = browser.script("return +document.documentElement.dataset.drawn").asInt();
        double zoomed = browser.script("""
                const map = partitionMap.maps[0];
                const times = [];
                for (let i = 0; i < 40; i++) { map.zoom(i < 20 ? .7 : 1.4, map.all[0] + (map.all[1] - map.all[0]) * .4); map.draw(); times.push(map.lastDrawing); }
                return times.sort((a, b) => a - b)[38];
                """).asDouble();
        // A twentieth of a second is fluid. It is said and not asserted: the machine may have others to serve.
        System.out.println("5,000 partitions: first drawing after " + first + " ms, a drawing while zooming " + zoomed + " ms (19 of 20)");
        // One day in fourteen years is less than a pixel, and yet there is something to be seen of it.
        assertThat(browser.script("""
                const map = partitionMap.maps[0];
                map.look(...map.all);
                map.draw();
                const gap = map.bars.find(b => b.what === 'gap'), c = map.canvas.getContext('2d'), ratio = map.canvas.width / map.width;
                const pixels = c.getImageData(Math.floor(map.x(gap.lower) * ratio) - 1, (map.lanes.base - 19) * ratio, 5, 18 * ratio).data;
                let red = 0;
                for (let i = 0; i < pixels.length; i += 4) if (pixels[i] > 150 && pixels[i + 1] < 110 && pixels[i + 3] > 100) red++;
                return red;
                """).asInt()).isPositive();
        picture("five-thousand");
        browser.script("const map = partitionMap.maps[0]; map.look(Date.UTC(2020, 3, 28), Date.UTC(2020, 4, 12)); map.draw()");
        picture("five-thousand-near");
        assertThat(browser.console()).isEmpty();
    }

    @Campaign
    @Test
    void theDatabaseTellsOfFiveThousandPartitions() throws Exception {
        database = original.fresh();
        database.execute("CREATE TABLE many (at date NOT NULL) PARTITION BY RANGE (at)");
        for (int i = 0; i < 5000; i += 250) {
            // One transaction for all would take them far longer still.
            database.execute("DO $$ BEGIN FOR i IN " + i + ".." + (i + 249) + " LOOP EXECUTE format('CREATE TABLE many_%s PARTITION OF many FOR VALUES FROM (%L) TO (%L)',"
                    + " i, date '2012-01-01' + i, date '2012-01-02' + i); END LOOP; END $$");
        }
        long before = System.nanoTime();

        map("--all");

        System.out.println("5,000 partitions: the map is made in " + (System.nanoTime() - before) / 1_000_000 + " ms");
        assertThat(drawn("many", "partition")).hasSize(5000);
        assertThat(Files.size(folder.resolve("map.html"))).isLessThan(700_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"</script><script>window.hacked = 1</script>", "<img src=x onerror=window.hacked=1>", "quote\"s 'and' back\\slash", "\u202Egnp.drowssap\u2066", "new\nline\tand \u0007bell",
        "@data@ @script@ ${x} {{y}}", "\u2028\u2029 &amp; &#60;", "\u05E9\u05DC\u05D5\u05DD"})
    void namesAreText(String name) throws Exception {
        database = original.fresh();
        String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
        database.execute("CREATE SCHEMA s", "CREATE TABLE s." + quoted + " (" + quoted + " date) PARTITION BY RANGE (" + quoted + ")",
                "CREATE TABLE s." + quoted.replaceFirst(".$", " p\"") + " PARTITION OF s." + quoted + " FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "CREATE TABLE s." + quoted.replaceFirst(".$", " d\"") + " PARTITION OF s." + quoted + " DEFAULT",
                "INSERT INTO s." + quoted + " VALUES ('2026-05-05')");
        map("--all");

        assertThat(browser.script("return typeof window.hacked").asText()).isEqualTo("undefined");
        assertThat(browser.script("return document.querySelectorAll('script').length").asInt()).isEqualTo(2);
        assertThat(browser.script("return partitionMap.maps.map(m => m.bars[0].name)")).extracting(JsonNode::asText).containsExactly(name + " p");
        assertThat(browser.script("return document.querySelector('h2').textContent").asText()).isEqualTo("s." + visible(name));
        browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        assertThat(browser.later("setTimeout(() => arguments[0](document.querySelector('tbody td').textContent), 200)").asText()).isEqualTo(visible(name) + " p");
        browser.script("document.querySelector('canvas.main').focus()");
        browser.press(RIGHT);
        assertThat(facts()).contains(visible(name));
        assertThat(browser.console()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light, false", "dark, false", "light, true", "dark, true"})
    void everybodyCanUseIt(String colours, boolean done) throws Exception {
        demo();
        if (done) {
            assertThat(invoke("run", DEMO).exitCode()).isZero();
        }
        browser.prefer(colours);
        map(DEMO);
        browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        browser.script(axe());

        JsonNode violations = browser.later("const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))), e => done(['' + e]))");

        browser.script("document.querySelectorAll('details').forEach(d => { d.open = false; })");
        picture("demo-" + colours + (done ? "-after" : ""));
        browser.prefer("light");
        assertThat(violations).extracting(JsonNode::asText).isEmpty();
    }

    @Test
    void aPrintIsLightAndLeavesThePageAsItWas() throws Exception {
        demo();
        browser.prefer("dark");
        map(DEMO);
        browser.script("window.themes = []; addEventListener('beforeprint', () => themes.push(document.documentElement.dataset.theme))");

        byte[] printed = browser.print();

        browser.prefer("light");
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve("demo.pdf"), printed);
        assertThat(new String(printed, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(browser.script("return themes")).extracting(JsonNode::asText).containsExactly("light");
    }

    /** The picture in README.md is the program's own: -Dregenerate=true makes it anew. */
    @Test
    void thePictureOfTheReadme() throws Exception {
        Path picture = Path.of("../doc/map.png");
        if (Boolean.getBoolean("regenerate")) {
            demo();
            map(DEMO, "--table", "sales.orders");
            browser.size(1000, 1400);
            browser.script("document.querySelector('.help').remove()");
            int top = browser.script("return Math.floor(document.getElementById('legend').getBoundingClientRect().top)").asInt() - 4;
            int bottom = browser.script("return Math.ceil(document.querySelector('.bar').getBoundingClientRect().bottom)").asInt() + 8;
            browser.picture(picture, 0, top, 1000, bottom - top);
            browser.size(1280, 1000);
        }
        assertThat(picture).exists();
        assertThat(Files.size(picture)).isLessThan(150_000);
    }

    private static List<Object> partition(String what, String name, long lower, long upper, List<String> states) {
        return Arrays.asList(what, null, name, lower, upper, null, null, "pg_default", name == null ? null : 1000 + lower / 86_400_000L % 50_000, 100_000 + lower / 86_400_000L % 50_000, states, List.of(), null);
    }

    private static Map<String, Object> many(List<List<Object>> partitions, long now) {
        return Map.of("database", "warehouse", "server", "18", "role", "someone", "now", now, "as_of", now, "tables", List.of(Map.of(
                "name", "public.many",
                "policy", true,
                "key", Map.of("columns", List.of("schema_name", "table_name", "column_name", "key_type", "zone", "as_of"),
                        "rows", List.of(List.of("public", "many", "at", "date", "Etc/UTC", now))),
                "partitions", Map.of("columns", List.of("what", "schema_name", "name", "lower", "upper", "lower_text", "upper_text", "tablespace", "rows", "bytes", "states", "jobs", "note"),
                        "rows", partitions))));
    }

    private void demo() throws IOException, SQLException {
        database = original.fresh();
        database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 60000");
        database.execute("ANALYZE");
    }

    private void map(String... arguments) throws IOException {
        Path file = folder.resolve("map.html");
        List<String> all = new ArrayList<>(List.of("map", "--output", file.toString()));
        all.addAll(List.of(arguments));
        Invocation made = invoke(all.toArray(String[]::new));
        assertThat(made.exitCode()).as(made.err()).isZero();
        browser.open(file);
    }

    private Invocation invoke(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", database.url()));
        return Invocation.of(all.toArray(String[]::new));
    }

    private static void picture(String name) throws IOException {
        browser.picture(PICTURES.resolve(name + ".png"));
    }

    private static String facts() throws IOException {
        return browser.script("return document.querySelector('.facts').textContent").asText();
    }

    private static double span() throws IOException {
        return browser.script("const map = partitionMap.maps[0]; return map.view[1] - map.view[0]").asDouble();
    }

    /** What the page has of a table, as it stands at the slider: name, beginning and end in milliseconds. */
    private static TreeSet<String> drawn(String table, String... what) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        browser.script("""
                const wanted = arguments[1];
                return partitionMap.maps.find(m => m.key.table_name === arguments[0]).now.filter(b => wanted.includes(b.what))
                    .map(b => b.name + ' ' + (b.what === 'default' ? 'null null' : b.lower + ' ' + b.upper));
                """, table, List.of(what)).forEach(bar -> found.add(bar.asText()));
        return found;
    }

    private TreeSet<String> catalogue(String table) throws SQLException {
        return new TreeSet<>(database.queryForStrings("""
                SELECT concat_ws(' ', partition_name, coalesce((extract(epoch FROM lower_time) * 1000)::bigint::text, 'null'), coalesce((extract(epoch FROM upper_time) * 1000)::bigint::text, 'null'))
                FROM partition_tools.partitions WHERE table_schema = 'sales' AND table_name = ?""", table));
    }


    /** A name as the page shows it: what is not to be seen is written by its number. */
    private static String visible(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().forEach(c -> text.append(Character.isISOControl(c) || c >= 0x2028 && c <= 0x202E || c >= 0x2060 && c <= 0x2069 ? String.format("\\u%04x", c) : Character.toString(c)));
        return text.toString();
    }

    private static String axe() throws IOException {
        try (InputStream file = MapBrowserIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
