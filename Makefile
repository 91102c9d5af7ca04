# Each target is one call of the tool that does the work; `cargo xtask help` knows the rest.

.PHONY: run test fast laws fmt

run:
	cargo run --release --package marquee -- serve

test:
	cargo xtask test

fast:
	cargo xtask test --fast

laws:
	cargo xtask laws

fmt:
	cargo fmt --all
