/**
 * Contract section 4 as pure functions: what was asked, what the device declares, what the time is; and out comes either
 * a push that the device accepts or the first refusal in the contract's order.
 *
 * <p>Front doors: {@link energy.amps.check.PushCheck} and {@link energy.amps.check.SettingsCheck}. The input holds the raw
 * words of the request, because an unknown word is refused with the code of its field and not as malformed. Nothing here
 * knows a vendor, a store or HTTP; nothing here throws for what a client may send.
 */
@NullMarked
package energy.amps.check;

import org.jspecify.annotations.NullMarked;
