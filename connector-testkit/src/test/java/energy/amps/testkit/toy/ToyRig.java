package energy.amps.testkit.toy;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.Credentials;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Secret;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.Rig;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A rig of the toy, or of what was made of it. */
public final class ToyRig implements Rig {
    private final ToyVendor vendor = new ToyVendor(start());
    private final Function<ToyVendor, Connector> maker;

    public ToyRig(Function<ToyVendor, Connector> maker) {
        this.maker = maker;
    }

    @Override
    public Connector open() {
        return maker.apply(vendor);
    }

    @Override
    public List<RigDevice> devices() {
        Account account = new Account("toy-1", "", Optional.of(new Secret(ToyVendor.KEY)));
        return List.of(
                RigDevice.of(Toy.found("a")).through(account),
                RigDevice.of(Toy.found("b")).through(account));
    }

    @Override
    public void pass(Duration time) {
        vendor.pass(time);
    }

    @Override
    public Play play(Fault fault, Operation during, RigDevice device) {
        vendor.play(fault, during);
        return Play.on();
    }

    @Override
    public void behave() {
        vendor.behave();
    }

    @Override
    public Tally tally() {
        return vendor.tally();
    }

    @Override
    public Set<String> vendorWords() {
        return Set.of("E401", "E404", "E409", "E423", "E429", "E503");
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(new Credentials.ApiKey(new Secret(ToyVendor.KEY)));
    }

    @Override
    public Optional<Credentials> wrongCredentials() {
        return Optional.of(new Credentials.ApiKey(new Secret("another")));
    }

    @Override
    public void close() {
        vendor.close();
    }
}
