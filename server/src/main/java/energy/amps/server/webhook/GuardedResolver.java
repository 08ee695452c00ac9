package energy.amps.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The only way from a host to addresses that may be connected to. All addresses of a host must pass: one that answers with a
 * public and a private address is not trusted with either.
 */
public final class GuardedResolver implements DnsResolver {
    private final AddressPolicy policy;
    private final TargetUrl.Names names;

    /** Thrown for a host that leads where nobody may go. */
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        Refused(String reason) {
            super("the host leads to an address that is refused: " + reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private GuardedResolver(AddressPolicy policy, TargetUrl.Names names) {
        this.policy = policy;
        this.names = names;
    }

    /** Over the system's names. */
    public static GuardedResolver of(AddressPolicy policy) {
        return new GuardedResolver(policy, InetAddress::getAllByName);
    }

    static GuardedResolver over(AddressPolicy policy, TargetUrl.Names names) {
        return new GuardedResolver(policy, names);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return checked(host).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /**
     * The addresses of a host, in the resolver's order.
     *
     * @throws Refused when one of them is refused
     * @throws UnknownHostException when there are none
     */
    List<InetAddress> checked(String host) throws UnknownHostException {
        List<InetAddress> addresses = List.of(names.of(host));
        for (InetAddress address : addresses) {
            Optional<String> reason = policy.refusal(address);
            if (reason.isPresent()) {
                throw new Refused(reason.get());
            }
        }
        return addresses;
    }

    /** Why a URL would not be sent to; empty when it would, or when its host leads nowhere yet. */
    Optional<String> refusal(String url) {
        Optional<String> form = TargetUrl.refusal(url);
        if (form.isPresent()) {
            return form;
        }
        try {
            checked(TargetUrl.host(java.net.URI.create(url)));
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.reason());
        } catch (UnknownHostException notYet) {
            return Optional.empty();
        }
    }
}
