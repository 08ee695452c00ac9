package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.server.action.Which;
import energy.amps.server.http.AccountFeatures;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.ApiKey;
import energy.amps.server.tenant.AuditEntry;
import energy.amps.server.tenant.AuditFilter;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.MadeKey;
import energy.amps.server.tenant.NewKey;

/** A customer's own account, as the HTTP edge asks for it. */
record PlatformAccount(Platform platform) implements AccountFeatures {

    @Override
    public Checked<MadeKey> makeKey(Caller caller, NewKey wanted, Keep<MadeKey> keep) {
        return platform.keyRing().make(caller, wanted, keep);
    }

    @Override
    public Slice<ApiKey> listKeys(Caller caller, Page page) {
        return platform.keyRing().list(caller, page);
    }

    @Override
    public Checked<ApiKey> readKey(Caller caller, KeyId key) {
        return platform.keyRing().read(caller, key);
    }

    /** The key is shut first; then, and again when no node can remember it as open, what it accepted is taken back. */
    @Override
    public Checked<ApiKey> revokeKey(Caller caller, KeyId key, boolean cancelScheduled, Keep<ApiKey> keep) {
        if (!cancelScheduled) {
            return platform.keyRing().revoke(caller, key, keep);
        }
        Checked<ApiKey> revoked = platform.keyRing().revoke(caller, key, (tx, done) -> {
            platform.recalls().ofKey(tx, caller.tenant(), key);
            keep.keep(tx, done);
        });
        if (revoked instanceof Checked.Passed<ApiKey>) {
            platform.recalls().now(caller.tenant(), new Which.AcceptedBy(key), false);
        }
        return revoked;
    }

    @Override
    public Slice<AuditEntry> audit(Caller caller, AuditFilter filter, Page page) {
        return platform.audit().list(caller, filter, page);
    }
}
