-- The role of the site may add to the audit and read it, and nothing else. An owner can give itself
-- the right again, but not by mistake. A superuser is asked for no right: see the triggers.
REVOKE UPDATE, DELETE, TRUNCATE ON "audit_event" FROM CURRENT_USER;
