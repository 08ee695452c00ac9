package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.server.http.WebhookFeatures;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.webhook.Attempt;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;
import energy.amps.server.webhook.Webhooks;

/** Webhooks as the HTTP edge asks for them. */
record PlatformWebhooks(Webhooks webhooks) implements WebhookFeatures {

    @Override
    public Checked<Endpoint.WithSecret> create(Tenant tenant, Endpoint.Draft draft, Keep<Endpoint.WithSecret> keep) {
        Checked<Endpoint.WithSecret> made = webhooks.endpoints().create(tenant, draft, keep);
        if (made instanceof Checked.Passed<Endpoint.WithSecret>) {
            webhooks.listens(tenant);
        }
        return made;
    }

    @Override
    public Slice<Endpoint> list(Tenant tenant, Page page) {
        return webhooks.endpoints().list(tenant, page);
    }

    @Override
    public Checked<Endpoint> read(Tenant tenant, String endpoint) {
        return webhooks.endpoints().read(tenant, endpoint);
    }

    @Override
    public Checked<Endpoint> change(Tenant tenant, String endpoint, Endpoint.Change change, Keep<Endpoint> keep) {
        return webhooks.endpoints().change(tenant, endpoint, change, keep);
    }

    @Override
    public Checked<Endpoint> delete(Tenant tenant, String endpoint, Keep<Endpoint> keep) {
        return webhooks.endpoints().delete(tenant, endpoint, keep);
    }

    @Override
    public Checked<Endpoint.WithSecret> rotate(Tenant tenant, String endpoint, Keep<Endpoint.WithSecret> keep) {
        return webhooks.endpoints().rotate(tenant, endpoint, keep);
    }

    @Override
    public Checked<Deliveries.Enqueued> test(Tenant tenant, String endpoint, Keep<Deliveries.Enqueued> keep) {
        return webhooks.deliveries().test(tenant, endpoint, keep);
    }

    @Override
    public Checked<Slice<Attempt>> attempts(Tenant tenant, String endpoint, Attempt.Filter filter, Page page) {
        return webhooks.deliveries().attempts(tenant, endpoint, filter, page);
    }

    @Override
    public Checked<Deliveries.Enqueued> resend(
            Tenant tenant, String endpoint, String event, Keep<Deliveries.Enqueued> keep) {
        return webhooks.deliveries().resend(tenant, endpoint, event, keep);
    }

    @Override
    public Checked<Deliveries.Replayed> replay(
            Tenant tenant, String endpoint, Deliveries.Range range, Keep<Deliveries.Replayed> keep) {
        return webhooks.deliveries().replay(tenant, endpoint, range, keep);
    }
}
