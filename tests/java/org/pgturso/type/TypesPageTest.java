package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/types.md is what the code says; {@code mvn test -Dtest=TypesPageTest -Dtypes.write=true} writes it anew. */
class TypesPageTest {
    private static final Path PAGE = Path.of("docs", "types.md");

    @Test
    void pageIsWhatTheTableSays() throws IOException {
        String page = TypesPage.of(TypeTable.standard());
        if (Boolean.getBoolean("types.write")) {
            Files.createDirectories(PAGE.toAbsolutePath().getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).hasContent(page);
    }
}
