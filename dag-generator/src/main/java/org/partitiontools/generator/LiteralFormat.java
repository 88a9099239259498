package org.partitiontools.generator;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import java.util.function.UnaryOperator;

/**
 * A language as an output format of FreeMarker: "escaping" a text means writing it as a literal of that language.
 *
 * <p>FreeMarker then quotes each interpolated text by itself, and refuses to mix literals of different languages.
 */
final class LiteralFormat extends CommonMarkupOutputFormat<LiteralFormat.Literal> {

    static final LiteralFormat PYTHON = new LiteralFormat("Python", PythonLiteral::string);
    static final LiteralFormat SQL = new LiteralFormat("SQL", SqlLiteral::quote);
    static final LiteralFormat SHELL = new LiteralFormat("shell", Quoting::shell);
    static final LiteralFormat CRONTAB = new LiteralFormat("crontab", Quoting::crontab);
    static final LiteralFormat YAML = new LiteralFormat("YAML", Quoting::yaml);

    private final String name;
    private final UnaryOperator<String> quote;

    private LiteralFormat(String name, UnaryOperator<String> quote) {
        this.name = name;
        this.quote = quote;
    }

    /** Code of this language, to be written as it is. */
    Literal code(String text) {
        return new Literal(this, null, text);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getMimeType() {
        return null;
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(quote.apply(text));
    }

    @Override
    public String escapePlainText(String text) {
        return quote.apply(text);
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtInName) {
        return false;
    }

    @Override
    protected Literal newTemplateMarkupOutputModel(String plainText, String code) {
        return new Literal(this, plainText, code);
    }

    /** A literal or other code of one language. */
    static final class Literal extends CommonTemplateMarkupOutputModel<Literal> {

        private final LiteralFormat format;

        private Literal(LiteralFormat format, String plainText, String code) {
            super(plainText, code);
            this.format = format;
        }

        @Override
        public LiteralFormat getOutputFormat() {
            return format;
        }
    }
}
