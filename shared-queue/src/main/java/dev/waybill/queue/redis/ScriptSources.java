package dev.waybill.queue.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The texts of all scripts and the SHA-1 by which Redis knows them, read once from the class path. */
final class ScriptSources {
    private final Map<Script, Source> sources = new EnumMap<>(Script.class);

    private ScriptSources(UnaryOperator<String> edit) {
        for (Script script : Script.values()) {
            StringBuilder text = new StringBuilder();
            for (String file : script.files()) {
                text.append(read(file));
            }
            String edited = edit.apply(text.toString());
            sources.put(script, new Source(edited, sha1(edited)));
        }
    }

    static ScriptSources load() {
        return new ScriptSources(UnaryOperator.identity());
    }

    /** With a change to each text, so that a test may step the clock. */
    static ScriptSources edited(UnaryOperator<String> edit) {
        return new ScriptSources(edit);
    }

    Source of(Script script) {
        Source source = sources.get(script);
        if (source == null) {
            throw new IllegalStateException("every script was loaded, but not " + script);
        }
        return source;
    }

    private static String read(String file) {
        String path = "/dev/waybill/queue/lua/" + file + ".lua";
        try (InputStream in = ScriptSources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path misses " + path + "; build shared-queue again");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** One script's text. */
    record Source(String text, String sha1) {}
}
