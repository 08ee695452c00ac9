-- What vendors were asked on behalf of an action, and how long that took: the part of an action's timeline that its own row does
-- not tell. A call that went as most go is not written; what is not written follows from the action.

create table vendor_call (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    action_id   text collate "C" not null,
    id          text collate "C" not null,
    device_id   text collate "C" not null,
    kind        text not null check (kind in ('write', 'question', 'reading')),
    purpose     text not null check (purpose in ('apply', 'return', 'renewal')),
    attempt     integer not null,
    -- When it began, in the tenant's time, and how long it took.
    begun_at    timestamptz not null,
    micros      bigint not null check (micros >= 0),
    outcome     text not null,
    code        text,
    -- What the connector called at its vendor, where it tells.
    native      json,
    -- When it was written, in the platform's time: what is old goes.
    kept_at     timestamptz not null
);
create index vendor_call_by_age on vendor_call (kept_at);
create index vendor_call_of_device on vendor_call (customer_id, device_id);
-- Last: see V11.
alter table vendor_call add primary key (customer_id, action_id, id);

alter table vendor_call enable row level security;
alter table vendor_call force row level security;
create policy tenant on vendor_call to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
create policy engine on vendor_call to amps_engine using (true);

-- Whoever erases a device deletes its calls.
grant select, delete on vendor_call to amps_api;
grant select, insert, delete on vendor_call to amps_engine;

-- A device whose standing instruction was confirmed by a reading, and whether someone else replaced it since.
alter table device
    -- The action whose instruction a reading has shown to hold, and when the device was seen so. Null again from the moment on
    -- that another instruction stands, or that a reading shows something else.
    add column confirmed_by text collate "C",
    add column confirmed_at timestamptz,
    add constraint confirmation_is_whole check ((confirmed_by is null) = (confirmed_at is null));
alter table action
    -- Whether someone else gave the device another instruction while the window was open: then nothing is put back.
    add column overridden boolean not null default false;

-- What a device drops unless it is told again.
alter table action
    -- When it was last told what stands under this action, how often it was told again, and what went wrong with that last.
    -- Null, 0 and null where it keeps by itself what it is told.
    add column said_at       timestamptz,
    add column renewals      integer not null default 0,
    add column renewal_fault text;
alter table action drop constraint stage_fits_state;
alter table action add constraint stage_fits_state check (
    case state
        when 'scheduled' then stage = 'waiting'
        when 'acknowledged' then stage in ('ready', 'sending', 'submitted', 'applying', 'unsettled', 'open', 'open_renewing',
            'return_sending', 'return_submitted', 'return_applying', 'return_unsettled', 'return_waiting')
        when 'completed' then stage in ('standing', 'renewing', 'done', 'releasing')
        when 'failed' then stage in ('standing', 'renewing', 'done', 'releasing',
            'return_sending', 'return_submitted', 'return_applying', 'return_unsettled', 'return_waiting')
        else stage = 'done'
    end);
