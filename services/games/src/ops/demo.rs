//! Puts well-known games on the shelves of a house that is only looked around in.

use chassis::db::Db;
use chassis::transact;
use kit::Result;

use super::derive::derive;
use super::doubt::doubt;
use super::take::take;
use crate::db;
use crate::formats::{Reason, Row, Source, console};

/// The job that does it.
pub(crate) const FILL: &str = "games.fill_demo";

/// Sixty games with the year, the makers and the machine of their first release, in the words of a console list.
const GAMES: &str = include_str!("../../demo.jsonl");

/// Takes the games in, as an import would, with the house as the one who says so.
///
/// Safe to repeat: a row that is known word for word is left alone, and what staff locked stays.
///
/// # Errors
/// As any statement.
pub(crate) async fn fill(db: &Db) -> Result<()> {
    let rows = games()?;
    transact!(db, |tx| {
        db::touch_house(tx).await?;
        take(tx, rows.clone()).await
    })?;
    derive(db).await?;
    doubt(db).await?;
    Ok(())
}

fn games() -> Result<Vec<Row>> {
    let broken = |reason: Reason| std::io::Error::other(format!("the games of the demo: {reason}"));
    GAMES
        .lines()
        .map(|line| Ok(Row { source: Source::House, ..console::row(line).map_err(broken)? }))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_sixty_of_them_each_once_and_with_its_facts() {
        let games = games().unwrap();
        assert_eq!(games.len(), 60);
        let names: HashSet<&str> = games.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(names.len(), 60);
        for game in &games {
            assert!(
                game.date.is_some() && game.developer.is_some() && game.publisher.is_some(),
                "{}",
                game.title
            );
            assert!(!game.genres.is_empty() && !game.platform.is_empty(), "{}", game.title);
            assert!(game.source == Source::House && game.published, "{}", game.title);
        }
    }
}
