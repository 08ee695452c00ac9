package energy.amps.server.config;

import java.util.List;

/**
 * How the server deals with other people's systems.
 *
 * @param encryptionKeys keys in base64, of 32 bytes each: the first seals secrets, all open them; none: the embedded
 *     database's own
 */
public record OutboundSettings(List<Secret> encryptionKeys) {

    static OutboundSettings read(Environment variables) {
        return new OutboundSettings(
                variables.given(SettingsTable.ENCRYPTION_KEY).orElse(List.of()));
    }
}
