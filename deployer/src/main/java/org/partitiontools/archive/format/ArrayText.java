package org.partitiontools.archive.format;

import java.util.ArrayList;
import java.util.List;

/** Arrays of one dimension as PostgreSQL writes them. */
final class ArrayText {

    private final String text;
    private int position;

    private ArrayText(String text) {
        this.text = text;
    }

    /**
     * The elements, null for NULL.
     *
     * @throws IllegalArgumentException for other dimensions, and for subscripts that do not begin with 1
     */
    static List<String> parse(String text) {
        return new ArrayText(text).elements();
    }

    private List<String> elements() {
        List<String> elements = new ArrayList<>();
        require('{');
        if (text.charAt(position) == '}') {
            position++;
        } else {
            elements.add(element());
            while (text.charAt(position) == ',') {
                position++;
                elements.add(element());
            }
            require('}');
        }
        if (position != text.length()) {
            throw new IllegalArgumentException("text after the array");
        }
        return elements;
    }

    private void require(char wanted) {
        if (position >= text.length() || text.charAt(position) != wanted) {
            throw new IllegalArgumentException("not an array of one dimension");
        }
        position++;
    }

    private String element() {
        if (text.charAt(position) == '"') {
            return quoted();
        }
        int start = position;
        while (text.charAt(position) != ',' && text.charAt(position) != '}') {
            if (text.charAt(position) == '{') {
                throw new IllegalArgumentException("an array of arrays");
            }
            position++;
        }
        String word = text.substring(start, position);
        return word.equals("NULL") ? null : word;
    }

    private String quoted() {
        StringBuilder element = new StringBuilder();
        position++;
        while (text.charAt(position) != '"') {
            if (text.charAt(position) == '\\') {
                position++;
            }
            element.append(text.charAt(position));
            position++;
        }
        position++;
        return element.toString();
    }

    /** The text of an array; every element that is not NULL stands in quotes. */
    static String of(List<String> elements) {
        StringBuilder array = new StringBuilder("{");
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                array.append(',');
            }
            String element = elements.get(i);
            if (element == null) {
                array.append("NULL");
            } else {
                array.append('"').append(element.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            }
        }
        return array.append('}').toString();
    }
}
