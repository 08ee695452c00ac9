/**
 * A PostgreSQL of our own below the data folder, for a first start without any preparation.
 *
 * <p>Front door: {@link energy.amps.server.embedded.EmbeddedPostgres#start}; {@link
 * energy.amps.server.embedded.PostgresOptions} and {@link energy.amps.server.embedded.Durability} say how, {@link
 * energy.amps.server.embedded.EmbeddedPostgresException} says in one sentence what is wrong and what to do about it.
 *
 * <p>The life of a start: the folder is locked ({@code DataFolder}), the archive from the class path is unpacked once
 * ({@code Binaries}, {@code Tar}), an unprivileged account is chosen when we are root ({@code Account}), a cluster is made
 * if there is none ({@code Cluster}), what a crashed predecessor left behind is settled ({@code Predecessor}), and the
 * server runs under a shell ({@code Supervisor}) until that shell's input closes.
 *
 * <p>Held true whatever is killed, and when:
 *
 * <ul>
 *   <li>one process at a time owns a data folder; the second one is refused;
 *   <li>nothing half made is ever used: archive and cluster are made aside and renamed;
 *   <li>no PostgreSQL outlives the process that started it by more than its own shutdown: the kernel closes the pipe of a
 *       killed process, and the supervisor reads the end of it;
 *   <li>a commit is on the disk when it is answered, unless {@link energy.amps.server.embedded.Durability#DISPOSABLE} was
 *       asked for;
 *   <li>the server listens on loopback and demands a random password, kept in a file of mode 0600.
 * </ul>
 *
 * <p>Threads: an {@code EmbeddedPostgres} may be used and closed by any thread; closing twice is closing once. Waiting is
 * polling with a bound, in {@code Deadline} alone.
 *
 * <p>Not here: migrations, connection pools, roles, and PostgreSQL servers of someone else.
 */
@NullMarked
package energy.amps.server.embedded;

import org.jspecify.annotations.NullMarked;
