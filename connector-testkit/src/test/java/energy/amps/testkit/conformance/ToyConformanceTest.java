package energy.amps.testkit.conformance;

import energy.amps.testkit.toy.Toy;
import energy.amps.testkit.toy.ToyRig;

/** The kit finds no fault with a connector that is right. */
class ToyConformanceTest implements Conformance {

    @Override
    public Rig rig() {
        return new ToyRig(Toy::new);
    }
}
