-- Names and text that need quoting somewhere.
CREATE SCHEMA "Odd.Schema";
CREATE TYPE "odd]: ""type" AS ENUM ('a', 'B''b "c"');
CREATE TABLE "Odd.Schema"."a ""table"": INSERT:, x" ("the id" int PRIMARY KEY, "new-tuple" text, "c[text]:'v'" text, "select" "odd]: ""type", "Ünïcödé" "odd]: ""type"[], "a\b" "char", "*" name);
CREATE TABLE "*" ("[" text PRIMARY KEY, "]" text);
CREATE TABLE texts (id int PRIMARY KEY, t text);
---
INSERT INTO "Odd.Schema"."a ""table"": INSERT:, x" VALUES (1, 'x', 'y', 'a', ARRAY['a', NULL, 'B''b "c"']::"odd]: ""type"[], 'q', 'name');
UPDATE "Odd.Schema"."a ""table"": INSERT:, x" SET "the id" = 2, "select" = 'B''b "c"', "Ünïcödé" = '{}';
DELETE FROM "Odd.Schema"."a ""table"": INSERT:, x";
INSERT INTO "*" VALUES ('''', ' new-tuple: a[text]:''1''');
UPDATE "*" SET "[" = ' new-tuple: "', "]" = 'null';
TRUNCATE "*", "Odd.Schema"."a ""table"": INSERT:, x";
INSERT INTO texts VALUES (1, ''), (2, NULL), (3, 'null'), (4, 'unchanged-toast-datum'), (5, ' '), (6, 'true');
INSERT INTO texts VALUES (10, 'it''s'), (11, ''''), (12, ''''''), (13, '"quoted"'), (14, E'back\\slash \\'' \\"');
INSERT INTO texts VALUES (20, E'a\nb\r\nc\td\be\fg\u0001\u001f\u007f'), (21, '😀 🇩🇪 é ß 漢字 \u0041'), (22, E'\u2028\u2029\ufeff');
INSERT INTO texts VALUES (30, '{"json": [1, "\u00e9"]}'), (31, '<b>&amp;=</b>'), (32, E'COMMIT 5\nBEGIN 7'), (33, repeat('''', 50));
