package energy.amps.server.http;

import energy.amps.server.idempotency.Claim;
import energy.amps.server.idempotency.Claims;
import energy.amps.server.idempotency.KeyedRequest;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Claims that a test answers; without a word from it, every key is free. Notes what was claimed and what released. */
final class FakeClaims implements Claims {
    final List<KeyedRequest> claimed = new CopyOnWriteArrayList<>();
    final List<Claim.Mine> released = new CopyOnWriteArrayList<>();
    volatile Optional<Claim> answer = Optional.empty();

    @Override
    public Claim claim(Tenant tenant, KeyedRequest request) {
        claimed.add(request);
        return answer.orElseGet(() -> new Claim.Mine(tenant, request, "claim_" + claimed.size()));
    }

    @Override
    public void complete(Tx tx, Claim.Mine claim, int status, String data) {
        throw new IllegalStateException("no feature behind this edge has a transaction");
    }

    @Override
    public void complete(Claim.Mine claim, int status, String data) {
        throw new IllegalStateException("no feature behind this edge has a transaction");
    }

    @Override
    public void release(Claim.Mine claim) {
        released.add(claim);
    }
}
