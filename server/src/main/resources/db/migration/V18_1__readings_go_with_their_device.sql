-- Readings name their device and refer to nothing, so that nothing takes them along: whoever erases a device deletes them.
-- Chapters go with the row of the device.
grant delete on telemetry to amps_api;
