/**
 * Requests that carry an {@code Idempotency-Key}, and the answers that are kept for their repetitions (contract section 2).
 *
 * <p><b>Front doors.</b> {@link energy.amps.server.idempotency.Claims}: the edge claims a key before the work, the effect's
 * transaction completes it, a refusal releases it. {@link energy.amps.server.idempotency.ClaimRows} keeps it in the table
 * {@code idempotency}. {@link energy.amps.server.idempotency.Forgetting} deletes what is older than 48 hours, on every node.
 *
 * <p><b>States of a key.</b>
 *
 * <pre>
 *   free --claim--> claimed --complete--> kept --48 h--> free
 *                   claimed --release, or a minute without either--> free
 * </pre>
 *
 * <p><b>Invariants.</b> An answer is kept if and only if its effect holds: one transaction writes both. Each claim has a token of
 * its own, and completing needs the token: who lost a claim, because it lapsed while the work went on, cannot complete, and its
 * effect fails with {@link energy.amps.server.idempotency.LostClaim}. So one key has one effect, whatever crashes and however
 * late. Only hashes of key, path and body are stored, and no secret of an answer.
 *
 * <p><b>Transactions.</b> A claim is committed before the work begins, without waiting for the disk: a claim that the database
 * forgets in a crash is one that cannot be completed. A release is the same. Both are one round trip. All of it is thread-safe.
 *
 * <p><b>Failures.</b> A claim that cannot be written fails the request before anything was done. A release that cannot be written
 * is logged, and the claim lapses.
 *
 * <p><b>Not here.</b> How a request is read and an answer written: {@code http.IdempotentCalls}. Decision 0021.
 */
@NullMarked
package energy.amps.server.idempotency;

import org.jspecify.annotations.NullMarked;
