-- Whether a device does what its vendor accepted (contract section 5, verified outcomes).
--
-- It stands on the action's own row and is written by the step that completes the action, where the device is computed, or by
-- the step that a reading brings. No index knows it, so the row is updated in place as before.

alter table action
    -- State, instant and evidence, as one document: null until the vendor took the write, and for ever when it never did.
    add column verification json;

-- An action that is over may still be looked after: its device is yet to be read back.
alter table action drop constraint stage_fits_state;
alter table action add constraint stage_fits_state check (
    case state
        when 'scheduled' then stage = 'waiting'
        when 'acknowledged' then stage in ('ready', 'sending', 'submitted', 'applying', 'unsettled', 'open',
            'return_sending', 'return_submitted', 'return_applying', 'return_unsettled', 'return_waiting')
        when 'completed' then stage in ('standing', 'done', 'releasing')
        when 'failed' then stage in ('done', 'releasing',
            'return_sending', 'return_submitted', 'return_applying', 'return_unsettled', 'return_waiting')
        else stage = 'done'
    end);
