-- What schema.prisma cannot say: rules that hold whatever program writes.

-- There is one site.
ALTER TABLE "site" ADD CONSTRAINT "site_is_one_row" CHECK ("id" = 1);

ALTER TABLE "quote" ADD CONSTRAINT "quote_total_not_negative" CHECK ("total" >= 0);
ALTER TABLE "quote" ADD CONSTRAINT "quote_version_positive" CHECK ("version" >= 1);
ALTER TABLE "quote_line" ADD CONSTRAINT "quote_line_quantity_positive" CHECK ("quantity" > 0);
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_amount_positive" CHECK ("amount" > 0);

-- The audit is append-only.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only: % refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "audit_event_append_only"
  BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_event_no_truncate"
  BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- A settlement has two signed ledger entries that sum to zero. Checked at commit, because the
-- rows come one by one.
CREATE FUNCTION "check_ledger_balance"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid;
  entries bigint;
  balance numeric;
BEGIN
  IF TG_TABLE_NAME = 'settlement' THEN
    checked := NEW."id";
  ELSIF TG_OP = 'DELETE' THEN
    checked := OLD."settlement_id";
  ELSE
    checked := NEW."settlement_id";
  END IF;

  -- Nothing to check where the settlement went together with its entries.
  PERFORM 1 FROM "settlement" WHERE "id" = checked;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;

  SELECT count(*), coalesce(sum("amount"), 0) INTO entries, balance
    FROM "ledger_entry" WHERE "settlement_id" = checked;
  IF entries <> 2 OR balance <> 0 THEN
    RAISE EXCEPTION 'settlement % has % ledger entries that sum to %, not two that sum to zero',
      checked, entries, balance
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balanced';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "ledger_entry_balanced"
  AFTER INSERT OR UPDATE OR DELETE ON "ledger_entry"
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "check_ledger_balance"();

CREATE CONSTRAINT TRIGGER "settlement_balanced"
  AFTER INSERT ON "settlement"
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "check_ledger_balance"();

-- The settlements of a quote never exceed its total. The quote's row is locked first: two
-- transactions that settle at once would otherwise not see each other.
CREATE FUNCTION "check_settlements_within_quote"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  quoted bigint;
  settled numeric;
BEGIN
  SELECT "total" INTO quoted FROM "quote" WHERE "id" = NEW."quote_id" FOR NO KEY UPDATE;
  SELECT sum("amount") INTO settled FROM "settlement" WHERE "quote_id" = NEW."quote_id";
  IF settled > quoted THEN
    RAISE EXCEPTION 'settlements of quote % come to %, its total is %', NEW."quote_id", settled, quoted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'settlements_within_quote';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "settlement_within_quote"
  AFTER INSERT OR UPDATE ON "settlement"
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "check_settlements_within_quote"();
