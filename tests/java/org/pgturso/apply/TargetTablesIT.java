package org.pgturso.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.servers.Fault;
import org.pgturso.servers.FaultProxy;
import org.pgturso.servers.TursoServer;
import org.pgturso.turso.TursoClient;

class TargetTablesIT {
    private final TursoServer server = TursoServer.create();
    private final FaultProxy proxy = new FaultProxy(server);
    private final TursoClient client = TursoDatabase.client(proxy.url());
    private final TargetTables tables = new TargetTables(client);
    private final TargetTable orders = indexed(Rows.table("orders", 1, "id INTEGER", "a TEXT"));

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void tableIsMadeAnewForTheSameRelation() {
        tables.create(orders, "s", "public.orders");
        server.query("INSERT INTO orders VALUES (1, 'x')");
        TargetTable wider = Rows.table("Orders", 1, "id INTEGER", "a TEXT", "b TEXT");
        tables.create(wider, "s", "public.orders");
        assertThat(server.query("SELECT id, a, b FROM orders")).isEmpty();
        assertThat(server.query("SELECT name, source, relation FROM _pgturso_table"))
                .containsExactly(List.of("Orders", "s", "public.orders"));
    }

    @Test
    void foreignTableAndViewAreLeftAlone() {
        server.query("CREATE TABLE ORDERS (id INTEGER)");
        assertTaken("There is a table of that name that pgturso did not make.", "s", "public.orders");
        server.query("DROP TABLE orders");
        server.query("CREATE VIEW orders AS SELECT 1 AS id");
        assertTaken("There is a view of that name that pgturso did not make.", "s", "public.orders");
        tables.drop("orders", "s", "public.orders");
        assertThat(server.value("SELECT id FROM orders")).isEqualTo(1L);
    }

    @Test
    void tableOfAnotherRelationOrSourceIsLeftAlone() {
        tables.create(orders, "s", "public.orders");
        server.query("INSERT INTO orders VALUES (1, 'x')");
        String detail = "It belongs to relation \"public.orders\" of source \"s\".";
        assertTaken(detail, "s", "archive.orders");
        assertTaken(detail, "other", "public.orders");
        tables.drop("orders", "s", "archive.orders");
        tables.drop("orders", "other", "public.orders");
        assertThat(server.value("SELECT count(*) FROM orders")).isEqualTo(1L);
    }

    @Test
    void droppedTableFreesItsName() {
        tables.create(orders, "s", "public.orders");
        tables.drop("ORDERS", "s", "public.orders");
        tables.drop("orders", "s", "public.orders");
        assertThat(server.query("SELECT name FROM sqlite_master WHERE tbl_name = 'orders'"))
                .isEmpty();
        tables.create(orders, "other", "public.orders");
        assertThat(server.value("SELECT source FROM _pgturso_table")).isEqualTo("other");
    }

    @Test
    void lostAnswerToTheCreationIsNoError() {
        proxy.failNext(Fault.LOSE_RESPONSE, "CREATE INDEX");
        tables.create(orders, "s", "public.orders");
        assertThat(server.query("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'orders'"))
                .containsExactly(List.of("orders.by_a"));
    }

    @Test
    void failedCreationLeavesNoClaim() {
        TargetTable twice = new TargetTable(
                "orders",
                orders.columns(),
                orders.key(),
                List.of(orders.indexes().get(0), orders.indexes().get(0)));
        assertThatThrownBy(() -> tables.create(twice, "s", "public.orders"))
                .isInstanceOfSatisfying(
                        PgTursoException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TARGET_REJECTED));
        assertThat(server.query("SELECT name FROM _pgturso_table")).isEmpty();
        tables.create(orders, "other", "public.orders");
    }

    private void assertTaken(String detail, String source, String relation) {
        assertThatThrownBy(() -> tables.create(orders, source, relation))
                .isInstanceOfSatisfying(PgTursoException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.DUPLICATE_OBJECT);
                    assertThat(e).hasMessage("table \"orders\" exists already in Turso");
                    assertThat(e.detail()).isEqualTo(detail);
                    assertThat(e.hint()).contains("option \"name\"");
                });
    }

    private static TargetTable indexed(TargetTable table) {
        return new TargetTable(
                table.name(),
                table.columns(),
                table.key(),
                List.of(new TargetIndex(table.name() + ".by_a", List.of("a"))));
    }
}
