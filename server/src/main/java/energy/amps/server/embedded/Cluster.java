package energy.amps.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database files and the superuser's password, made once: password first, files aside, then a rename, so that a crash
 * at any point leaves either nothing or a cluster with its password.
 */
final class Cluster {

    static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration MAKING_LIMIT = Duration.ofMinutes(2);
    private static final String ASIDE = ".pgdata-";
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final DataFolder folder;
    private final Binaries binaries;
    private final Account account;

    Cluster(DataFolder folder, Binaries binaries, Account account) {
        this.folder = folder;
        this.binaries = binaries;
        this.account = account;
    }

    /** Makes the cluster if there is none, and returns the superuser's password. */
    String prepare(Durability durability) throws IOException {
        if (Files.isDirectory(folder.cluster())) {
            own(folder.cluster());
            return readPassword();
        }
        LOG.info("Making a database cluster in {}", folder.cluster());
        removeLeftovers();
        String password = Files.exists(folder.passwordFile()) ? readPassword() : makePassword();
        make(password, durability);
        return password;
    }

    private void own(Path cluster) throws IOException {
        try {
            account.own(cluster);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data folder " + folder.root() + " belongs to another user (" + Tree.owner(cluster)
                            + "): start Amps as that user, or choose another folder with AMPS_DATA.",
                    e);
        }
    }

    private String readPassword() throws IOException {
        if (Files.notExists(folder.passwordFile())) {
            throw new EmbeddedPostgresException(
                    "The database in " + folder.root() + " is there, but not its password: bring "
                            + folder.passwordFile() + " back, or choose another folder with AMPS_DATA.");
        }
        return Files.readString(folder.passwordFile(), StandardCharsets.US_ASCII)
                .strip();
    }

    private String makePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path aside = Files.createTempFile(folder.root(), ASIDE, ".password", PRIVATE);
        Files.writeString(aside, password + "\n", StandardCharsets.US_ASCII);
        Files.move(aside, folder.passwordFile(), StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private void make(String password, Durability durability) throws IOException {
        Path aside = Files.createTempDirectory(folder.root(), ASIDE);
        Path passwordCopy = Files.createTempFile(folder.root(), ASIDE, ".password", PRIVATE);
        try {
            Files.writeString(passwordCopy, password + "\n", StandardCharsets.US_ASCII);
            account.own(aside);
            account.own(passwordCopy);
            run(initdb(aside, passwordCopy, durability));
        } finally {
            Files.delete(passwordCopy);
        }
        Files.move(aside, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> initdb(Path target, Path passwordCopy, Durability durability) {
        List<String> command =
                new ArrayList<>(List.of(binaries.program("initdb").toString()));
        command.addAll(List.of("--pgdata", target.toString(), "--username", SUPERUSER));
        command.addAll(List.of("--pwfile", passwordCopy.toString(), "--auth", "scram-sha-256"));
        command.addAll(List.of("--encoding", "UTF8", "--locale", "C", "--data-checksums"));
        if (durability == Durability.DISPOSABLE) {
            command.add("--no-sync");
        }
        return account.runs(command);
    }

    private void run(List<String> command) throws IOException {
        LogTail log = LogTail.of(folder.log());
        try (Supervisor initdb = Supervisor.start(command, folder.log())) {
            boolean ended =
                    Deadline.in(MAKING_LIMIT).await(() -> initdb.exitStatus().isPresent());
            if (!ended || !initdb.exitStatus().equals(Optional.of(0))) {
                throw new EmbeddedPostgresException(
                        "The database cluster could not be made (" + log.reason() + "): see " + folder.log() + ".");
            }
        }
    }

    private void removeLeftovers() throws IOException {
        try (var entries = Files.newDirectoryStream(folder.root(), ASIDE + "*")) {
            for (Path entry : entries) {
                Tree.delete(entry);
            }
        }
    }
}
