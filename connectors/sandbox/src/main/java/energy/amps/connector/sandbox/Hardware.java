package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import energy.amps.device.DeviceState;
import energy.amps.device.SettingValue;
import java.util.Map;

/**
 * What one model of a family is to the mechanism that all share: its physics, its look and its text. A family that takes
 * writes is this, a {@link DeviceModel} and nothing else.
 *
 * @param <S> as in {@link Flow}
 */
interface Hardware<S> {

    DeviceModel model();

    /** What it does before anybody tells it anything. */
    Orders factory();

    /** The device that nobody ever told anything, from an instant on. */
    Flow<S> untouched(double from);

    /** The device under terms, from a state at an instant on. */
    Flow<S> operated(Terms terms, S state, double from, Surroundings around);

    /** How many segments it remembers before the older half is closed: more, where others look at its past. */
    int remembers();

    /** Whether the physics under these terms has few pieces however long it goes on; else its days are kept at hand. */
    boolean isSimple(Terms terms);

    /** How it looks. */
    DeviceState shown(Terms terms, Flow<S> flow, double second);

    /** What its settings stand at, while its own scheduler is on or off. */
    Map<Setting, SettingValue> settings(Terms terms, boolean schedulerOn);

    /** The state as text, without any of {@code ; = | ~}. */
    String text(S state);

    /** The state of that text. */
    S state(String text);

    /** What {@link Usage#meanGauge} is the mean of. */
    double gauge(S state);

    /** The fields of {@link #shown} that are a mean over an interval, in which so much energy went in and out. */
    Map<String, Double> rates(Usage usage);
}
