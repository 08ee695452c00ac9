package energy.amps.contract.harness;

/**
 * One battery under test.
 *
 * @param api the client that sees it
 * @param id its id
 */
public record Battery(Api api, String id) implements Device {

    @Override
    public String path() {
        return "/battery/" + id;
    }

    /** What it was told. */
    public String mode() {
        return state().path("currentMode").asString("");
    }
}
