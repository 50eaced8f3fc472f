-- What a rule pays for: the thing as it is, compressed, refined, or the best or the least of these.
-- Rules of before pay for things as they are, as they always did.
ALTER TABLE "rule"
  ADD COLUMN "method" TEXT NOT NULL DEFAULT 'as-is',
  ADD COLUMN "refine_yield" TEXT,
  ADD COLUMN "remainder" TEXT NOT NULL DEFAULT 'unpaid',
  ADD COLUMN "takes_scrap" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "rule" ADD CONSTRAINT "rule_method_known"
  CHECK ("method" IN ('as-is', 'compressed', 'refined', 'best-of', 'least-of'));
ALTER TABLE "rule" ADD CONSTRAINT "rule_remainder_known" CHECK ("remainder" IN ('unpaid', 'as-is'));
-- A share of 1, written out: no float is on the way from here to a count of minerals.
ALTER TABLE "rule" ADD CONSTRAINT "rule_yield_is_share"
  CHECK ("refine_yield" ~ '^(0\.[0-9]{1,18}|1)$');

-- What the trader's refinery yields, and what keeps thin and manipulated books from making prices.
ALTER TABLE "program"
  ADD COLUMN "refine_yield" TEXT,
  ADD COLUMN "minimum_volume" BIGINT,
  ADD COLUMN "sell_cap_bp" INTEGER;

ALTER TABLE "program" ADD CONSTRAINT "program_yield_is_share"
  CHECK ("refine_yield" ~ '^(0\.[0-9]{1,18}|1)$');
ALTER TABLE "program" ADD CONSTRAINT "program_minimum_volume_positive" CHECK ("minimum_volume" > 0);
ALTER TABLE "program" ADD CONSTRAINT "program_sell_cap_in_range"
  CHECK ("sell_cap_bp" BETWEEN 1 AND 20000);
