-- CreateTable
CREATE TABLE "item_denial" (
    "contract_id" BIGINT NOT NULL,
    "denials" INTEGER NOT NULL,
    "ask_at" TIMESTAMPTZ(3),

    CONSTRAINT "item_denial_pkey" PRIMARY KEY ("contract_id")
);

-- CreateIndex
CREATE INDEX "item_denial_ask_at_idx" ON "item_denial"("ask_at");

-- AddForeignKey
ALTER TABLE "item_denial" ADD CONSTRAINT "item_denial_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One answer was enough so far. Whoever was given up by it is asked for again.
INSERT INTO "item_denial" ("contract_id", "denials", "ask_at")
SELECT "id", 1, now() FROM "contract" WHERE "items_state" = 'unavailable' AND "gone_at" IS NULL;
