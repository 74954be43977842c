package org.pgturso.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstallScriptTest {
    @Test
    void psqlCommandsGoAndTheSchemaIsFilledIn() {
        InstallScript script = new InstallScript(
                "\\echo Use \"CREATE EXTENSION pgturso\" \\quit\nCREATE FUNCTION @extschema@.a() …;\nSELECT '\\d';\n");
        assertThat(script.plainSql("\"Odd\"")).isEqualTo("CREATE FUNCTION \"Odd\".a() …;\nSELECT '\\d';");
    }

    @Test
    void packagedScriptIsPlainSqlAfterwards() {
        assertThat(InstallScript.packaged().plainSql("public"))
                .contains("CREATE SCHEMA turso;")
                .doesNotContain("@extschema@", "\\quit");
    }
}
