package energy.amps.server.http;

import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Users;
import energy.amps.server.store.Page;
import energy.amps.server.user.Leaving;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of end users (contract sections 2 and 10). */
final class UserRoutes {

    private static final String ID_PREFIX = "user_";

    private final UserFeatures users;

    UserRoutes(UserFeatures users) {
        this.users = users;
    }

    List<Route> all() {
        String one = "/users/{userId}";
        return List.of(
                Route.get("/users", Set.of("limit", "offset", "cursor", "externalUserRef"), this::list),
                Route.get(one, Set.of(), this::read),
                Route.delete(one, this::erase));
    }

    private Answer list(Call call) {
        Page page = call.query().page(ID_PREFIX);
        Optional<String> reference = call.query().text("externalUserRef");
        return Answer.of(call.query()
                .then(Answer.passing(() -> Answer.ok(Users.list(users.list(call.caller(), reference, page))))));
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> users.read(call.caller(), call.id("userId")))
                .then(Answer.with(user -> Answer.ok(Users.whole(user)))));
    }

    private Answer erase(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.nothing(call.body()))
                .then(nothing ->
                        call.kept(UserRoutes::leaving, keep -> users.erase(call.caller(), call.id("userId"), keep))));
    }

    static Answer leaving(Leaving leaving) {
        return new Answer.Data(202, Users.leaving(leaving), Optional.empty());
    }
}
