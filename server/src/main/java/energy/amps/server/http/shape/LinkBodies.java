package energy.amps.server.http.shape;

import energy.amps.check.Checked;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.Secret;
import energy.amps.device.Family;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.link.LinkRequest.Choice;
import energy.amps.server.link.LinkRequest.Sent;
import energy.amps.server.link.LinkRequest.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The bodies of linking (contract section 10). No problem repeats a value: it could be a password. */
public final class LinkBodies {

    /** Most characters of a reference. */
    public static final int MAX_REFERENCE = 100;

    /** What can be an e-mail address; whether there is such a mailbox is for whoever writes to it. */
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

    private LinkBodies() {}

    /** {@code {"vendor":...,"credentials":{"type":...},...}}. */
    public static Checked<LinkRequest> start(byte[] body) {
        return Bodies.checked(body, LinkBodies::start);
    }

    /** {@code {"code":"123456"}}. */
    public static Checked<Secret> code(byte[] body) {
        return Bodies.checked(
                body, (bytes, problems) -> Fields.ofBody(bytes, problems).flatMap(fields -> {
                    fields.require("code");
                    Optional<Secret> code = secret(fields, "code");
                    fields.refuseOthers();
                    return code;
                }));
    }

    /** {@code {"devices":["house/battery-10"]}}: at least one. */
    public static Checked<List<String>> devices(byte[] body) {
        return Bodies.checked(
                body, (bytes, problems) -> Fields.ofBody(bytes, problems).flatMap(fields -> {
                    fields.require("devices");
                    Optional<List<String>> devices = fields.texts("devices").filter(list -> {
                        if (list.isEmpty()) {
                            fields.problem("devices", "at least one device is required");
                        }
                        return !list.isEmpty();
                    });
                    fields.refuseOthers();
                    return devices;
                }));
    }

    private static Optional<LinkRequest> start(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(fields -> {
            fields.require("vendor");
            Optional<String> vendor = fields.text("vendor");
            // Whether there have to be any depends on the vendor.
            Optional<Sent> credentials = fields.object("credentials").flatMap(LinkBodies::credentials);
            Optional<String> reference = fields.text("externalUserRef").filter(LinkBodies::isReference);
            Wanted wanted = wanted(fields);
            fields.refuseOthers();
            return vendor.map(v -> new LinkRequest(v, credentials, reference, wanted));
        });
    }

    /** One that is no e-mail address counts as none: the user is then an anonymous one (contract section 10). */
    private static boolean isReference(String text) {
        return text.length() <= MAX_REFERENCE && EMAIL.matcher(text).matches();
    }

    private static Optional<Sent> credentials(Fields fields) {
        fields.require("type");
        return fields.text("type").flatMap(type -> {
            Optional<CredentialForm> form = CredentialForm.of(type);
            if (form.isEmpty()) {
                // What belongs to a type that nobody knows, nobody knows; the type is what is refused.
                return Optional.of(new Sent(type, Optional.empty()));
            }
            Optional<Credentials> known =
                    switch (form.get()) {
                        case USERNAME_PASSWORD -> usernamePassword(fields);
                        case API_KEY -> {
                            fields.require("apiKey");
                            yield secret(fields, "apiKey").map(Credentials.ApiKey::new);
                        }
                        case OAUTH2 -> authorizationCode(fields);
                    };
            fields.refuseOthers();
            return known.map(credentials -> new Sent(type, Optional.of(credentials)));
        });
    }

    private static Optional<Credentials> usernamePassword(Fields fields) {
        fields.require("username", "password");
        Optional<String> username = filled(fields, "username");
        Optional<Secret> password = secret(fields, "password");
        return username.flatMap(name -> password.map(word -> new Credentials.UsernamePassword(name, word)));
    }

    private static Optional<Credentials> authorizationCode(Fields fields) {
        fields.require("code", "redirectUri");
        Optional<Secret> code = secret(fields, "code");
        Optional<String> redirect = filled(fields, "redirectUri");
        return code.flatMap(c -> redirect.map(uri -> new Credentials.AuthorizationCode(c, uri)));
    }

    private static Optional<Secret> secret(Fields fields, String key) {
        return filled(fields, key).map(Secret::new);
    }

    private static Optional<String> filled(Fields fields, String key) {
        return fields.text(key).filter(text -> {
            if (text.isEmpty()) {
                fields.problem(key, "must not be empty");
            }
            return !text.isEmpty();
        });
    }

    private static Wanted wanted(Fields fields) {
        Optional<Family> family = fields.text("deviceType").flatMap(word -> {
            Optional<Family> known = Family.of(word);
            if (known.isEmpty()) {
                fields.problem(
                        "deviceType",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Family.values())
                                                .map(Family::wire)
                                                .toList()));
            }
            return known;
        });
        int most = fields.whole("maxDevices", 1, Wanted.MOST).orElse(Wanted.MOST);
        Choice choice = fields.flag("skipDeviceSelection")
                .map(skip -> skip ? Choice.FIRST : Choice.ASK)
                .orElse(Choice.ALL);
        return new Wanted(family, choice, most, Bodies.zone(fields, "timezone"));
    }
}
