-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'manager', 'trader', 'viewer', 'member');

-- CreateEnum
CREATE TYPE "TokenState" AS ENUM ('active', 'dead');

-- CreateEnum
CREATE TYPE "Side" AS ENUM ('buys', 'sells');

-- CreateEnum
CREATE TYPE "QuoteState" AS ENUM ('open', 'contracted', 'partly-completed', 'completed', 'expired', 'cancelled');

-- CreateEnum
CREATE TYPE "VerdictKind" AS ENUM ('valid', 'fix-needed', 'suspicious', 'unmatched');

-- CreateTable
CREATE TABLE "site" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mode" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT 'Ageira Trade',
    "static_version" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'member',
    "main_character_id" BIGINT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "blocked_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "character" (
    "id" BIGINT NOT NULL,
    "account_id" UUID,
    "name" TEXT NOT NULL,
    "owner_hash" TEXT NOT NULL,
    "corporation_id" BIGINT,
    "alliance_id" BIGINT,
    "affiliation_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "character_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "eve_token" (
    "id" UUID NOT NULL,
    "character_id" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL,
    "scopes" TEXT[],
    "owner_hash" TEXT NOT NULL,
    "sealed_refresh_token" TEXT NOT NULL,
    "sealed_access_token" TEXT,
    "access_expires_at" TIMESTAMPTZ(3),
    "state" "TokenState" NOT NULL DEFAULT 'active',
    "dead_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "refreshed_at" TIMESTAMPTZ(3),

    CONSTRAINT "eve_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "character_id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "owner_grant" (
    "character_id" BIGINT NOT NULL,
    "owner_hash" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "owner_grant_pkey" PRIMARY KEY ("character_id")
);

-- CreateTable
CREATE TABLE "static_category" (
    "id" INTEGER NOT NULL,
    "names" JSONB NOT NULL,

    CONSTRAINT "static_category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "static_group" (
    "id" INTEGER NOT NULL,
    "category_id" INTEGER NOT NULL,
    "names" JSONB NOT NULL,

    CONSTRAINT "static_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "static_market_group" (
    "id" INTEGER NOT NULL,
    "parent_id" INTEGER,
    "names" JSONB NOT NULL,

    CONSTRAINT "static_market_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "static_type" (
    "id" INTEGER NOT NULL,
    "group_id" INTEGER NOT NULL,
    "market_group_id" INTEGER,
    "meta_group_id" INTEGER,
    "names" JSONB NOT NULL,
    "aliases" TEXT[],
    "volume_m3" DOUBLE PRECISION NOT NULL,
    "packaged_volume_m3" DOUBLE PRECISION NOT NULL,
    "portion_size" INTEGER NOT NULL,
    "published" BOOLEAN NOT NULL,

    CONSTRAINT "static_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "static_material" (
    "type_id" INTEGER NOT NULL,
    "material_type_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "static_material_pkey" PRIMARY KEY ("type_id","material_type_id")
);

-- CreateTable
CREATE TABLE "static_region" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "static_region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "static_system" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "region_id" INTEGER,

    CONSTRAINT "static_system_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "static_station" (
    "id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "system_id" INTEGER NOT NULL,
    "region_id" INTEGER NOT NULL,
    "owner_corporation_id" BIGINT NOT NULL,
    "security" DOUBLE PRECISION NOT NULL,
    "reprocessing_efficiency" DOUBLE PRECISION NOT NULL,
    "reprocessing_take" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "static_station_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hub" (
    "location_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "system_id" INTEGER NOT NULL,
    "region_id" INTEGER NOT NULL,
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_run_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,

    CONSTRAINT "hub_pkey" PRIMARY KEY ("location_id")
);

-- CreateTable
CREATE TABLE "price" (
    "hub_id" BIGINT NOT NULL,
    "type_id" INTEGER NOT NULL,
    "buy_best" BIGINT,
    "buy_top5" BIGINT,
    "sell_best" BIGINT,
    "sell_top5" BIGINT,
    "buy_volume" BIGINT NOT NULL,
    "sell_volume" BIGINT NOT NULL,
    "buy_orders" INTEGER NOT NULL,
    "sell_orders" INTEGER NOT NULL,
    "book_at" TIMESTAMPTZ(3) NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_pkey" PRIMARY KEY ("hub_id","type_id")
);

-- CreateTable
CREATE TABLE "program" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "side" "Side" NOT NULL,
    "code_prefix" TEXT NOT NULL,
    "assignee_id" BIGINT NOT NULL,
    "assignee_kind" TEXT NOT NULL,
    "assignee_name" TEXT NOT NULL,
    "location_ids" BIGINT[],
    "accepted_category_ids" INTEGER[],
    "accepted_group_ids" INTEGER[],
    "hub_id" BIGINT NOT NULL,
    "basis_side" TEXT NOT NULL,
    "basis_statistic" TEXT NOT NULL,
    "rate_bp" INTEGER NOT NULL,
    "lifetime_hours" INTEGER NOT NULL,
    "tolerance_bp" INTEGER NOT NULL DEFAULT 0,
    "tolerance" BIGINT NOT NULL DEFAULT 100,
    "minimum_total" BIGINT,
    "maximum_total" BIGINT,
    "stale_after_minutes" INTEGER NOT NULL DEFAULT 120,
    "instructions" TEXT NOT NULL DEFAULT '',
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quote" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "program_id" UUID NOT NULL,
    "account_id" UUID,
    "claim_hash" BYTEA,
    "idempotency_key" UUID,
    "state" "QuoteState" NOT NULL DEFAULT 'open',
    "version" INTEGER NOT NULL DEFAULT 1,
    "side" "Side" NOT NULL,
    "total" BIGINT NOT NULL,
    "line_sum" BIGINT NOT NULL,
    "volume_m3" DOUBLE PRECISION NOT NULL,
    "location_id" BIGINT NOT NULL,
    "terms" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quote_line" (
    "quote_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "type_id" INTEGER NOT NULL,
    "blueprint_copy" BOOLEAN NOT NULL DEFAULT false,
    "quantity" BIGINT NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "volume_m3" DOUBLE PRECISION NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "quote_line_pkey" PRIMARY KEY ("quote_id","position")
);

-- CreateTable
CREATE TABLE "contract_feed" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "owner_id" BIGINT NOT NULL,
    "owner_name" TEXT NOT NULL,
    "character_id" BIGINT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_run_at" TIMESTAMPTZ(3),
    "last_complete_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "walks" INTEGER NOT NULL DEFAULT 0,
    "recent_walks" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],

    CONSTRAINT "contract_feed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party" (
    "id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract" (
    "id" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "availability" TEXT NOT NULL,
    "issuer_id" BIGINT NOT NULL,
    "issuer_corporation_id" BIGINT NOT NULL,
    "assignee_id" BIGINT NOT NULL,
    "acceptor_id" BIGINT NOT NULL,
    "for_corporation" BOOLEAN NOT NULL,
    "title" TEXT,
    "price" BIGINT,
    "reward" BIGINT,
    "collateral" BIGINT,
    "buyout" BIGINT,
    "volume_m3" DOUBLE PRECISION,
    "start_location_id" BIGINT,
    "end_location_id" BIGINT,
    "days_to_complete" INTEGER,
    "date_issued" TIMESTAMPTZ(3) NOT NULL,
    "date_expired" TIMESTAMPTZ(3) NOT NULL,
    "date_accepted" TIMESTAMPTZ(3),
    "date_completed" TIMESTAMPTZ(3),
    "content_hash" BYTEA NOT NULL,
    "items_state" TEXT NOT NULL DEFAULT 'unread',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "quote_id" UUID,
    "relation" TEXT,
    "verdict" "VerdictKind",
    "needs_match" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract_sighting" (
    "contract_id" BIGINT NOT NULL,
    "feed_id" UUID NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_sighting_pkey" PRIMARY KEY ("contract_id","feed_id")
);

-- CreateTable
CREATE TABLE "contract_item" (
    "contract_id" BIGINT NOT NULL,
    "record_id" BIGINT NOT NULL,
    "type_id" INTEGER NOT NULL,
    "quantity" BIGINT NOT NULL,
    "raw_quantity" BIGINT,
    "is_included" BOOLEAN NOT NULL,
    "is_singleton" BOOLEAN NOT NULL,

    CONSTRAINT "contract_item_pkey" PRIMARY KEY ("contract_id","record_id")
);

-- CreateTable
CREATE TABLE "verdict" (
    "id" UUID NOT NULL,
    "contract_id" BIGINT NOT NULL,
    "quote_id" UUID,
    "verdict" "VerdictKind" NOT NULL,
    "relation" TEXT,
    "findings" JSONB NOT NULL,
    "input" JSONB NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settlement" (
    "id" UUID NOT NULL,
    "quote_id" UUID NOT NULL,
    "contract_id" BIGINT NOT NULL,
    "part" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL,
    "settlement_id" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "actor_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "previous" BYTEA,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "character_account_id_idx" ON "character"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "eve_token_character_id_purpose_key" ON "eve_token"("character_id", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "static_type_group_id_idx" ON "static_type"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "quote_code_key" ON "quote"("code");

-- CreateIndex
CREATE UNIQUE INDEX "quote_idempotency_key_key" ON "quote"("idempotency_key");

-- CreateIndex
CREATE INDEX "quote_account_id_created_at_idx" ON "quote"("account_id", "created_at");

-- CreateIndex
CREATE INDEX "quote_state_expires_at_idx" ON "quote"("state", "expires_at");

-- CreateIndex
CREATE INDEX "quote_line_type_id_idx" ON "quote_line"("type_id");

-- CreateIndex
CREATE INDEX "contract_feed_next_poll_at_idx" ON "contract_feed"("next_poll_at");

-- CreateIndex
CREATE UNIQUE INDEX "contract_feed_kind_owner_id_key" ON "contract_feed"("kind", "owner_id");

-- CreateIndex
CREATE INDEX "contract_quote_id_idx" ON "contract"("quote_id");

-- CreateIndex
CREATE INDEX "contract_status_verdict_idx" ON "contract"("status", "verdict");

-- CreateIndex
CREATE INDEX "contract_issuer_id_idx" ON "contract"("issuer_id");

-- CreateIndex
CREATE INDEX "contract_needs_match_idx" ON "contract"("needs_match");

-- CreateIndex
CREATE INDEX "contract_sighting_feed_id_idx" ON "contract_sighting"("feed_id");

-- CreateIndex
CREATE INDEX "verdict_contract_id_created_at_idx" ON "verdict"("contract_id", "created_at");

-- CreateIndex
CREATE INDEX "verdict_quote_id_created_at_idx" ON "verdict"("quote_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "settlement_contract_id_key" ON "settlement"("contract_id");

-- CreateIndex
CREATE UNIQUE INDEX "settlement_quote_id_part_key" ON "settlement"("quote_id", "part");

-- CreateIndex
CREATE INDEX "ledger_entry_settlement_id_idx" ON "ledger_entry"("settlement_id");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_entity_entity_id_version_key" ON "audit_event"("entity", "entity_id", "version");

-- CreateIndex
CREATE INDEX "outbox_event_published_at_id_idx" ON "outbox_event"("published_at", "id");

-- AddForeignKey
ALTER TABLE "character" ADD CONSTRAINT "character_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "eve_token" ADD CONSTRAINT "eve_token_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "character"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price" ADD CONSTRAINT "price_hub_id_fkey" FOREIGN KEY ("hub_id") REFERENCES "hub"("location_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote_line" ADD CONSTRAINT "quote_line_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "quote"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "quote"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_sighting" ADD CONSTRAINT "contract_sighting_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_item" ADD CONSTRAINT "contract_item_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "quote"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
