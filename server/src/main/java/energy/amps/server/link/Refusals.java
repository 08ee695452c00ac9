package energy.amps.server.link;

import energy.amps.check.Checked;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.LinkFault;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a link can be refused with. */
final class Refusals {
    private Refusals() {}

    static <T> Checked<T> notFound() {
        return refused(ErrorCode.NOT_FOUND, "Link not found, lapsed, or access denied", Map.of());
    }

    static <T> Checked<T> unknownVendor(String vendor, List<String> known) {
        return refused(
                ErrorCode.UNSUPPORTED_AUTH_PATH,
                "No account of the vendor '" + vendor + "' can be linked with this key.",
                Map.of("vendor", vendor, "supportedVendors", known));
    }

    static <T> Checked<T> noSuchFamily(String vendor, Family family, Collection<Family> served) {
        return refused(
                ErrorCode.UNSUPPORTED_AUTH_PATH,
                "The vendor '" + vendor + "' has no devices of the type " + family.wire() + ".",
                Map.of(
                        "vendor",
                        vendor,
                        "supportedDeviceTypes",
                        served.stream().map(Family::wire).sorted().toList()));
    }

    static <T> Checked<T> noCredentials() {
        return notAsOffered("/credentials", "is required");
    }

    static <T> Checked<T> wrongForm(String vendor, String type, Collection<CredentialForm> forms) {
        return refused(
                ErrorCode.UNSUPPORTED_CREDENTIAL_TYPE,
                "The vendor '" + vendor + "' takes credentials of another type.",
                Map.of(
                        "providedType",
                        type,
                        "supportedTypes",
                        forms.stream().map(CredentialForm::wire).sorted().toList()));
    }

    /** There is no key to seal with: what opens the account is not kept in clear. */
    static <T> Checked<T> nowhereToKeep() {
        return refused(
                ErrorCode.SERVICE_UNAVAILABLE,
                "Accounts that have to be opened again cannot be linked on this server: its operator has to set"
                        + " AMPS_ENCRYPTION_KEY.",
                Map.of());
    }

    static <T> Checked<T> rejected(LinkFault fault) {
        return switch (fault) {
            case INVALID_CREDENTIALS ->
                refused(ErrorCode.INVALID_CREDENTIALS, "The vendor does not take these credentials.", Map.of());
            case ACCOUNT_LOCKED ->
                refused(
                        ErrorCode.ACCOUNT_LOCKED,
                        "The account is locked at its vendor; its owner has to unlock it there.",
                        Map.of());
            case INVALID_MFA_CODE ->
                refused(ErrorCode.INVALID_MFA_CODE, "The vendor does not take this code.", Map.of());
        };
    }

    static <T> Checked<T> wrongCode(int left) {
        return refused(
                ErrorCode.INVALID_MFA_CODE,
                left > 0
                        ? "The vendor does not take this code."
                        : "The vendor does not take this code, and it was the last try: send the credentials again.",
                Map.of("attemptsLeft", left));
    }

    static <T> Checked<T> unavailable() {
        return refused(
                ErrorCode.SERVICE_UNAVAILABLE, "The vendor did not answer; nothing was linked, try again.", Map.of());
    }

    static <T> Checked<T> otherUser() {
        return refused(
                ErrorCode.INSUFFICIENT_PERMISSIONS,
                "x-user-id narrows this call to another user than externalUserRef names.",
                Map.of());
    }

    static <T> Checked<T> tooMany() {
        return refused(
                ErrorCode.CONFLICT,
                "Too many links are unfinished; finish some, or let them lapse.",
                Map.of("reason", "too_many_pending_links"));
    }

    static <T> Checked<T> wrongState(String reason, LinkState state) {
        return refused(
                ErrorCode.CONFLICT,
                "This link is " + state.wire() + ".",
                Map.of("reason", reason, "state", state.wire()));
    }

    static <T> Checked<T> notAsOffered(String pointer, String message) {
        return refused(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: " + pointer + ": " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", pointer, "message", message))));
    }

    private static <T> Checked<T> refused(ErrorCode code, String message, Map<String, Object> details) {
        return new Checked.Refused<>(new Refusal(code, message, details));
    }
}
