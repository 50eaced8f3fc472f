-- AlterTable
ALTER TABLE "contract_feed" ADD COLUMN     "unreadable_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[];
