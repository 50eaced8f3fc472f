-- What a program that sells has at a place. `reserved` is the sum of what quotes hold of it.
CREATE TABLE "stock" (
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "location_id" BIGINT NOT NULL,
    "type_id" INTEGER NOT NULL,
    "quantity" BIGINT NOT NULL,
    "reserved" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "stock_program_id_location_id_type_id_key"
  ON "stock"("program_id", "location_id", "type_id");
ALTER TABLE "stock" ADD CONSTRAINT "stock_program_id_fkey"
  FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- A trader who counts less than is reserved says so: then `quantity` is below `reserved`, and nothing is sold.
ALTER TABLE "stock" ADD CONSTRAINT "stock_never_negative" CHECK ("quantity" >= 0 AND "reserved" >= 0);

-- What a quote holds of the stock.
CREATE TABLE "stock_hold" (
    "quote_id" UUID NOT NULL,
    "stock_id" UUID NOT NULL,
    "wanted" BIGINT NOT NULL,
    "held" BIGINT NOT NULL,
    "taken" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "stock_hold_pkey" PRIMARY KEY ("quote_id", "stock_id")
);
CREATE INDEX "stock_hold_stock_id_idx" ON "stock_hold"("stock_id");
ALTER TABLE "stock_hold" ADD CONSTRAINT "stock_hold_quote_id_fkey"
  FOREIGN KEY ("quote_id") REFERENCES "quote"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stock_hold" ADD CONSTRAINT "stock_hold_stock_id_fkey"
  FOREIGN KEY ("stock_id") REFERENCES "stock"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stock_hold" ADD CONSTRAINT "stock_hold_within_wanted"
  CHECK ("wanted" > 0 AND "held" >= 0 AND "taken" >= 0 AND "held" + "taken" <= "wanted");

-- Of an order: the character that gets the contract.
ALTER TABLE "quote" ADD COLUMN "receiver_id" BIGINT;
ALTER TABLE "quote" ADD CONSTRAINT "quote_receiver_of_order"
  CHECK (("side" = 'sells') = ("receiver_id" IS NOT NULL));
CREATE INDEX "quote_receiver_id_idx" ON "quote"("receiver_id");
