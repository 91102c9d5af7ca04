//! Reads lists and tells which works they make: `works FILE… [-- TITLE…]`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::BufReader;

use games::formats::{Place, Reader, Row};
use games::matching::{Clusters, Facts, key};
use games::summary::Summary;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (files, titles) = args.split_at(args.iter().position(|a| a == "--").unwrap_or(args.len()));
    let mut rows: Vec<Row> = vec![];
    for path in files {
        let open = || File::open(path).map(BufReader::new);
        let survey = Reader::open(open()?)?.survey()?;
        println!("{path}: {} rows, {} bad", survey.rows, survey.bad);
        let mut reader = Reader::open(open()?)?.resume(survey, Place::default())?;
        while let Some(entry) = reader.read()? {
            match entry.row {
                Ok(row) => rows.push(row),
                Err(bad) => println!("  line {}: {} | {}", bad.line, bad.reason, bad.text),
            }
        }
    }
    let mut clusters = Clusters::default();
    for row in &rows {
        clusters.add(Facts::of(row));
    }
    println!("{} rows make {} works", rows.len(), clusters.works());
    let doubts = clusters.doubts();
    let mut reasons = BTreeMap::new();
    doubts.values().for_each(|doubt| *reasons.entry(*doubt).or_insert(0) += 1);
    println!("{} pairs in doubt: {reasons:?}", doubts.len());

    let mut works: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        works.entry(clusters.root(at)).or_default().push(row);
    }
    let wanted: Vec<String> = titles.iter().skip(1).map(|t| key(t)).collect();
    for (work, rows) in &works {
        if !rows.iter().any(|r| wanted.iter().any(|w| Facts::of(r).keys.contains(w))) {
            continue;
        }
        let sum = Summary::of(rows);
        println!(
            "\n#{work} {} | {:?} | {:?} | {:?} | {:?} | {:?}",
            sum.title,
            sum.alt_title,
            sum.date.map(|d| d.to_string()),
            sum.platforms,
            sum.genres,
            sum.developer
        );
        for row in rows {
            println!(
                "    {} | {} | {:?} | {:?} | {:?}",
                row.title,
                row.platform,
                row.date.map(|d| d.to_string()),
                row.developer,
                row.region
            );
        }
    }
    Ok(())
}
