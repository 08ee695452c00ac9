package energy.amps.contract.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** The verifiers that receivers on Node use, installed by npm below {@code target}. */
public final class NodeVerifiers {
    private static final long INSTALL_LIMIT_SECONDS = 300;
    private static final long VERIFY_LIMIT_SECONDS = 60;

    private final Path folder;

    private NodeVerifiers(Path folder) {
        this.folder = folder;
    }

    /** Installs them; empty where node or npm are missing. */
    public static Optional<NodeVerifiers> install() {
        if (!isThere("node") || !isThere("npm")) {
            return Optional.empty();
        }
        Path module = Target.module();
        Path folder = module.resolve("target/verifiers");
        try {
            Files.createDirectories(folder);
            for (String file : List.of("package.json", "verify.mjs")) {
                Files.copy(
                        module.resolve("src/test/node").resolve(file),
                        folder.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NodeVerifiers verifiers = new NodeVerifiers(folder);
        verifiers.run(
                INSTALL_LIMIT_SECONDS,
                "",
                "npm",
                "install",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
        return Optional.of(verifiers);
    }

    private static boolean isThere(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The verifier of a library. */
    public Verifier of(String library) {
        return (secret, headers, body) -> {
            ObjectNode message = Json.object();
            message.put("secret", secret);
            ObjectNode sent = message.putObject("headers");
            headers.forEach(sent::put);
            message.put("body", body);
            String said = run(VERIFY_LIMIT_SECONDS, message.toString(), "node", "verify.mjs", library);
            if (!said.startsWith("accepted") && !said.startsWith("refused: ")) {
                throw new AssertionError(library + " said neither: " + said);
            }
            return said.startsWith("accepted");
        };
    }

    private String run(long limitSeconds, String input, String... command) {
        try {
            Path said = Files.createTempFile(folder, "said", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
            String output = Files.readString(said);
            Files.delete(said);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + (ended ? " failed: " : " did not end: ") + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
