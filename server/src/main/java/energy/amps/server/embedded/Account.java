package energy.amps.server.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who runs PostgreSQL, which refuses to run as root.
 *
 * <p>An ordinary user runs it directly. Root tries, in this order and with the real program on the real folder, until one
 * way works:
 *
 * <ol>
 *   <li>a user namespace in which root bears another name: the files stay root's, so that it works below a private home;
 *   <li>the users that own the data folder or a folder above it: for root in someone else's clone;
 *   <li>{@code nobody};
 *   <li>{@code nobody} with the right to pass through private folders: for a container that bars user namespaces.
 * </ol>
 *
 * @param name for the log
 * @param prefix the words before a command
 * @param uid the owner of the files, as seen from outside
 */
record Account(String name, List<String> prefix, int uid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    /** Writes a file, and lets initdb show what it would do: that looks up the user's name and all the programs. */
    private static final String PROBE = ": > \"$1/probe\" && \"$2\" --show --pgdata \"$1\"";

    /** Words before {@code command}, so that this account runs it. */
    List<String> runs(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Gives a file or a folder with all in it to this account, where it is not. */
    void own(Path path) throws IOException {
        if (Tree.owner(path) != uid) {
            Tree.chown(path, uid);
        }
    }

    /** The first account that can run {@code initdb} and keep files in {@code folder}. */
    static Account choose(DataFolder folder, Path initdb) throws IOException {
        int me = Math.toIntExact(new UnixSystem().getUid());
        Account myself = new Account("the own user", List.of(), me);
        Set<Integer> named = namedUsers();
        if (me != ROOT && (named.isEmpty() || named.contains(me))) {
            return myself;
        }
        for (Account candidate : candidates(folder, me, named)) {
            if (candidate.works(folder, initdb)) {
                return candidate;
            }
        }
        if (me == ROOT) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL does not run as root, and neither unshare nor setpriv can give"
                            + " it another user here: start Amps as an ordinary user, or name a database with"
                            + " AMPS_DATABASE_URL.");
        }
        return myself;
    }

    private static List<Account> candidates(DataFolder folder, int me, Set<Integer> named) throws IOException {
        int inside = named.contains(NOBODY) || named.isEmpty()
                ? NOBODY
                : named.iterator().next();
        List<Account> candidates = new ArrayList<>();
        candidates.add(new Account(
                "a user namespace", List.of("unshare", "-U", "--map-user=" + inside, "--map-group=" + inside), me));
        if (me == ROOT) {
            owners(folder.root()).forEach(uid -> candidates.add(user(uid)));
            candidates.add(user(inside));
            candidates.add(userPassingFolders(inside));
        }
        return candidates;
    }

    private static Account user(int uid) {
        return new Account(
                "user " + uid, List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"), uid);
    }

    private static Account userPassingFolders(int uid) {
        List<String> prefix = new ArrayList<>(user(uid).prefix());
        prefix.addAll(List.of("--inh-caps=+dac_override", "--ambient-caps=+dac_override"));
        // Without it access(2), by which PostgreSQL looks for its programs, does not count the capability.
        prefix.add("--securebits=+no_setuid_fixup");
        return new Account("user " + uid + " with access", List.copyOf(prefix), uid);
    }

    /** Owners other than root, the nearest first. */
    private static Set<Integer> owners(Path folder) throws IOException {
        Set<Integer> owners = new LinkedHashSet<>();
        for (Path path = folder; path != null; path = path.getParent()) {
            owners.add(Tree.owner(path));
        }
        owners.remove(ROOT);
        return owners;
    }

    /** Users with a name, which PostgreSQL's programs ask for; empty where the system does not keep them in the usual file. */
    private static Set<Integer> namedUsers() throws IOException {
        Path passwd = Path.of("/etc/passwd");
        Set<Integer> uids = new LinkedHashSet<>();
        if (Files.isReadable(passwd) && !System.getProperty("os.name", "").startsWith("Mac")) {
            for (String line : Files.readAllLines(passwd)) {
                List<String> fields = List.of(line.split(":", -1));
                if (fields.size() > 2 && fields.get(2).matches("\\d{1,9}")) {
                    uids.add(Integer.parseInt(fields.get(2)));
                }
            }
        }
        uids.remove(ROOT);
        return uids;
    }

    private boolean works(DataFolder folder, Path initdb) throws IOException {
        Path trial = Files.createTempDirectory(folder.root(), ".account-");
        try {
            own(trial);
            return Supervisor.succeeds(runs(List.of("sh", "-c", PROBE, "sh", trial.toString(), initdb.toString())));
        } finally {
            Tree.delete(trial);
        }
    }
}
