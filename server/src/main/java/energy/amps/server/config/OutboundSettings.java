package energy.amps.server.config;

import java.util.List;
import java.util.Optional;

/**
 * How the server sends to addresses that customers chose.
 *
 * @param encryptionKeys keys in base64, of 32 bytes each: the first seals secrets, all open them; none: the embedded
 *     database's own
 * @param webhookAllow ranges of addresses that are sent to although they are not public; absent: this machine with the
 *     embedded database, else none
 */
public record OutboundSettings(List<Secret> encryptionKeys, Optional<List<String>> webhookAllow) {

    static OutboundSettings read(Environment variables) {
        return new OutboundSettings(
                variables.given(SettingsTable.ENCRYPTION_KEY).orElse(List.of()),
                variables.given(SettingsTable.WEBHOOK_ALLOW));
    }
}
