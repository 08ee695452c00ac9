/**
 * The shape of a request: bytes and query text in, typed requests or a {@code 400 VALIDATION_ERROR} out (contract section 2,
 * <i>Strict bodies</i>).
 *
 * <p><b>Front doors.</b> {@link energy.amps.server.http.shape.Bodies} for bodies, {@link energy.amps.server.http.shape.Query} for
 * query parameters. Everything else is package-private.
 *
 * <p><b>Way of a body.</b> {@code bytes -> StrictJson -> Json -> Fields -> request}. {@code StrictJson} refuses what is not
 * well-formed, or what nothing behind the edge could store: a repeated key, a NUL, half a surrogate pair, a number of absurd
 * size. {@code Fields} asks an object for its keys by type and reports the keys that nobody asked for. All of them write into
 * one {@code Problems}, so that an answer names everything that is wrong at once, each thing by its pointer: RFC 6901 for
 * bodies ({@code /action/parameters/target/value}), {@code ?name} for query parameters.
 *
 * <p><b>Invariants.</b> What comes out is well formed and nothing more: whether a device takes the command is asked elsewhere
 * ({@link energy.amps.check}). Nothing here throws for what a caller can send, and no input costs more than its own length.
 *
 * <p><b>Not here.</b> HTTP: media types, body limits and statuses belong to the parent package.
 */
@NullMarked
package energy.amps.server.http.shape;

import org.jspecify.annotations.NullMarked;
