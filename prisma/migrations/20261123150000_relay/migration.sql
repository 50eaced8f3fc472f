-- Who publishes the outbox. One row: whoever holds it does, until the time runs out. The fence grows with each
-- new holder, so that one who was frozen meanwhile is told from the one who came after.
CREATE TABLE "relay_lease" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "holder" TEXT,
  "fence" BIGINT NOT NULL DEFAULT 0,
  "until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "relay_lease_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "relay_lease_is_one" CHECK ("id" = 1)
);
INSERT INTO "relay_lease" ("until") VALUES (to_timestamp(0));

-- The relay hears of new events when they are committed. PostgreSQL makes one of equal ones in a transaction.
CREATE FUNCTION "tell_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER "outbox_event_told"
  AFTER INSERT ON "outbox_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_outbox"();

-- What waits is looked for again and again, among all that was published within the week.
DROP INDEX "outbox_event_published_at_id_idx";
CREATE INDEX "outbox_event_waiting_idx" ON "outbox_event"("id") WHERE "published_at" IS NULL;
CREATE INDEX "outbox_event_published_at_idx" ON "outbox_event"("published_at") WHERE "published_at" IS NOT NULL;
