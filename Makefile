# make demo | test | build | install | uninstall | installcheck | clean
#   PG_CONFIG=…  the Postgres to install for           (Debian's newest, else the pg_config on the PATH)
#   CONF_D=…     install: write pgturso.conf there     (prints the lines instead)
#   KEEP=1       demo: leave the servers running
#   DEMO_HOST=…  demo: pljava or worker                (pljava where PL/Java is installed)

PG_CONFIG ?= $(or $(lastword $(sort $(wildcard /usr/lib/postgresql/*/bin/pg_config))),pg_config)
MVN := mvn -B -ntp

JAR := target/pgturso.jar
sharedir = $(DESTDIR)$(shell $(PG_CONFIG) --sharedir)
extension = $(sharedir)/extension

# `make test` fails where fewer pass: a name pattern can silently drop a class.
MIN_TESTS := 1200

.PHONY: build test demo install uninstall installcheck setup clean
.DEFAULT_GOAL := build
.NOTPARALLEL:

build: setup $(JAR)

$(JAR): pom.xml $(shell find src/main extension -type f)
	@echo "Building $(JAR)"
	@$(MVN) -q package -Dmaven.test.skip

test: setup
	rm -rf target/surefire-reports target/failsafe-reports
	$(MVN) verify -Dmaven.test.failure.ignore
	@scripts/test-results $(MIN_TESTS)

demo: build
	scripts/demo

setup:
	@scripts/setup

# What was built last is installed, whatever was edited since.
install:
	@test -e $(JAR) || $(MAKE) $(JAR)
	install -d '$(extension)' '$(sharedir)/pgturso'
	install -m 644 pgturso.control $(wildcard extension/pgturso--*.sql) '$(extension)/'
	install -m 644 $(JAR) extension/pgturso.policy '$(sharedir)/pgturso/'
ifdef CONF_D
	scripts/server-config $(PG_CONFIG) >'$(CONF_D)/pgturso.conf'
	@echo "Wrote $(CONF_D)/pgturso.conf; restart the server for it to take effect."
else
	@echo "Add to the server's configuration (or: make install CONF_D=<its conf.d directory>) and restart it:"
	@scripts/server-config $(PG_CONFIG) | sed 's/^/    /'
endif

uninstall:
	rm -f '$(extension)'/pgturso.control '$(extension)'/pgturso--*.sql
	rm -rf '$(sharedir)/pgturso'

installcheck:
	scripts/installcheck

clean:
	rm -rf target
