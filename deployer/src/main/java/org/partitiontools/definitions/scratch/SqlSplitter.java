package org.partitiontools.definitions.scratch;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL at the semicolons between statements: not at those in quotes, comments, parentheses and {@code BEGIN ATOMIC ... END}. The
 * JDBC driver has a parser for this, too, which loses its way where a body of SQL has a CASE in it.
 */
final class SqlSplitter {

    /**
     * A statement.
     *
     * @param line where it begins, counted from 1
     * @param sql without comments before it, and without the semicolon
     */
    record Piece(int line, String sql) {
    }

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    private int begin = -1;
    private int depth;
    private int blocks;
    private String lastWord = "";

    private SqlSplitter(String text) {
        this.text = text;
    }

    static List<Piece> split(String text) {
        SqlSplitter splitter = new SqlSplitter(text);
        splitter.run();
        return splitter.pieces;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                skipTo(text.indexOf('\n', at), 1);
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == ';' && depth == 0 && blocks == 0) {
                end();
            } else {
                token(c);
            }
        }
        end();
    }

    private void token(char c) {
        begin = begin < 0 ? at : begin;
        if (c == '\'') {
            skipQuoted('\'', lastWord.equalsIgnoreCase("E") && at > 0 && Character.toLowerCase(text.charAt(at - 1)) == 'e');
        } else if (c == '"') {
            skipQuoted('"', false);
        } else if (c == '$' && dollarQuote() != null) {
            String quote = dollarQuote();
            skipTo(text.indexOf(quote, at + quote.length()), quote.length());
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else if (Character.isDigit(c)) {
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
        } else {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_' || text.charAt(at) == '$')) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equalsIgnoreCase("ATOMIC") && lastWord.equalsIgnoreCase("BEGIN") || word.equalsIgnoreCase("CASE") && blocks > 0) {
            blocks++;
        } else if (word.equalsIgnoreCase("END") && blocks > 0) {
            blocks--;
        }
        lastWord = word;
    }

    private String dollarQuote() {
        int end = text.indexOf('$', at + 1);
        if (end < 0 || at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
            return null;
        }
        String quote = text.substring(at, end + 1);
        return quote.matches("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$") ? quote : null;
    }

    private void skipQuoted(char quote, boolean backslashes) {
        for (at++; at < text.length(); at++) {
            if (backslashes && text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == quote) {
                at++;
                return;
            }
        }
    }

    private void skipComment() {
        int nested = 0;
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                nested++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                nested--;
                at += 2;
                if (nested == 0) {
                    return;
                }
            } else {
                at++;
            }
        }
    }

    private void skipTo(int position, int length) {
        at = position < 0 ? text.length() : position + length;
    }

    private void end() {
        if (begin >= 0) {
            int line = 1 + (int) text.substring(0, begin).chars().filter(c -> c == '\n').count();
            pieces.add(new Piece(line, text.substring(begin, Math.min(at, text.length())).strip()));
        }
        begin = -1;
        depth = 0;
        lastWord = "";
        at++;
    }
}
