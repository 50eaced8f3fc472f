-- What a program makes of some items for some time, in place of its own terms.
CREATE TABLE "rule" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "hub_id" BIGINT,
    "basis_side" TEXT,
    "basis_statistic" TEXT,
    "rate_bp" INTEGER,
    "valid_from" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "rule_program_id_idx" ON "rule"("program_id");
CREATE INDEX "rule_hub_id_idx" ON "rule"("hub_id");

ALTER TABLE "rule" ADD CONSTRAINT "rule_program_id_fkey"
  FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rule" ADD CONSTRAINT "rule_hub_id_fkey"
  FOREIGN KEY ("hub_id") REFERENCES "hub"("location_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "rule" ADD CONSTRAINT "rule_scope_known"
  CHECK ("scope_kind" IN ('item', 'group', 'market-group', 'category') AND "scope_id" >= 0);
ALTER TABLE "rule" ADD CONSTRAINT "rule_action_known" CHECK ("action" IN ('accept', 'refuse'));
ALTER TABLE "rule" ADD CONSTRAINT "rule_basis_whole"
  CHECK (num_nulls("hub_id", "basis_side", "basis_statistic") IN (0, 3)
    AND "basis_side" IN ('buy', 'sell', 'split') AND "basis_statistic" IN ('best', 'top5'));
ALTER TABLE "rule" ADD CONSTRAINT "rule_rate_in_range" CHECK ("rate_bp" BETWEEN 1 AND 10000);
-- What is refused has no price.
ALTER TABLE "rule" ADD CONSTRAINT "rule_refusal_bare"
  CHECK ("action" = 'accept' OR num_nonnulls("hub_id", "rate_bp") = 0);
ALTER TABLE "rule" ADD CONSTRAINT "rule_times_in_order" CHECK ("valid_from" < "valid_until");
ALTER TABLE "rule" ADD CONSTRAINT "rule_note_short" CHECK (char_length("note") <= 200);

-- Two rules of a program for one scope never hold at the same time. The program's row is locked first:
-- two transactions that write at once would otherwise not see each other.
CREATE FUNCTION "check_rule_overlap"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "program" WHERE "id" = NEW."program_id" FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM "rule"
    WHERE "program_id" = NEW."program_id" AND "scope_kind" = NEW."scope_kind"
      AND "scope_id" = NEW."scope_id" AND "id" <> NEW."id"
      AND tstzrange("valid_from", "valid_until") && tstzrange(NEW."valid_from", NEW."valid_until")
  ) THEN
    RAISE EXCEPTION 'rule % holds at the same time as another for % %',
      NEW."id", NEW."scope_kind", NEW."scope_id"
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'rules_apart';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "rule_apart_from_others"
  AFTER INSERT OR UPDATE ON "rule"
  FOR EACH ROW EXECUTE FUNCTION "check_rule_overlap"();
