package energy.amps.server;

import energy.amps.server.config.Secret;
import energy.amps.server.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's token: the one in {@code AMPS_ADMIN_TOKEN}, else one that the first node on a data folder makes and leaves
 * there, readable by its owner alone, for the others and for {@code ./amps admin}. Where it cannot be left, nothing is the
 * token: a node with a database elsewhere runs without a folder.
 */
final class AdminToken {
    /** Its file in the data folder. */
    static final String FILE = "admin.token";

    private static final int CHANCE_BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);

    private final Optional<byte[]> digest;

    private AdminToken(Optional<String> text) {
        this.digest = text.map(AdminToken::digest);
    }

    /** The token that holds under these settings; made when there is none. */
    static AdminToken of(Settings settings) {
        Path folder = settings.data().folder();
        return new AdminToken(settings.server()
                .adminToken()
                .map(Secret::reveal)
                .or(() -> found(folder))
                .or(() -> made(folder)));
    }

    /** The token in a data folder, where there is one. */
    static Optional<String> found(Path folder) {
        try {
            Path file = folder.resolve(FILE);
            return Files.exists(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The operator's token could not be read from " + folder, e);
        }
    }

    private static Optional<String> made(Path folder) {
        byte[] chance = new byte[CHANCE_BYTES];
        new SecureRandom().nextBytes(chance);
        String token = HexFormat.of().formatHex(chance);
        try {
            Files.createDirectories(folder.toAbsolutePath());
            Path fresh = Files.createTempFile(
                    folder.toAbsolutePath(),
                    FILE,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(fresh, token + "\n", StandardCharsets.UTF_8);
                // A link, and not a move: it fails where another node was quicker, and what is there is whole.
                Files.createLink(folder.resolve(FILE), fresh);
                return Optional.of(token);
            } catch (FileAlreadyExistsException quicker) {
                return found(folder);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            log.warn(
                    "the operator's token cannot be written to {}; /admin stays shut without AMPS_ADMIN_TOKEN",
                    folder,
                    e);
            return Optional.empty();
        }
    }

    /** Whether the text is the token; takes as long whatever it is. */
    boolean is(String presented) {
        return digest.filter(own -> MessageDigest.isEqual(own, digest(presented)))
                .isPresent();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AdminToken[***]";
    }
}
