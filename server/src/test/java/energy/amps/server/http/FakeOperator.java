package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.credential.Rotation;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Customer;
import energy.amps.server.tenant.MadeKey;
import energy.amps.server.tenant.NewKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One customer, behind one token. */
final class FakeOperator implements OperatorFeatures {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final String CUSTOMER = "cus_1";

    @Override
    public boolean opens(String token) {
        return token.equals(TOKEN);
    }

    @Override
    public Checked<Customer> create(String name, boolean liveEnabled) {
        return new Checked.Passed<>(customer(name, liveEnabled, false));
    }

    @Override
    public List<Customer> customers(Optional<CustomerId> after) {
        return List.of(customer("One", true, false));
    }

    @Override
    public Checked<Customer> customer(CustomerId customer) {
        return known(customer, customer("One", true, false));
    }

    @Override
    public Checked<Customer> setDisabled(CustomerId customer, boolean disabled) {
        return known(customer, customer("One", true, disabled));
    }

    @Override
    public Checked<Customer> setLive(CustomerId customer, boolean enabled) {
        return known(customer, customer("One", enabled, false));
    }

    @Override
    public Checked<MadeKey> makeKey(Tenant tenant, NewKey wanted) {
        throw new UnsupportedOperationException("no keys behind this door");
    }

    @Override
    public Checked<Rotation.Step> rotateEncryption(Optional<String> from) {
        return new Checked.Passed<>(new Rotation.Step("0011aabb", 1, 0, from.isPresent() ? Optional.empty() : from));
    }

    private static Checked<Customer> known(CustomerId id, Customer customer) {
        return id.value().equals(CUSTOMER)
                ? new Checked.Passed<>(customer)
                : new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "There is no such customer."));
    }

    private static Customer customer(String name, boolean live, boolean disabled) {
        return new Customer(
                new CustomerId(CUSTOMER),
                name,
                live,
                disabled ? Optional.of(Instant.EPOCH) : Optional.empty(),
                Instant.EPOCH);
    }
}
