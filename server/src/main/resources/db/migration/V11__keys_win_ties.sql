-- On a table of a few rows PostgreSQL finds all indexes equally cheap, and of equals it takes the one that was made last. A
-- look-up by primary key then went through device_of_user or action_of_user, which hold the id behind a column that the look-up
-- does not name; a plan is kept until the table is analyzed again, and by then the table may be large. So the primary keys are
-- made last.
alter table action drop constraint action_customer_id_device_id_fkey;
alter table connector_state drop constraint connector_state_customer_id_device_id_fkey;
alter table device drop constraint device_pkey;
alter table device add primary key (customer_id, id);
alter table action drop constraint action_pkey;
alter table action add primary key (customer_id, id);
alter table action add foreign key (customer_id, device_id) references device (customer_id, id);
alter table connector_state add foreign key (customer_id, device_id) references device (customer_id, id);
