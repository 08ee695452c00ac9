package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.action.Which;
import energy.amps.server.credential.Rotation;
import energy.amps.server.http.OperatorFeatures;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.Customer;
import energy.amps.server.tenant.MadeKey;
import energy.amps.server.tenant.NewKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The operator's side, as the HTTP edge asks for it. */
record PlatformOperator(Platform platform, AdminToken token) implements OperatorFeatures {

    @Override
    public boolean opens(String presented) {
        return token.is(presented);
    }

    @Override
    public Checked<Customer> create(String name, boolean liveEnabled) {
        return platform.customers().read(platform.customers().create(name, liveEnabled));
    }

    @Override
    public List<Customer> customers(Optional<CustomerId> after) {
        return platform.customers().list(after);
    }

    @Override
    public Checked<Customer> customer(CustomerId customer) {
        return platform.customers().read(customer);
    }

    @Override
    public Checked<Customer> setDisabled(CustomerId customer, boolean disabled) {
        return withdrawn(platform.customers().setDisabled(customer, disabled, this::recall));
    }

    @Override
    public Checked<Customer> setLive(CustomerId customer, boolean enabled) {
        return withdrawn(platform.customers().setLive(customer, enabled, this::recall));
    }

    @Override
    public Checked<MadeKey> makeKey(Tenant tenant, NewKey wanted) {
        return platform.customers().makeKey(tenant, wanted);
    }

    @Override
    public Checked<Rotation.Step> rotateEncryption(Optional<String> from) {
        return platform.rotation().isPossible()
                ? new Checked.Passed<>(platform.rotation().step(from))
                : new Checked.Refused<>(Refusal.of(
                        ErrorCode.SERVICE_UNAVAILABLE, "There is no key to seal with: set AMPS_ENCRYPTION_KEY."));
    }

    private void recall(Tx tx, Customer customer) {
        for (Environment environment : Environment.values()) {
            Tenant tenant = new Tenant(customer.id(), environment);
            platform.recalls().never(tx, tenant);
            if (isShut(customer, environment)) {
                platform.recalls().ofEverything(tx, tenant);
            }
        }
    }

    private Checked<Customer> withdrawn(Checked<Customer> changed) {
        return changed.then(customer -> {
            Arrays.stream(Environment.values())
                    .filter(environment -> isShut(customer, environment))
                    .forEach(environment -> platform.recalls()
                            .now(new Tenant(customer.id(), environment), new Which.Everything(), true));
            return changed;
        });
    }

    private static boolean isShut(Customer customer, Environment environment) {
        return customer.disabledAt().isPresent() || (environment == Environment.LIVE && !customer.liveEnabled());
    }
}
