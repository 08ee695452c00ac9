-- Readings name their device and refer to nothing, so that nothing takes them along: whoever erases a device deletes them.
-- Chapters go with the row of the device.
grant delete on telemetry to amps_api;

-- A line of the audit log stays when its subject goes, under a keyed hash in place of the subject's id.
create index audit_of_subject on audit (customer_id, subject);
grant update (subject) on audit to amps_api;
