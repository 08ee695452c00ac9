package energy.amps.testkit.conformance;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Linking;
import energy.amps.device.Family;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who the connector says it is, and what it finds. */
final class ConnectorRules {
    private static final Pattern VENDOR = Pattern.compile("[a-z][a-z0-9_-]*");
    /** A settings write is answered within so much (contract section 7). */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    private static final int MOST_EXTERNAL_ID = 200;
    private static final int MOST_NOTE = 4 * 1024;

    private ConnectorRules() {}

    static List<Check> checks(int place) {
        return List.of(
                new Check(Rule.PROFILE, "profile", place, ConnectorRules::profile),
                new Check(Rule.DISCOVERY, "discovery", place, ConnectorRules::discovery),
                new Check(Rule.DISCOVERY, "linking", place, ConnectorRules::linking),
                new Check(Rule.DISCOVERY, "linking with wrong credentials", place, ConnectorRules::refused));
    }

    private static void profile(Trial trial, RigDevice device) {
        Connector connector = trial.connector();
        ConnectorProfile profile = connector.profile();
        Broken.unless(
                VENDOR.matcher(profile.vendor()).matches(),
                Rule.PROFILE,
                "the vendor's name is no lower-case word: " + profile.vendor());
        Set<Family> tried = trial.rig().devices().stream()
                .map(each -> each.found().family())
                .collect(Collectors.toSet());
        Broken.unless(
                tried.equals(profile.families()),
                Rule.PROFILE,
                "it serves " + profile.families() + ", and the rig has devices of " + tried);
        if (profile.retrieval() == ConnectorProfile.Retrieval.LIVE) {
            Broken.unless(
                    profile.callTimeout().isPositive() && profile.callTimeout().compareTo(LONGEST_CALL) <= 0,
                    Rule.PROFILE,
                    "a call may take " + profile.callTimeout() + ": it must be more than nothing and at most "
                            + LONGEST_CALL);
        }
        Broken.unless(!profile.settleTime().isNegative(), Rule.PROFILE, "the settle time is negative");
        trial.read(device);
        trial.pass(Duration.ofHours(1));
        Broken.unless(
                connector.profile().equals(profile)
                        && trial.rig().open().profile().equals(profile),
                Rule.PROFILE,
                "the profile was " + profile + " and is " + connector.profile());
    }

    private static void discovery(Trial trial, RigDevice device) {
        List<DiscoveredDevice> found =
                trial.calls().answered("discover", () -> trial.connector().discover(trial.now()));
        hold(trial, found);
        Broken.unless(
                names(found).equals(names(trial.calls().answered("discover", () -> trial.connector()
                        .discover(trial.now())))),
                Rule.DISCOVERY,
                "a second discovery gives other devices, or another order");
    }

    private static void linking(Trial trial, RigDevice device) {
        if (trial.connector() instanceof Linking linking
                && trial.rig().credentials().isPresent()) {
            Credentials credentials = trial.rig().credentials().get();
            Broken.unless(
                    linking.forms().contains(credentials.form())
                            && linking.forms().equals(linking.forms()),
                    Rule.DISCOVERY,
                    "it takes " + linking.forms() + ", and the rig's credentials are " + credentials.form());
            LinkOutcome outcome =
                    trial.calls().answered("authenticate", () -> linking.authenticate(credentials, trial.now()));
            trial.texts().hold("the answer of authenticate", outcome.toString());
            if (outcome instanceof LinkOutcome.Authenticated(Account account)) {
                hold(trial, account);
                found(trial, linking, account);
                return;
            }
            Broken.unless(
                    outcome instanceof LinkOutcome.MfaRequired,
                    Rule.DISCOVERY,
                    "the rig's credentials open nothing: " + outcome);
        }
    }

    private static void hold(Trial trial, Account account) {
        Broken.unless(
                account.externalId().length() <= MOST_EXTERNAL_ID
                        && !account.externalId().isBlank(),
                Rule.DISCOVERY,
                "an account's external id has " + account.externalId().length() + " characters");
        Broken.unless(
                account.note().getBytes(StandardCharsets.UTF_8).length <= MOST_NOTE,
                Rule.DISCOVERY,
                "an account's note has more than " + MOST_NOTE + " bytes");
        trial.texts().holdSecrets("an account's external id", account.externalId());
        trial.texts().holdSecrets("an account's note", account.note());
    }

    private static void found(Trial trial, Linking linking, Account account) {
        Discovery discovery = trial.calls().answered("discover", () -> linking.discover(account, trial.now()));
        trial.texts().hold("the answer of discover", discovery.toString());
        if (!(discovery instanceof Discovery.Found(List<DiscoveredDevice> devices))) {
            throw new Broken(Rule.DISCOVERY, "the devices of an account are not found: " + discovery);
        }
        hold(trial, devices);
        Broken.unless(
                linking.discover(account, trial.now()) instanceof Discovery.Found(var again)
                        && names(again).equals(names(devices)),
                Rule.DISCOVERY,
                "a second discovery gives other devices, or another order");
        List<String> linked = trial.rig().devices().stream()
                .filter(each -> each.account().isPresent())
                .map(each -> each.found().externalId())
                .toList();
        Broken.unless(
                names(devices).containsAll(linked),
                Rule.DISCOVERY,
                "the account has " + names(devices) + ", and the rig's devices are " + linked);
    }

    private static void hold(Trial trial, List<DiscoveredDevice> found) {
        Broken.unless(
                names(found).stream().distinct().count() == found.size(),
                Rule.DISCOVERY,
                "a device was found twice: " + names(found));
        for (DiscoveredDevice each : found) {
            trial.states().hold(RigDevice.of(each), each.initialState(), each.initialState());
            Broken.unless(
                    trial.connector().profile().families().contains(each.family()),
                    Rule.DISCOVERY,
                    "it found a " + each.family() + ", which it does not serve");
        }
    }

    private static List<String> names(List<DiscoveredDevice> found) {
        return found.stream().map(DiscoveredDevice::externalId).toList();
    }

    private static void refused(Trial trial, RigDevice device) {
        if (trial.connector() instanceof Linking linking
                && trial.rig().wrongCredentials().isPresent()) {
            LinkOutcome outcome = trial.calls()
                    .answered(
                            "authenticate",
                            () -> linking.authenticate(
                                    trial.rig().wrongCredentials().get(), trial.now()));
            trial.texts().hold("the answer of authenticate", outcome.toString());
            Broken.unless(
                    outcome.equals(new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS)),
                    Rule.DISCOVERY,
                    "wrong credentials come to " + outcome);
        }
    }
}
