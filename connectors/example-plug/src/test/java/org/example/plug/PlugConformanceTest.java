package org.example.plug;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.Credentials;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Linking;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Secret;
import energy.amps.testkit.conformance.Conformance;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.Rig;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The plug keeps what every connector must keep. */
class PlugConformanceTest implements Conformance {

    @Override
    public Rig rig() {
        return new PlugRig();
    }

    private static final class PlugRig implements Rig {
        private final HubStandIn hub = new HubStandIn();
        private final List<RigDevice> devices = link();

        @Override
        public Connector open() {
            return new PlugConnectorProvider()
                    .open(name ->
                            name.equals(PlugConnectorProvider.HUB) ? Optional.of(hub.address()) : Optional.empty());
        }

        /** As the platform links it. */
        private List<RigDevice> link() {
            Linking linking = (Linking) open();
            Account account =
                    ((LinkOutcome.Authenticated) linking.authenticate(key(HubStandIn.TOKEN), start())).account();
            return ((Discovery.Found) linking.discover(account, start()))
                    .devices().stream()
                            .map(found -> RigDevice.of(found).through(account))
                            .toList();
        }

        @Override
        public List<RigDevice> devices() {
            return devices;
        }

        @Override
        public Play play(Fault fault, Operation during, RigDevice device) {
            if (fault == Fault.SCHEDULER) {
                return Play.impossible(
                        "the hub's timer cannot be cleared from outside; a socket under it is not told anything");
            }
            hub.play(fault, during);
            return Play.on();
        }

        @Override
        public void behave() {
            hub.behave();
        }

        @Override
        public Tally tally() {
            return hub.tally();
        }

        @Override
        public Set<String> vendorWords() {
            return Set.of("NO OFFLINE", "NO TOKEN", "NO QUOTA", "NO DOWN", "NO SENSE", "NO TIMER");
        }

        @Override
        public Optional<Credentials> credentials() {
            return Optional.of(key(HubStandIn.TOKEN));
        }

        @Override
        public Optional<Credentials> wrongCredentials() {
            return Optional.of(key("none of yours"));
        }

        private static Credentials key(String token) {
            return new Credentials.ApiKey(new Secret(token));
        }

        @Override
        public void close() {
            hub.close();
        }
    }
}
