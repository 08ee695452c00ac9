package energy.amps.connector.sunspec;

import energy.amps.fault.FaultCode;

/** Why a device could not be talked to, or did not do what it was asked. */
final class ModbusException extends Exception {

    /** What went wrong. */
    enum Kind {
        /** The operator does not let us talk to this address. */
        NOT_ALLOWED(FaultCode.DEVICE_OFFLINE, "The address is not among those that the operator allows."),
        /** Too many calls wait for the same host already, or one for too long. */
        CROWDED(FaultCode.SERVICE_UNAVAILABLE, "The device is busy with other calls."),
        /** No host answers there. */
        UNREACHABLE(FaultCode.DEVICE_OFFLINE, "The device does not answer."),
        /** A host answers, and takes no connection. */
        SHUT(FaultCode.NETWORK_ERROR, "The device takes no connection."),
        /** The connection broke. */
        BROKEN(FaultCode.NETWORK_ERROR, "The connection to the device failed."),
        /** No answer in time. */
        SILENT(FaultCode.TIMEOUT, "The device did not answer in time."),
        /** What came is no Modbus, or no SunSpec. */
        GARBAGE(FaultCode.UNKNOWN_ERROR, "The device gave no usable answer."),
        /** The device says no: it did not do what it was asked. */
        REFUSED(FaultCode.UNKNOWN_ERROR, "The device refuses this."),
        /** The device says that it cannot do this now, and did not. */
        BUSY(FaultCode.SERVICE_UNAVAILABLE, "The device is busy."),
        /** A gateway answers for a device that is not there; it did not pass on what it was asked. */
        ABSENT(FaultCode.DEVICE_OFFLINE, "The device does not answer its gateway."),
        /** The device failed over it: it may have done it or not. */
        FAILED(FaultCode.SERVICE_UNAVAILABLE, "The device failed over this.");

        private final FaultCode code;
        private final String sentence;

        Kind(FaultCode code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        /** Whether the device is known not to have done what it was asked. */
        boolean nothingDone() {
            return switch (this) {
                case NOT_ALLOWED, CROWDED, UNREACHABLE, SHUT, REFUSED, BUSY, ABSENT -> true;
                case BROKEN, SILENT, GARBAGE, FAILED -> false;
            };
        }
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    ModbusException(Kind kind) {
        super(kind.sentence);
        this.kind = kind;
    }

    ModbusException(Kind kind, Throwable cause) {
        super(kind.sentence, cause);
        this.kind = kind;
    }

    /** What an exception code of the protocol says (Modbus Application Protocol 1.1b3, section 7). */
    static ModbusException answered(int exceptionCode) {
        return new ModbusException(
                switch (exceptionCode) {
                    case 1, 2, 3 -> Kind.REFUSED;
                    case 6 -> Kind.BUSY;
                    case 10 -> Kind.ABSENT;
                    // 4: failed over it; 5: at work on it; 11: handed on, and no answer came back.
                    default -> Kind.FAILED;
                });
    }

    Kind kind() {
        return kind;
    }

    FaultCode code() {
        return kind.code;
    }

    /** One sentence for the integrator. */
    String sentence() {
        return kind.sentence;
    }
}
