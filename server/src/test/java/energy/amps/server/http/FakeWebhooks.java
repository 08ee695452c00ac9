package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.webhook.Attempt;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;

/** No endpoints at all. */
final class FakeWebhooks implements WebhookFeatures {

    private static <T> Checked<T> none() {
        return new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "Endpoint not found or access denied."));
    }

    @Override
    public Checked<Endpoint.WithSecret> create(Caller caller, Endpoint.Draft draft, Keep<Endpoint.WithSecret> keep) {
        return none();
    }

    @Override
    public Slice<Endpoint> list(Tenant tenant, Page page) {
        return Slice.empty(page);
    }

    @Override
    public Checked<Endpoint> read(Tenant tenant, String endpoint) {
        return none();
    }

    @Override
    public Checked<Endpoint> change(Caller caller, String endpoint, Endpoint.Change change, Keep<Endpoint> keep) {
        return none();
    }

    @Override
    public Checked<Endpoint> delete(Caller caller, String endpoint, Keep<Endpoint> keep) {
        return none();
    }

    @Override
    public Checked<Endpoint.WithSecret> rotate(Caller caller, String endpoint, Keep<Endpoint.WithSecret> keep) {
        return none();
    }

    @Override
    public Checked<Deliveries.Enqueued> test(Tenant tenant, String endpoint, Keep<Deliveries.Enqueued> keep) {
        return none();
    }

    @Override
    public Checked<Slice<Attempt>> attempts(Tenant tenant, String endpoint, Attempt.Filter filter, Page page) {
        return none();
    }

    @Override
    public Checked<Deliveries.Enqueued> resend(
            Tenant tenant, String endpoint, String event, Keep<Deliveries.Enqueued> keep) {
        return none();
    }

    @Override
    public Checked<Deliveries.Replayed> replay(
            Tenant tenant, String endpoint, Deliveries.Range range, Keep<Deliveries.Replayed> keep) {
        return none();
    }
}
