package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.webhook.Attempt;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;

/** What the edge asks of webhooks. Customer-wide: whoever calls, it is for no single user. */
public interface WebhookFeatures {
    Checked<Endpoint.WithSecret> create(Caller caller, Endpoint.Draft draft, Keep<Endpoint.WithSecret> keep);

    Slice<Endpoint> list(Tenant tenant, Page page);

    Checked<Endpoint> read(Tenant tenant, String endpoint);

    Checked<Endpoint> change(Caller caller, String endpoint, Endpoint.Change change, Keep<Endpoint> keep);

    Checked<Endpoint> delete(Caller caller, String endpoint, Keep<Endpoint> keep);

    Checked<Endpoint.WithSecret> rotate(Caller caller, String endpoint, Keep<Endpoint.WithSecret> keep);

    Checked<Deliveries.Enqueued> test(Tenant tenant, String endpoint, Keep<Deliveries.Enqueued> keep);

    Checked<Slice<Attempt>> attempts(Tenant tenant, String endpoint, Attempt.Filter filter, Page page);

    Checked<Deliveries.Enqueued> resend(Tenant tenant, String endpoint, String event, Keep<Deliveries.Enqueued> keep);

    Checked<Deliveries.Replayed> replay(
            Tenant tenant, String endpoint, Deliveries.Range range, Keep<Deliveries.Replayed> keep);
}
