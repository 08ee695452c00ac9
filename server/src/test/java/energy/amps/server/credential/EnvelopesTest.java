package energy.amps.server.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.connector.Secret;
import energy.amps.server.secrets.Vault;
import energy.amps.server.testing.LiveHouse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sealed secret opens for its own row and under a key that is known, whole, and nowhere else. */
class EnvelopesTest {
    private static final Secret SECRET = new Secret("tok-é-1");

    private static Envelopes with(byte[]... keys) {
        return new Envelopes(Vault.with(List.of(keys)));
    }

    @Test
    void sameSecretIsNeverSealedTheSameTwiceAndOpens() {
        Envelopes envelopes = with(LiveHouse.key(1));
        String one = envelopes.seal(SECRET, "account/a");
        assertThat(envelopes.seal(SECRET, "account/a")).isNotEqualTo(one);
        assertThat(envelopes.open(one, "account/a")).isEqualTo(SECRET);
        assertThat(Envelopes.keyOf(one)).isEqualTo(envelopes.sealingKey()).hasSize(8);
    }

    @Test
    void anotherRowAnotherKeyAndAChangedTextAreShut() {
        Envelopes envelopes = with(LiveHouse.key(1));
        String sealed = envelopes.seal(SECRET, "account/a");
        for (String broken : List.of(
                sealed.substring(0, sealed.length() - 6) + "AAAAA=",
                sealed.replace("|", ""),
                sealed.substring(sealed.indexOf('|')),
                "",
                "no envelope")) {
            assertThatThrownBy(() -> envelopes.open(broken, "account/a"))
                    .as(broken)
                    .isInstanceOf(SealedShut.class);
        }
        assertThatThrownBy(() -> envelopes.open(sealed, "account/b"))
                .isInstanceOf(SealedShut.class)
                .hasMessageContaining("account/b")
                .hasMessageNotContaining(SECRET.reveal());
        assertThatThrownBy(() -> with(LiveHouse.key(2)).open(sealed, "account/a"))
                .isInstanceOf(SealedShut.class);
    }

    /** The halves of two envelopes do not make a third. */
    @Test
    void halvesOfDifferentRowsDoNotFit() {
        Envelopes envelopes = with(LiveHouse.key(1));
        String a = envelopes.seal(SECRET, "account/a");
        String b = envelopes.seal(SECRET, "account/b");
        String mixed = a.substring(0, a.indexOf('|')) + b.substring(b.indexOf('|'));
        for (String owner : List.of("account/a", "account/b")) {
            assertThatThrownBy(() -> envelopes.open(mixed, owner)).isInstanceOf(SealedShut.class);
        }
    }

    @Test
    void sealingAnewChangesTheKeysHalfAlone() {
        String old = with(LiveHouse.key(1)).seal(SECRET, "account/a");
        String anew = with(LiveHouse.key(2), LiveHouse.key(1)).sealedAnew(old, "account/a");
        assertThat(anew.substring(anew.indexOf('|'))).isEqualTo(old.substring(old.indexOf('|')));
        assertThat(with(LiveHouse.key(2)).open(anew, "account/a")).isEqualTo(SECRET);
    }
}
