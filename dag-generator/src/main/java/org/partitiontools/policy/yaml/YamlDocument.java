package org.partitiontools.policy.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.partitiontools.files.FileErrors;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.model.Place;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Turns the bytes of a file into the one YAML document they hold, as a graph of nodes that know their places.
 *
 * <p>Only the graph is built, never an object that a tag names, so a hostile file cannot instantiate anything; sizes,
 * nesting and aliases are limited, so it cannot exhaust memory or stack either.
 */
final class YamlDocument {

    /** Ten thousand tables need about a tenth of this. */
    private static final int MAX_BYTES = 32 * 1024 * 1024;
    private static final int MAX_NESTING = 30;
    private static final int MAX_ALIASES = 200;

    private final Path file;
    private final Problems problems;
    private final Place start;

    private YamlDocument(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.start = new Place(file, 1, 1, "");
    }

    /** The root of the only document; empty after a problem was reported. */
    private static Optional<Node> read(Path file, Problems problems) {
        YamlDocument document = new YamlDocument(file, problems);
        return document.text().flatMap(document::compose);
    }

    /** The section that the file's only document is, without tags that name types; empty after a problem was reported. */
    static Optional<Section> section(Path file, Problems problems) {
        Optional<Node> root = read(file, problems);
        root.ifPresent(node -> TagCheck.refuseForeignTags(node, file, problems));
        return problems.isEmpty() ? root.map(node -> Value.root(node, problems, new Place(file, 1, 1, ""))).flatMap(Value::section) : Optional.empty();
    }

    private Optional<String> text() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return refuse(start, "the file is larger than " + MAX_BYTES + " bytes", "split it by tables");
            }
            byte[] bytes = Files.readAllBytes(file);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return refuse(start, "the file is not UTF-8", "save it as UTF-8");
        } catch (NoSuchFileException e) {
            return refuse(start, "the file does not exist", "");
        } catch (IOException e) {
            return refuse(start, "the file cannot be read: " + FileErrors.reason(e), "");
        }
    }

    private Optional<Node> compose(String text) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            return onlyDocument(new Yaml(limits()).composeAll(new StringReader(content)).iterator());
        } catch (ReaderException e) {
            return refuse(placeOf(content, e.getPosition()),
                    String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()), "remove it");
        } catch (MarkedYAMLException e) {
            return refuse(placeOf(e), message(e), hint(e));
        } catch (YAMLException e) {
            return refuse(start, "not acceptable YAML: " + firstLine(e.getMessage()), "");
        }
    }

    private Optional<Node> onlyDocument(Iterator<Node> documents) {
        if (!documents.hasNext()) {
            return refuse(start, "the file is empty", "a policy starts with \"kind: partitioning\"");
        }
        Node first = documents.next();
        if (documents.hasNext()) {
            Node second = documents.next();
            return refuse(placeOf(second.getStartMark()), "a second document starts here",
                    "one file holds one policy; write the second one to its own file");
        }
        return Optional.of(first);
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        return options;
    }

    private <T> Optional<T> refuse(Place place, String message, String hint) {
        problems.add(place, message, hint);
        return Optional.empty();
    }

    private Place placeOf(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        return mark == null ? start : placeOf(mark);
    }

    private Place placeOf(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1, "");
    }

    private Place placeOf(String content, int position) {
        String before = content.substring(0, content.offsetByCodePoints(0, position));
        int lastBreak = before.lastIndexOf('\n');
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Place(file, line, before.codePointCount(lastBreak + 1, before.length()) + 1, "");
    }

    private static String message(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        return "not valid YAML: " + firstLine(context + e.getProblem());
    }

    private static String hint(MarkedYAMLException e) {
        String context = String.valueOf(e.getContext());
        if (context.contains("alias")) {
            return "quote a value that starts with *";
        }
        if (context.contains("anchor")) {
            return "quote a value that starts with &";
        }
        return String.valueOf(e.getProblem()).contains("mapping values are not allowed")
                ? "quote a value that contains a colon and a space" : "";
    }

    private static String firstLine(String text) {
        return String.valueOf(text).lines().findFirst().orElse("").strip();
    }
}
