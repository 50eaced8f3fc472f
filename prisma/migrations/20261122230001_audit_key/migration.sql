-- Entity and version say which row it is: an id beside them told nothing, and was one index more to write.
ALTER TABLE "audit_event" DROP CONSTRAINT "audit_event_pkey";
ALTER TABLE "audit_event" DROP COLUMN "id";
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_pkey"
  PRIMARY KEY USING INDEX "audit_event_entity_entity_id_version_key";
