-- A restaurant: its menu, orders for it, what is cheap today, and takings by day.

CREATE TABLE dish (
    id    integer PRIMARY KEY,
    name  text NOT NULL,
    price numeric(6, 2) NOT NULL
);

CREATE TABLE orders (
    id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day      date NOT NULL,
    dish     integer NOT NULL REFERENCES dish,
    quantity integer NOT NULL,
    wish     text
);
CREATE INDEX ON orders (day);

INSERT INTO dish VALUES
    (1, 'Käsespätzle', 11.50), (2, 'Linsen mit Spätzle', 9.80), (3, 'Maultaschen', 10.90),
    (4, 'Zwiebelrostbraten', 24.50), (5, 'Flädlesuppe', 5.20);
INSERT INTO orders (day, dish, quantity, wish) VALUES
    ('2026-11-20', 1, 2, NULL), ('2026-11-20', 5, 3, 'very hot'), ('2026-11-21', 4, 1, 'no onions'),
    ('2026-11-21', 2, 4, NULL), ('2026-11-22', 3, 2, 'O''Hara''s table; "window"');

CREATE MATERIALIZED VIEW cheap_dishes AS SELECT id, name, price FROM dish WHERE price < 11;
CREATE UNIQUE INDEX ON cheap_dishes (id);

CREATE VIEW takings AS
    SELECT day, sum(quantity) AS dishes, sum(quantity * price) AS amount
      FROM orders JOIN dish ON dish.id = orders.dish GROUP BY day;
