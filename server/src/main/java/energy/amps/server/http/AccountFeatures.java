package energy.amps.server.http;

import energy.amps.check.Checked;
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

/** What a customer does with its own account: keys and the audit log. */
public interface AccountFeatures {
    Checked<MadeKey> makeKey(Caller caller, NewKey wanted, Keep<MadeKey> keep);

    Slice<ApiKey> listKeys(Caller caller, Page page);

    Checked<ApiKey> readKey(Caller caller, KeyId key);

    /** @param cancelScheduled whether what the key accepted and has not begun is cancelled */
    Checked<ApiKey> revokeKey(Caller caller, KeyId key, boolean cancelScheduled, Keep<ApiKey> keep);

    Slice<AuditEntry> audit(Caller caller, AuditFilter filter, Page page);
}
