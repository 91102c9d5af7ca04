//! What a service of Marquee stands on.
