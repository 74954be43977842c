-- Values stored out of line, which an update that leaves them alone does not bring along.
CREATE TABLE documents (id int PRIMARY KEY, title text, body text, appendix text);
ALTER TABLE documents ALTER body SET STORAGE EXTERNAL, ALTER appendix SET STORAGE EXTERNAL;
CREATE TABLE full_documents (id int PRIMARY KEY, title text, body text);
ALTER TABLE full_documents ALTER body SET STORAGE EXTERNAL;
ALTER TABLE full_documents REPLICA IDENTITY FULL;
CREATE TABLE long_keys (key text PRIMARY KEY, title text, body text);
ALTER TABLE long_keys ALTER key SET STORAGE EXTERNAL, ALTER body SET STORAGE EXTERNAL;
---
INSERT INTO documents VALUES (1, 'one', repeat('x', 2500), repeat('y', 2500)), (2, 'two', 'short', NULL);
UPDATE documents SET title = 'changed' WHERE id = 1;
UPDATE documents SET id = 3 WHERE id = 1;
UPDATE documents SET body = 'short now' WHERE id = 3;
UPDATE documents SET appendix = repeat('z', 2500), title = NULL WHERE id = 3;
UPDATE documents SET body = NULL, appendix = '' WHERE id = 3;
DELETE FROM documents WHERE id = 3;
INSERT INTO full_documents VALUES (1, 'one', repeat('x', 2500)), (2, NULL, repeat('y', 2500));
UPDATE full_documents SET title = 'changed' WHERE id = 1;
UPDATE full_documents SET title = title WHERE id = 1;
UPDATE full_documents SET title = 'was null' WHERE id = 2;
UPDATE full_documents SET body = NULL WHERE id = 1;
DELETE FROM full_documents;
INSERT INTO long_keys VALUES (repeat('k', 2100), 'long', repeat('x', 2500));
UPDATE long_keys SET title = 'key is unchanged';
UPDATE long_keys SET key = 'short';
DELETE FROM long_keys;
