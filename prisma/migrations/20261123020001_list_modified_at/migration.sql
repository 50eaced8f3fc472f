-- AlterTable
ALTER TABLE "contract_feed" ADD COLUMN     "list_modified_at" TIMESTAMPTZ(3);
