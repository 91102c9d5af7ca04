//! Accounts through its doors, on both engines.
