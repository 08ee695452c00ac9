package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.server.http.WebhookFeatures;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.Caller;
import energy.amps.server.webhook.Attempt;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;
import energy.amps.server.webhook.Webhooks;
import java.net.URI;
import java.util.Map;

/** Webhooks as the HTTP edge asks for them. */
record PlatformWebhooks(Platform platform) implements WebhookFeatures {

    @Override
    public Checked<Endpoint.WithSecret> create(Caller caller, Endpoint.Draft draft, Keep<Endpoint.WithSecret> keep) {
        Checked<Endpoint.WithSecret> made = webhooks().endpoints().create(caller.tenant(), draft, (tx, fresh) -> {
            note(tx, caller, "webhook_endpoint.created", fresh.endpoint());
            keep.keep(tx, fresh);
        });
        if (made instanceof Checked.Passed<Endpoint.WithSecret>) {
            webhooks().listens(caller.tenant());
        }
        return made;
    }

    @Override
    public Slice<Endpoint> list(Tenant tenant, Page page) {
        return webhooks().endpoints().list(tenant, page);
    }

    @Override
    public Checked<Endpoint> read(Tenant tenant, String endpoint) {
        return webhooks().endpoints().read(tenant, endpoint);
    }

    @Override
    public Checked<Endpoint> change(Caller caller, String endpoint, Endpoint.Change change, Keep<Endpoint> keep) {
        return webhooks()
                .endpoints()
                .change(caller.tenant(), endpoint, change, noted(caller, "webhook_endpoint.changed", keep));
    }

    @Override
    public Checked<Endpoint> delete(Caller caller, String endpoint, Keep<Endpoint> keep) {
        return webhooks()
                .endpoints()
                .delete(caller.tenant(), endpoint, noted(caller, "webhook_endpoint.removed", keep));
    }

    @Override
    public Checked<Endpoint.WithSecret> rotate(Caller caller, String endpoint, Keep<Endpoint.WithSecret> keep) {
        return webhooks().endpoints().rotate(caller.tenant(), endpoint, (tx, fresh) -> {
            note(tx, caller, "webhook_endpoint.secret_rotated", fresh.endpoint());
            keep.keep(tx, fresh);
        });
    }

    private Keep<Endpoint> noted(Caller caller, String what, Keep<Endpoint> keep) {
        return (tx, endpoint) -> {
            note(tx, caller, what, endpoint);
            keep.keep(tx, endpoint);
        };
    }

    /** Of the URL only the host: the rest may hold a secret. */
    private void note(Tx tx, Caller caller, String what, Endpoint endpoint) {
        Map<String, String> details =
                Map.of("host", String.valueOf(URI.create(endpoint.url()).getHost()));
        platform.audit().note(tx, caller, what, endpoint.id(), details);
    }

    private Webhooks webhooks() {
        return platform.webhooks();
    }

    @Override
    public Checked<Deliveries.Enqueued> test(Tenant tenant, String endpoint, Keep<Deliveries.Enqueued> keep) {
        return webhooks().deliveries().test(tenant, endpoint, keep);
    }

    @Override
    public Checked<Slice<Attempt>> attempts(Tenant tenant, String endpoint, Attempt.Filter filter, Page page) {
        return webhooks().deliveries().attempts(tenant, endpoint, filter, page);
    }

    @Override
    public Checked<Deliveries.Enqueued> resend(
            Tenant tenant, String endpoint, String event, Keep<Deliveries.Enqueued> keep) {
        return webhooks().deliveries().resend(tenant, endpoint, event, keep);
    }

    @Override
    public Checked<Deliveries.Replayed> replay(
            Tenant tenant, String endpoint, Deliveries.Range range, Keep<Deliveries.Replayed> keep) {
        return webhooks().deliveries().replay(tenant, endpoint, range, keep);
    }
}
