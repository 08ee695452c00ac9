/**
 * Holds the documents to the code: what a document says of settings, limits, classes and files is looked up here, so that it
 * cannot rot unseen. What they say in sentences is for readers to judge.
 *
 * <p>{@link energy.amps.server.docs.Documents} finds the documents, from whatever folder the build was started in.
 */
@NullMarked
package energy.amps.server.docs;

import org.jspecify.annotations.NullMarked;
