//! Counters of requests, and the text in which Prometheus reads figures.

use std::fmt::{Display, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the histogram of durations, in microseconds.
const BOUNDS: [u64; 14] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    5_000_000, 10_000_000,
];

/// What one route answered: how often, how, and how long it took. Shared by all who answer, without a lock.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// 1xx to 5xx.
    statuses: [AtomicU64; 5],
    /// One more than there are bounds, for what took longer than any.
    took: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
    /// `GET /api/v1/games/works/{id}`.
    route: OnceLock<String>,
}

/// What no route answers for, and how many requests are under way.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    active: AtomicI64,
    /// The page, addresses that no service has, and what the door itself refused.
    pub(crate) elsewhere: Tally,
}

/// A request that is under way for as long as this lives.
pub(crate) struct UnderWay<'t>(&'t Traffic);

impl Traffic {
    pub(crate) fn enters(&self) -> UnderWay<'_> {
        self.active.fetch_add(1, Ordering::Relaxed);
        UnderWay(self)
    }

    pub(super) fn active(&self) -> i64 {
        self.active.load(Ordering::Relaxed)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Tally {
    /// Notes whose answers these are.
    pub(super) fn is_for(&self, method: &str, path: &str) {
        let _: Result<(), String> = self.route.set(format!("{method} {path}"));
    }

    /// Method and path of the route.
    pub(crate) fn route(&self) -> Option<&str> {
        self.route.get().map(String::as_str)
    }

    /// Counts an answer.
    pub(crate) fn count(&self, status: u16, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.statuses[usize::from((status / 100).clamp(1, 5)) - 1].fetch_add(1, Ordering::Relaxed);
        let bucket = BOUNDS.iter().position(|bound| micros <= *bound).unwrap_or(BOUNDS.len());
        self.took[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Writes how often it answered with which class of status, for those that happened.
    pub(super) fn write_counts(&self, page: &mut Page, (method, endpoint, instance): (&str, &str, &str)) {
        let classes = ["1xx", "2xx", "3xx", "4xx", "5xx"];
        for (class, count) in classes.into_iter().zip(&self.statuses) {
            let count = count.load(Ordering::Relaxed);
            if count > 0 {
                let labels =
                    [("method", method), ("endpoint", endpoint), ("status", class), ("instance", instance)];
                page.sample("http_requests_total", &labels, count);
            }
        }
    }

    /// Writes how long its answers took, when there were any.
    pub(super) fn write_times(&self, page: &mut Page, (method, endpoint): (&str, &str)) {
        let name = "http_request_duration_seconds";
        let (bucket, mut sum) = (format!("{name}_bucket"), 0);
        let counts = self.took.each_ref().map(|count| count.load(Ordering::Relaxed));
        if counts.iter().sum::<u64>() == 0 {
            return;
        }
        let bounds = BOUNDS.iter().map(|micros| seconds(*micros)).chain(["+Inf".to_owned()]);
        for (bound, count) in bounds.zip(counts) {
            sum += count;
            page.sample(&bucket, &[("method", method), ("endpoint", endpoint), ("le", &bound)], sum);
        }
        let labels = [("method", method), ("endpoint", endpoint)];
        page.sample(&format!("{name}_sum"), &labels, seconds(self.micros.load(Ordering::Relaxed)));
        page.sample(&format!("{name}_count"), &labels, sum);
    }
}

/// Microseconds as seconds, exactly.
fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Figures as Prometheus reads them (text format 0.0.4).
#[derive(Default)]
pub(super) struct Page(pub(super) String);

impl Page {
    /// Begins the samples of one name.
    pub(super) fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _: Result<(), std::fmt::Error> = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// Writes one sample.
    pub(super) fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (at, (label, text)) in labels.iter().enumerate() {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _: Result<(), std::fmt::Error> =
                write!(self.0, "{}{label}=\"{text}\"", if at == 0 { '{' } else { ',' });
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _: Result<(), std::fmt::Error> = writeln!(self.0, "{end} {value}");
    }

    /// Writes a name with one sample and no labels.
    pub(super) fn single(&mut self, (name, kind, help): (&str, &str, &str), value: impl Display) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up_and_labels_are_escaped() {
        let (tally, mut page) = (Tally::default(), Page::default());
        for (status, micros) in [(200, 500), (204, 501), (404, 2_000_000), (503, 60_000_000)] {
            tally.count(status, Duration::from_micros(micros));
        }
        tally.write_counts(&mut page, ("GET", "/a\"b\\", "x"));
        tally.write_times(&mut page, ("GET", "/a"));
        let told = |line: &str| assert!(page.0.contains(line), "{line} is missing in\n{}", page.0);
        told(r#"http_requests_total{method="GET",endpoint="/a\"b\\",status="2xx",instance="x"} 2"#);
        told(r#"status="5xx",instance="x"} 1"#);
        told(r#"http_request_duration_seconds_bucket{method="GET",endpoint="/a",le="0.0005"} 1"#);
        told(r#"le="0.001"} 2"#);
        told(r#"le="2.5"} 3"#);
        told(r#"le="+Inf"} 4"#);
        told(r#"http_request_duration_seconds_sum{method="GET",endpoint="/a"} 62.001001"#);
        told(r#"http_request_duration_seconds_count{method="GET",endpoint="/a"} 4"#);
        assert!(!page.0.contains("3xx"), "{}", page.0);
    }
}
