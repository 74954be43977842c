-- One table a family of types; the text must be the same whichever plugin writes it.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE place AS (street text, "No." int, flag boolean, raw bytea);
CREATE DOMAIN small AS int CHECK (VALUE < 100);
CREATE DOMAIN yes AS boolean;
CREATE DOMAIN raw AS bytea;
CREATE DOMAIN ratio AS float8;
CREATE SCHEMA fake;
CREATE TYPE fake.bytea AS ENUM ('x', '\x');
CREATE TABLE numbers (id int PRIMARY KEY, i2 smallint, i4 int, i8 bigint, o oid, f4 real, f8 float8, n numeric, n2 numeric(12, 3), m money);
CREATE TABLE bits (id int PRIMARY KEY, b boolean, by bytea, b1 bit, b8 bit(8), vb varbit, fake fake.bytea);
CREATE TABLE strings (id int PRIMARY KEY, t text, vc varchar(10), c char(5), n name, ch "char", e mood, u uuid, x xml, js json, jb jsonb);
CREATE TABLE times (id int PRIMARY KEY, d date, t time, tz timetz, ts timestamp, tsz timestamptz, iv interval, t3 timestamp(3));
CREATE TABLE others (id int PRIMARY KEY, ip inet, net cidr, mac macaddr, p point, bx box, poly polygon, tv tsvector, tq tsquery, lsn pg_lsn, r int4range, mr int4multirange, tr tstzrange, rel regtype);
CREATE TABLE compounds (id int PRIMARY KEY, ia int[], ta text[], ba bytea[], bo boolean[], bxs box[], nested int[][], pl place, pls place[], s small, y yes, rw raw, rt ratio, ss small[]);
---
INSERT INTO numbers VALUES (1, -32768, -2147483648, -9223372036854775808, 0, '-0', '-0', 0, 0, -1.5);
INSERT INTO numbers VALUES (2, 32767, 2147483647, 9223372036854775807, 4294967295, 3.4028235e38, 1.7976931348623157e308, 1e100, 123456789.125, 92233720368547758.07);
INSERT INTO numbers VALUES (3, 0, 0, 0, 1, 0.1, 0.1, 1.10, -0.001, 0), (4, 1, 1, 1, 1, 1e-45, 5e-324, -1e-50, 1, 1), (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO numbers (id, n) VALUES (6, repeat('1234567890', 150)::numeric), (7, ('0.' || repeat('1234567890', 110))::numeric);
INSERT INTO numbers (id, f4, f8) VALUES (8, 1e20, 1e22), (9, 123456.7, 0.30000000000000004);
INSERT INTO bits VALUES (1, true, '\x00ff10', '1', '10101010', '1', 'x'), (2, false, '', '0', '00000000', '', '\x'), (3, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO bits VALUES (4, true, '\x5c7827275c', '0', '11111111', repeat('10', 40)::varbit, 'x');
INSERT INTO strings VALUES (1, 'x', 'y', 'z', 'nm', 'c', 'happy', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '<a b="c">d&amp;</a>', '{"a" : [1, 2.50, "x\u00e9\n"]}', '{"b": null, "a": "\"q\""}');
INSERT INTO times VALUES (1, '2024-02-29', '23:59:59.999999', '12:00:00+05:30', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789+02', '1 year 2 mons -3 days 04:05:06.789', '2024-01-01 00:00:00.1234');
INSERT INTO times VALUES (2, 'infinity', '24:00:00', '00:00:00-15:59', '-infinity', 'infinity', '-1 year +2 days', 'infinity'), (3, '4714-11-24 BC', '00:00', '00:00+00', '0001-01-01 BC', '0044-03-15 12:00+00 BC', '0', '294276-12-31 23:59:59.999');
INSERT INTO others VALUES (1, '192.168.0.1/24', '10.0.0.0/8', '08:00:2b:01:02:03', '(1.5,-2)', '((0,0),(1,1))', '((0,0),(1,1),(2,0))', 'a fat cat', 'fat & (rat | cat)', '16/B374D848', '[1,5)', '{[1,3),[5,7)}', '[2024-01-01 00:00+01,)', 'integer');
INSERT INTO compounds VALUES (1, '{1,NULL,3}', ARRAY['a', NULL, 'b,c', 'd"e', '', 'null', E'x\ny', '\'], ARRAY['\x00'::bytea, '\xff'], '{t,f}', '{(1,1),(0,0);(2,2),(0,0)}', '{{1,2},{3,4}}', ROW('Main "St", x', 5, true, '\x0a'), ARRAY[ROW('a', 1, false, NULL)::place, NULL], 42, true, '\xdead', 0.1, '{1,2}');
INSERT INTO compounds VALUES (2, '{}', '{}', '{}', '{}', '{}', '{}', ROW(NULL, NULL, NULL, NULL), '{}', NULL, false, '', 'NaN', '[0:1]={5,6}');
