package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.credential.Rotation;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Customer;
import energy.amps.server.tenant.MadeKey;
import energy.amps.server.tenant.NewKey;
import java.util.List;
import java.util.Optional;

/** What the operator does with customers. */
public interface OperatorFeatures {
    /** Whether that is the operator's token; takes as long for any text. */
    boolean opens(String token);

    Checked<Customer> create(String name, boolean liveEnabled);

    /** Those behind that id, a page at most. */
    List<Customer> customers(Optional<CustomerId> after);

    Checked<Customer> customer(CustomerId customer);

    /** A customer that is disabled has everything scheduled cancelled and open windows returned. */
    Checked<Customer> setDisabled(CustomerId customer, boolean disabled);

    /** The same for its live environment alone. */
    Checked<Customer> setLive(CustomerId customer, boolean enabled);

    Checked<MadeKey> makeKey(Tenant tenant, NewKey wanted);

    /** Seals some more of the secrets in the database under the key that seals now, from where the last step ended. */
    Checked<Rotation.Step> rotateEncryption(Optional<String> from);
}
