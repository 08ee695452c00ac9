package energy.amps.server.link;

import energy.amps.check.Checked;
import energy.amps.connector.Account;
import energy.amps.connector.Challenge;
import energy.amps.connector.Connector;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Secret;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.agenda.JobKey;
import energy.amps.server.agenda.Jobs;
import energy.amps.server.credential.Materials;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Devices;
import energy.amps.server.link.Accounts.Opened;
import energy.amps.server.link.Link.Device;
import energy.amps.server.link.LinkRequest.Sent;
import energy.amps.server.link.LinkRequest.Wanted;
import energy.amps.server.link.Vendors.Vendor;
import energy.amps.server.station.Pairings;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes credentials, and brings links to their end (contract section 10). Thread-safe. */
public final class Links {
    /** How long a link waits for a code or a choice. */
    public static final Duration PENDING = Duration.ofMinutes(15);

    /** How long a link that came to its end is to be read. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** Most links of a customer's environment that wait for something at a time. */
    public static final int MOST_PENDING = 1_000;

    /** Most wrong codes of a link; with the last of them it is gone. */
    public static final int MOST_WRONG_CODES = 5;

    private final Parts parts;
    private final Vendors vendors;
    private final LinkStore store;
    private final Expecting expecting;

    /**
     * What links stand on.
     *
     * @param database the store
     * @param platform the platform's time
     * @param clock the tenants' time
     * @param ids makes the ids of links and of users
     * @param users whose they are
     * @param accounts writes the devices
     * @param pairings makes the addresses that devices dial
     * @param materials keeps what is secret of a link that waits
     */
    public record Parts(
            Database database,
            InstantSource platform,
            TenantClock clock,
            Ids ids,
            Users users,
            Accounts accounts,
            Materials materials,
            Pairings pairings) {}

    /** @param line calls the vendors */
    public Links(Parts parts, Connectors connectors, Line line, Jobs jobs) {
        this.parts = parts;
        this.vendors = new Vendors(connectors, line);
        this.store = new LinkStore(parts.database(), parts.platform());
        this.expecting = new Expecting(parts.ids(), parts.accounts(), parts.pairings());
        jobs.handle(LinkStore.JOB, this::lapse);
    }

    private Jobs.Next lapse(JobKey job) {
        store.lapse(job);
        return new Jobs.Next.Done();
    }

    /** Calls a vendor, within its time limit. */
    @FunctionalInterface
    public interface Line {
        <T> T call(Connector connector, String what, Callable<T> call, Function<FaultCode, T> noAnswer);
    }

    /** Opens an account, and links its devices unless something is still asked. */
    public Checked<Link> start(Caller caller, LinkRequest request, Keep<Link> keep) {
        Tenant tenant = caller.tenant();
        Optional<Connector> dialling = vendors.findDialling(tenant, request.vendor());
        if (dialling.isPresent()) {
            return Expecting.check(dialling.get(), request).then(connector -> whose(caller, request.externalUserRef())
                    .then(whose -> expected(tenant, whose, connector, request.wanted(), keep)));
        }
        Optional<Vendor> vendor = vendors.find(tenant, request.vendor());
        if (vendor.isEmpty()) {
            return Refusals.unknownVendor(request.vendor(), vendors.names(tenant));
        }
        return whose(caller, request.externalUserRef())
                .then(whose -> credentials(vendor.get(), request).then(credentials -> {
                    if (store.pending(tenant, MOST_PENDING) >= MOST_PENDING) {
                        return Refusals.tooMany();
                    }
                    LinkOutcome outcome = vendors.authenticate(
                            vendor.get(), credentials, parts.clock().now(tenant));
                    Begin begin = new Begin(tenant, whose, vendor.get(), request.wanted(), keep);
                    return switch (outcome) {
                        case LinkOutcome.Authenticated(Account account) -> opened(begin, account);
                        case LinkOutcome.MfaRequired(Challenge challenge) -> asked(begin, challenge);
                        case LinkOutcome.Rejected(LinkFault fault) -> Refusals.rejected(fault);
                        case LinkOutcome.Unavailable unavailable -> Refusals.unavailable();
                    };
                }));
    }

    /** A user that is known, or else a reference that one is to be found or made by; neither makes an anonymous one. */
    private record Whose(Optional<UserId> known, Optional<String> reference) {}

    private Checked<Whose> whose(Caller caller, Optional<String> reference) {
        return switch (caller.scope()) {
            case Caller.Scope.Nobody nobody -> Users.notFound();
            case Caller.Scope.Everyone everyone -> new Checked.Passed<>(new Whose(Optional.empty(), reference));
            case Caller.Scope.OneUser(UserId one) ->
                reference.isEmpty()
                                || parts.users()
                                        .find(caller.tenant(), reference.get())
                                        .filter(one::equals)
                                        .isPresent()
                        ? new Checked.Passed<>(new Whose(Optional.of(one), Optional.empty()))
                        : Refusals.otherUser();
        };
    }

    private static Checked<Credentials> credentials(Vendor vendor, LinkRequest request) {
        Set<CredentialForm> forms = vendor.linking().forms();
        Set<Family> served = vendor.connector().profile().families();
        Optional<Family> family = request.wanted().family();
        if (family.filter(f -> !served.contains(f)).isPresent()) {
            return Refusals.noSuchFamily(request.vendor(), family.get(), served);
        }
        if (request.credentials().isEmpty()) {
            return Refusals.noCredentials();
        }
        Sent sent = request.credentials().get();
        return sent.known()
                .filter(credentials -> forms.contains(credentials.form()))
                .<Checked<Credentials>>map(Checked.Passed::new)
                .orElseGet(() -> Refusals.wrongForm(request.vendor(), sent.type(), forms));
    }

    /** A device that dials in is there at once; it is read when it has dialled. */
    private Checked<Link> expected(Tenant tenant, Whose whose, Connector connector, Wanted wanted, Keep<Link> keep) {
        return forUser(
                tenant,
                whose,
                (tx, user, now) -> {
                    Expecting.Expected made = expecting.expect(tx, tenant, user, connector, wanted, now);
                    Link link = new Link(
                            new LinkId(parts.ids().next(LinkId.PREFIX)),
                            LinkState.LINKED,
                            connector.profile().vendor(),
                            user,
                            List.of(made.device()),
                            now,
                            Optional.empty(),
                            Optional.of(made.pairingUrl()));
                    return new LinkRow(link, wanted, Optional.of(made.account()), "", Optional.empty());
                },
                keep);
    }

    /** What a new link is made of. */
    private record Begin(Tenant tenant, Whose whose, Vendor vendor, Wanted wanted, Keep<Link> keep) {}

    private Checked<Link> asked(Begin begin, Challenge challenge) {
        if (cannotKeep(challenge.material())) {
            return Refusals.nowhereToKeep();
        }
        return begun(begin, (tx, user, now) -> {
            Link link = link(begin, user, LinkState.MFA_REQUIRED, List.of(), now);
            return new LinkRow(
                    link,
                    begin.wanted(),
                    Optional.empty(),
                    challenge.note(),
                    sealed(begin.tenant(), link, challenge.material()));
        });
    }

    private Checked<Link> opened(Begin begin, Account account) {
        return discovered(begin.tenant(), begin.vendor(), account, begin.wanted())
                .then(found -> begun(begin, (tx, user, now) -> {
                    Link link = Choosing.mustChoose(begin.wanted(), found)
                            ? link(begin, user, LinkState.SELECT_DEVICES, Choosing.offered(found), now)
                            : link(begin, user, LinkState.LINKED, List.of(), now);
                    LinkRow row = row(begin.tenant(), link, begin.wanted(), account);
                    return link.state() == LinkState.LINKED
                            ? linked(
                                    tx,
                                    new Opening(begin.tenant(), begin.vendor(), account),
                                    row,
                                    Choosing.first(begin.wanted(), found))
                            : row;
                }));
    }

    @FunctionalInterface
    private interface Making {
        LinkRow make(Tx tx, UserId user, Instant now);
    }

    private Checked<Link> begun(Begin begin, Making making) {
        return forUser(begin.tenant(), begin.whose(), making, begin.keep());
    }

    private Checked<Link> forUser(Tenant tenant, Whose whose, Making making, Keep<Link> keep) {
        Instant now = parts.clock().now(tenant);
        UserId fresh = new UserId(parts.ids().next("user_"));
        return parts.database().inTransaction(tenant, tx -> {
            if (whose.known().filter(user -> !Users.isThere(tx, tenant, user)).isPresent()) {
                return Users.notFound();
            }
            UserId user = whose.known().orElseGet(() -> Users.ofReference(tx, tenant, whose.reference(), fresh, now));
            LinkRow row = making.make(tx, user, now);
            store.insert(tx, tenant, row);
            keep.keep(tx, row.view());
            return new Checked.Passed<>(row.view());
        });
    }

    private Link link(Begin begin, UserId user, LinkState state, List<Device> devices, Instant now) {
        Optional<Instant> lapse = state == LinkState.LINKED ? Optional.empty() : Optional.of(now.plus(PENDING));
        return new Link(
                new LinkId(parts.ids().next(LinkId.PREFIX)),
                state,
                vendorOf(begin.vendor()),
                user,
                devices,
                now,
                lapse);
    }

    /** Answers the vendor's question for a second factor. */
    public Checked<Link> answerMfa(Caller caller, LinkId id, Secret code, Keep<Link> keep) {
        Tenant tenant = caller.tenant();
        return waiting(caller, id, LinkState.MFA_REQUIRED, "not_awaiting_mfa").then(row -> {
            Vendor vendor = vendors.find(tenant, row.view().vendor()).orElseThrow();
            Step step = new Step(tenant, row, vendor, keep);
            return switch (vendors.answer(
                    vendor,
                    row.challenge(opened(tenant, row)),
                    code,
                    parts.clock().now(tenant))) {
                case LinkOutcome.Authenticated(Account account) -> openedLater(step, account);
                case LinkOutcome.MfaRequired(Challenge challenge) -> askedAgain(step, challenge);
                case LinkOutcome.Rejected(LinkFault fault) ->
                    fault == LinkFault.INVALID_MFA_CODE
                            ? Refusals.wrongCode(store.wrongCode(tenant, id, MOST_WRONG_CODES))
                            : Refusals.rejected(fault);
                case LinkOutcome.Unavailable unavailable -> Refusals.unavailable();
            };
        });
    }

    /** Says which of the devices that an open account holds are meant. */
    public Checked<Link> selectDevices(Caller caller, LinkId id, List<String> chosen, Keep<Link> keep) {
        Tenant tenant = caller.tenant();
        return waiting(caller, id, LinkState.SELECT_DEVICES, "not_selecting_devices")
                .then(row -> Choosing.choice(row, chosen))
                .then(row -> {
                    Vendor vendor = vendors.find(tenant, row.view().vendor()).orElseThrow();
                    Step step = new Step(tenant, row, vendor, keep);
                    Account account = row.opened(opened(tenant, row));
                    return discovered(tenant, vendor, account, row.wanted())
                            .then(found -> stepped(
                                    step,
                                    tx -> linked(
                                            tx,
                                            new Opening(tenant, vendor, account),
                                            row,
                                            Choosing.only(found, chosen))));
                });
    }

    /** A step of a link that was found. */
    private record Step(Tenant tenant, LinkRow from, Vendor vendor, Keep<Link> keep) {}

    private Checked<LinkRow> waiting(Caller caller, LinkId id, LinkState state, String reason) {
        return find(caller, id)
                .then(row -> row.view().state() == state
                        ? new Checked.Passed<>(row)
                        : Refusals.wrongState(reason, row.view().state()));
    }

    private Checked<Link> askedAgain(Step step, Challenge challenge) {
        if (cannotKeep(challenge.material())) {
            return Refusals.nowhereToKeep();
        }
        LinkRow row = step.from();
        Optional<String> sealed = sealed(step.tenant(), row.view(), challenge.material());
        return stepped(step, tx -> new LinkRow(row.view(), row.wanted(), Optional.empty(), challenge.note(), sealed));
    }

    private Checked<Link> openedLater(Step step, Account account) {
        LinkRow from = step.from();
        return discovered(step.tenant(), step.vendor(), account, from.wanted()).then(found -> {
            LinkRow row = row(step.tenant(), from.view(), from.wanted(), account);
            Opening opening = new Opening(step.tenant(), step.vendor(), account);
            return stepped(
                    step,
                    tx -> Choosing.mustChoose(row.wanted(), found)
                            ? in(row, LinkState.SELECT_DEVICES, Choosing.offered(found))
                            : linked(tx, opening, row, Choosing.first(row.wanted(), found)));
        });
    }

    /** Writes the next step, unless somebody else took one since, or the user is being erased. */
    private Checked<Link> stepped(Step step, Function<Tx, LinkRow> next) {
        Tenant tenant = step.tenant();
        LinkState was = step.from().view().state();
        Instant now = parts.clock().now(tenant);
        return parts.database().inTransaction(tenant, tx -> {
            if (!Users.isThere(tx, tenant, step.from().view().user())) {
                return Refusals.notFound();
            }
            // The row first: whoever comes second waits here, and finds that the link has gone on.
            if (!store.step(tx, tenant, was, step.from(), now)) {
                return Refusals.wrongState("already_answered", was);
            }
            LinkRow row = next.apply(tx);
            store.step(tx, tenant, was, row, now);
            step.keep().keep(tx, row.view());
            return new Checked.Passed<>(row.view());
        });
    }

    /** An account that is open, and whose. */
    private record Opening(Tenant tenant, Vendor vendor, Account account) {}

    private LinkRow linked(Tx tx, Opening opening, LinkRow row, List<DiscoveredDevice> devices) {
        Opened account = new Opened(
                row.view().user(),
                opening.vendor().connector(),
                opening.account(),
                row.wanted().plantZone());
        List<DeviceKey> keys = parts.accounts().register(tx, opening.tenant(), account, devices);
        List<Device> shown = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            DiscoveredDevice found = devices.get(i);
            shown.add(new Device(Optional.of(keys.get(i).device()), found.externalId(), found.family(), found.model()));
        }
        return in(row, LinkState.LINKED, shown);
    }

    private static LinkRow in(LinkRow row, LinkState state, List<Device> devices) {
        Link link = row.view();
        return new LinkRow(
                new Link(
                        link.id(),
                        state,
                        link.vendor(),
                        link.user(),
                        devices,
                        link.createdAt(),
                        state == LinkState.LINKED ? Optional.empty() : link.lapsesAt()),
                row.wanted(),
                row.account(),
                row.note(),
                row.sealed().filter(waiting -> state != LinkState.LINKED));
    }

    private LinkRow row(Tenant tenant, Link link, Wanted wanted, Account account) {
        Optional<String> sealed =
                link.state() == LinkState.LINKED ? Optional.empty() : sealed(tenant, link, account.material());
        return new LinkRow(link, wanted, Optional.of(account.externalId()), account.note(), sealed);
    }

    private boolean cannotKeep(Optional<Secret> material) {
        return material.isPresent() && !parts.materials().canKeep();
    }

    private Optional<String> sealed(Tenant tenant, Link link, Optional<Secret> material) {
        return parts.materials().ofLink(tenant, link.id().value(), material);
    }

    private Optional<Secret> opened(Tenant tenant, LinkRow row) {
        return parts.materials().openedOfLink(tenant, row.view().id().value(), row.sealed());
    }

    private Checked<List<DiscoveredDevice>> discovered(Tenant tenant, Vendor vendor, Account account, Wanted wanted) {
        if (cannotKeep(account.material())) {
            return Refusals.nowhereToKeep();
        }
        return switch (vendors.discover(vendor, account, parts.clock().now(tenant))) {
            case Discovery.Found(List<DiscoveredDevice> devices) ->
                new Checked.Passed<>(devices.stream()
                        .filter(device -> wanted.family()
                                .filter(f -> f != device.family())
                                .isEmpty())
                        .toList());
            case Discovery.Unavailable unavailable -> Refusals.unavailable();
        };
    }

    private static String vendorOf(Vendor vendor) {
        return vendor.connector().profile().vendor();
    }

    /** One link. */
    public Checked<Link> read(Caller caller, LinkId id) {
        return find(caller, id).then(row -> new Checked.Passed<>(row.view()));
    }

    private Checked<LinkRow> find(Caller caller, LinkId id) {
        return store.find(caller.tenant(), id, parts.clock().now(caller.tenant()))
                .filter(row -> Devices.isVisible(caller, row.view().user()))
                .<Checked<LinkRow>>map(Checked.Passed::new)
                .orElseGet(Refusals::notFound);
    }

    /** A page of links, newest first; of one user where named, by id or by reference. */
    public Slice<Link> list(Caller caller, Optional<String> user, Page page) {
        Caller.Scope whose = parts.users().filter(caller, user);
        if (whose instanceof Caller.Scope.Nobody) {
            return Slice.empty(page);
        }
        Tenant tenant = caller.tenant();
        List<@Nullable Object> args = new ArrayList<>(List.of(
                tenant.customer().value(),
                tenant.environment().wire(),
                parts.clock().now(tenant)));
        String where = "k.customer_id = ? and k.environment = ? and (k.lapses_at is null or k.lapses_at > ?)";
        if (whose instanceof Caller.Scope.OneUser(UserId one)) {
            where += " and k.user_id = ?";
            args.add(one.value());
        }
        return new Listing(LinkRow.SOURCE, where, args, "k.id", true)
                .page(parts.database(), tenant, page, row -> LinkRow.read(row).view(), link -> link.id()
                        .value());
    }
}
