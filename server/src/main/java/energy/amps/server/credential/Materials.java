package energy.amps.server.credential;

import energy.amps.connector.Account;
import energy.amps.connector.Secret;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.Optional;

/** What opens accounts, kept beside their rows. Thread-safe. */
public final class Materials {
    private final Database database;
    private final Envelopes envelopes;

    /** @param envelopes seals and opens */
    public Materials(Database database, Envelopes envelopes) {
        this.database = database;
        this.envelopes = envelopes;
    }

    /** Whether material can be kept at all. */
    public boolean canKeep() {
        return envelopes.canSeal();
    }

    /**
     * Puts an account's note and material beside its row, in place of what was there. The row is locked.
     *
     * @param id the row's
     */
    public void keep(Tx tx, Tenant tenant, String id, Account account) {
        tx.update(
                "update account set note = ?, material = ? where customer_id = ? and environment = ? and id = ?",
                account.note(),
                account.material().map(secret -> envelopes.seal(secret, owner("account", tenant, id))),
                tenant.customer().value(),
                tenant.environment().wire(),
                id);
    }

    /** Seals what a link waits with. */
    public Optional<String> ofLink(Tenant tenant, String link, Optional<Secret> material) {
        return material.map(secret -> envelopes.seal(secret, owner("link", tenant, link)));
    }

    /**
     * Opens what a link waited with.
     *
     * @throws SealedShut when it does not open
     */
    public Optional<Secret> openedOfLink(Tenant tenant, String link, Optional<String> sealed) {
        return sealed.map(text -> envelopes.open(text, owner("link", tenant, link)));
    }

    /**
     * An account as a vendor's connector knows it.
     *
     * @param id the row's
     * @param account with what opens it
     */
    public record Opened(String id, Account account) {}

    /**
     * The account that a device is reached through; empty for one that needs none.
     *
     * @throws SealedShut when what opens it does not open
     */
    public Optional<Opened> of(DeviceKey device) {
        Tenant tenant = device.tenant();
        return database
                .list(
                        tenant,
                        row -> new Opened(
                                row.text("id"),
                                new Account(
                                        row.text("external_id"),
                                        row.text("note"),
                                        row.maybeText("material")
                                                .map(text -> envelopes.open(
                                                        text, owner("account", tenant, row.text("id")))))),
                        """
                        select a.id, a.external_id, a.note, a.material
                        from device d join account a on a.customer_id = d.customer_id and a.id = d.link_id
                        where d.customer_id = ? and d.environment = ? and d.id = ?
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        device.device().value())
                .stream()
                .findFirst();
    }

    /** The name of a row, which its secret is sealed for. */
    static String owner(String table, Tenant tenant, String id) {
        return table + "/" + tenant.customer().value() + "/"
                + tenant.environment().wire() + "/" + id;
    }
}
