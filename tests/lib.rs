//! Flows through the whole house; the tests are in `house/`.
