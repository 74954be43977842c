package org.pgturso.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pgturso.postgres.Lsn;

/**
 * Messages captured from a real server: a line for each, its position, a blank, and its bytes: in hex for pgoutput, as
 * text with escaped line ends for the others. {@code SlotContractIT} tells how to capture them.
 */
public final class WireSamples {
    /** One message as the slot gave it, its bytes in hex. */
    public record Message(Lsn lsn, String hex) {
        public static Message of(Lsn lsn, byte[] bytes) {
            return new Message(lsn, HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** What was captured: scenarios of tests/resources/contract. */
    public static final List<String> SCENARIOS = List.of("rows", "names", "types", "toast", "identity");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\nr])");

    private WireSamples() {}

    public static List<Message> read(String version, String scenario, Plugin plugin) {
        return resource("/wire/" + version + "/" + scenario + "." + plugin.pluginName())
                .lines()
                .map(line -> message(line, plugin))
                .toList();
    }

    public static void write(String version, String scenario, Plugin plugin, List<Message> messages) {
        Path file = Path.of("tests/resources/wire", version, scenario + "." + plugin.pluginName());
        write(file, messages.stream().map(m -> line(m, plugin) + "\n").collect(Collectors.joining()));
    }

    /** The changes that a scenario makes, see {@link ChangeText}. */
    public static String expected(String scenario) {
        return resource("/contract/" + scenario + ".expected");
    }

    public static void writeExpected(String scenario, String changes) {
        write(Path.of("tests/resources/contract", scenario + ".expected"), changes);
    }

    public static String resource(String name) {
        try (InputStream in = WireSamples.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String line(Message message, Plugin plugin) {
        String bytes = plugin == Plugin.PGOUTPUT ? message.hex : escaped(new String(message.bytes(), UTF_8));
        return message.lsn + " " + bytes;
    }

    private static Message message(String line, Plugin plugin) {
        String text = line.substring(line.indexOf(' ') + 1);
        Lsn lsn = Lsn.parse(line.substring(0, line.indexOf(' ')));
        return plugin == Plugin.PGOUTPUT
                ? new Message(lsn, text)
                : Message.of(lsn, unescaped(text).getBytes(UTF_8));
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            default -> "\\\\";
        });
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
